"""A suggestion for dividing the money: equal or weighted shares within the rules' bounds."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from convivio.engine.compose_values import Budget, BudgetLine
from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import RuleSet, Share, Total
from convivio.engine.rules_money import CENT, rate_of
from convivio.engine.rules_values import Outcome, Partner

MOST_ROUNDS = 60
CLOSE_ENOUGH = Decimal("1e-9")


def split_budget(
    rule_set: RuleSet,
    partners: Sequence[Partner],
    total_eur: Decimal,
    *,
    day: date,
    weights: Mapping[str, Decimal] | None = None,
) -> Budget:
    """Divide a total cost among the partners that are paid, and say what each is granted.

    Shape: one line for each partner that is not known to be unpaid; weights by key, 1 where none
        is given.
    Units: euros to the cent; the costs sum exactly to the total, the grants to theirs.
    Errors: ValueError when the total is negative.
    Source: the shares, rates and totals of the rule set; largest remainder for the cents.
    """
    if total_eur < 0:
        message = "A budget cannot be negative."
        raise ValueError(message)
    paid = [partner for partner in partners if partner.funded is not False]
    total = total_eur.quantize(CENT)
    shares = _shares(rule_set, paid, weights or {}, day)
    return _budget(rule_set, paid, to_cents(total, shares), day)


def budget_of(rule_set: RuleSet, partners: Sequence[Partner], *, day: date) -> Budget:
    """Say what partners who told their cost are granted at most, as they have divided it.

    Shape: one line for each partner that is not known to be unpaid and whose cost is told.
    Units: euros to the cent; the totals are the sums of the lines.
    Errors: none.
    Source: the rates and totals of the rule set.
    """
    told = [(p, p.cost) for p in partners if p.funded is not False and p.cost is not None]
    return _budget(rule_set, [partner for partner, _cost in told], [cost for _partner, cost in told], day)


def _budget(rule_set: RuleSet, partners: Sequence[Partner], costs: Sequence[Decimal], day: date) -> Budget:
    rates = [rate_of(rule_set, p.organisation, p.role, day) for p in partners]
    grants = _grants(rule_set, costs, rates)
    lines = tuple(
        BudgetLine(partner.key, cost, rate, grant)
        for partner, cost, rate, grant in zip(partners, costs, rates, grants, strict=True)
    )
    known = [grant for grant in grants if grant is not None]
    whole = sum(known, Decimal(0)) if len(known) == len(grants) and grants else None
    return Budget(lines, sum(costs, Decimal(0)), whole)


def to_cents(total: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Divide a total by shares to the cent, so that the parts sum exactly to it.

    Shape: n shares, whose ratios count; n parts.
    Units: euros to the cent, from 0.
    Errors: none; with no share there is no part.
    Source: the largest remainder method (Hamilton); ties go to the first.
    """
    whole = sum(shares, Decimal(0))
    if not whole:
        return [Decimal(0)] * len(shares)
    exact = [total * share / whole for share in shares]
    parts = [part.quantize(CENT, ROUND_DOWN) for part in exact]
    left = int((total - sum(parts, Decimal(0))) / CENT)
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for number in order[:left]:
        parts[number] += CENT
    return parts


def _grants(
    rule_set: RuleSet, costs: Sequence[Decimal], rates: Sequence[Decimal | None]
) -> list[Decimal | None]:
    grants = [
        None if rate is None else (cost * rate).quantize(CENT, ROUND_DOWN)
        for cost, rate in zip(costs, rates, strict=True)
    ]
    cap = _largest_grant(rule_set)
    known = [grant for grant in grants if grant is not None]
    if cap is None or sum(known, Decimal(0)) <= cap:
        return grants
    lowered = iter(to_cents(cap, known))
    return [None if grant is None else next(lowered) for grant in grants]


def _largest_grant(rule_set: RuleSet) -> Decimal | None:
    totals = (rule.check for rule in rule_set.rules if isinstance(rule.check, Total))
    caps = [t.maximum for t in totals if t.of == "grant" and t.maximum is not None]
    return min(caps, default=None)


def _shares(
    rule_set: RuleSet, partners: Sequence[Partner], weights: Mapping[str, Decimal], day: date
) -> list[Decimal]:
    """Bend equal or weighted shares to the bounds, as far as a few rounds bring them."""
    shares = [max(Decimal(0), Decimal(weights.get(p.key, 1))) for p in partners]
    whole = sum(shares, Decimal(0))
    if not whole:
        shares, whole = [Decimal(1)] * len(partners), Decimal(len(partners))
    shares = [share / whole for share in shares]
    checks = [rule.check for rule in rule_set.rules if isinstance(rule.check, Share)]
    for _ in range(MOST_ROUNDS):
        before = shares
        for check in checks:
            shares = _bent(check, partners, shares, day)
        if all(abs(a - b) < CLOSE_ENOUGH for a, b in zip(before, shares, strict=True)):
            break
    return shares


def _bent(check: Share, partners: Sequence[Partner], shares: list[Decimal], day: date) -> list[Decimal]:
    low = check.minimum or Decimal(0)
    high = Decimal(1) if check.maximum is None else check.maximum
    members = [n for n, p in enumerate(partners) if counts_for(check.who, p, day)[0] is not Outcome.MISSING]
    groups = [[n] for n in members] if check.each else [members]
    for group in groups:
        held = sum((shares[n] for n in group), Decimal(0))
        wanted = min(max(held, low), high)
        if wanted != held and held < 1 and group:
            shares = _scaled(shares, set(group), held, wanted)
    return shares


def _scaled(shares: list[Decimal], group: set[int], held: Decimal, wanted: Decimal) -> list[Decimal]:
    """Give a group the share wanted, and the others what is left, each in proportion."""
    inside = wanted / held if held else None
    outside = (1 - wanted) / (1 - held)
    return [
        (share * inside if inside is not None else wanted / len(group)) if n in group
        else share * outside
        for n, share in enumerate(shares)
    ]  # fmt: skip
