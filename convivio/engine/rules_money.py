"""Rules about money: totals, shares and rates, in euros."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import Rate, Rule, RuleSet, Share, Total
from convivio.engine.rules_values import Organisation, Outcome, Partner, Unknown, worst

CENT = Decimal("0.01")
ROUNDING = CENT
"""A share or a rate may be off by the cent that rounding takes."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule about money found: an outcome, the figure, and what is not known."""

    outcome: Outcome
    figure: Decimal | None = None
    unknowns: tuple[Unknown, ...] = ()


def total(check: Total, partners: Sequence[Partner]) -> Found:
    """Compare the whole cost or grant with its bounds; money that is not told is unknown.

    Shape: n partners.
    Units: euros.
    Errors: none.
    Source: the rule set's own.
    """
    told = [getattr(p, check.of) for p in partners]
    figure = sum((amount for amount in told if amount is not None), Decimal(0))
    unknowns = _untold(partners, check.of)
    if check.maximum is not None and figure > check.maximum:
        return Found(Outcome.MISSING, figure)
    if unknowns or not partners:
        return Found(Outcome.UNKNOWN, figure, unknowns)
    enough = check.minimum is None or figure >= check.minimum
    return Found(Outcome.MET if enough else Outcome.MISSING, figure)


def share(check: Share, partners: Sequence[Partner], day: date) -> Found:
    """Compare the share of the whole cost that a sort of partners bears with its bounds.

    Shape: n partners; together, or each of the sort on its own.
    Units: a share of the whole cost, from 0 to 1.
    Errors: none.
    Source: the rule set's own.
    """
    unknowns = _untold(partners, "cost")
    whole = sum((p.cost or Decimal(0) for p in partners), Decimal(0))
    if unknowns or not whole:
        return Found(Outcome.UNKNOWN, None, unknowns)
    sorted_out = [(p, *counts_for(check.who, p, day)) for p in partners]
    open_ends = _open_ends(sorted_out)
    if check.each:
        parts = [_within(check, p.cost or Decimal(0), whole, o) for p, o, _ in sorted_out]
        return _found(worst(parts), None, open_ends)
    low = sum((p.cost or Decimal(0) for p, o, _ in sorted_out if o is Outcome.MET), Decimal(0))
    high = sum((p.cost or Decimal(0) for p, o, _ in sorted_out if o is not Outcome.MISSING), Decimal(0))
    return _found(_between(check, low, high, whole), low / whole, open_ends)


def rate(check: Rate, partners: Sequence[Partner], day: date) -> Found:
    """Check that no grant pays a larger part of the cost than the rate allows.

    Shape: n partners.
    Units: a rate, from 0 to 1; amounts in euros.
    Errors: none.
    Source: the rule set's own.
    """
    outcomes: list[Outcome] = []
    unknowns: list[Unknown] = []
    for partner in partners:
        fits, names = counts_for(check.who, partner, day)
        if fits is Outcome.MISSING:
            continue
        outcome = _paid_within(check.maximum, partner)
        if outcome is Outcome.MET:
            continue
        if fits is Outcome.UNKNOWN:
            unknowns += [Unknown(partner.key, n, partner.organisation.label) for n in names]
            outcome = Outcome.UNKNOWN
        elif outcome is Outcome.UNKNOWN:
            unknowns += _untold([partner], "cost") + _untold([partner], "grant")
        outcomes.append(outcome)
    if not partners:
        return Found(Outcome.UNKNOWN)
    return _found(worst(outcomes), None, tuple(unknowns))


def rate_of(rule_set: RuleSet, organisation: Organisation, role: str, day: date) -> Decimal | None:
    """Return the part of its cost that is paid to an organisation in a role, if the rules say.

    Where what is not known leaves several rates open, the lowest of them counts.

    Shape: one organisation.
    Units: a rate, from 0 to 1.
    Errors: none.
    Source: the rates of the rule set.
    """
    partner = Partner(organisation, role)
    open_rates: list[Decimal] = []
    for check in rates_in(rule_set):
        fits, _ = counts_for(check.who, partner, day)
        if fits is not Outcome.MISSING:
            open_rates.append(check.maximum)
        if fits is Outcome.MET:
            break
    return min(open_rates, default=None)


def rates_in(rule_set: RuleSet) -> list[Rate]:
    return [rule.check for rule in rule_set.rules if isinstance(rule.check, Rate)]


def rules_on_money(rule_set: RuleSet) -> list[Rule]:
    return [rule for rule in rule_set.rules if isinstance(rule.check, Total | Share | Rate)]


def paid_roles(rule_set: RuleSet) -> frozenset[str]:
    """Return the roles whose costs are part of the budget."""
    return frozenset(role.code for role in rule_set.roles if role.funded is not False)


def _untold(partners: Sequence[Partner], attribute: str) -> tuple[Unknown, ...]:
    return tuple(
        Unknown(p.key, attribute, p.organisation.label)
        for p in partners
        if p.funded is not False and getattr(p, attribute) is None
    )


def _open_ends(answers: Sequence[tuple[Partner, Outcome, tuple[str, ...]]]) -> tuple[Unknown, ...]:
    return tuple(Unknown(p.key, name, p.organisation.label) for p, _, names in answers for name in names)


def _within(check: Share, cost: Decimal, whole: Decimal, fits: Outcome) -> Outcome:
    if fits is Outcome.MISSING:
        return Outcome.MET
    outcome = _between(check, cost, cost, whole)
    return Outcome.UNKNOWN if outcome is Outcome.MISSING and fits is Outcome.UNKNOWN else outcome


def _between(check: Share, low: Decimal, high: Decimal, whole: Decimal) -> Outcome:
    least = (check.minimum or Decimal(0)) * whole - ROUNDING
    most = (Decimal(1) if check.maximum is None else check.maximum) * whole + ROUNDING
    if high < least or low > most:
        return Outcome.MISSING
    return Outcome.MET if low >= least and high <= most else Outcome.UNKNOWN


def _paid_within(maximum: Decimal, partner: Partner) -> Outcome:
    if partner.funded is False and partner.grant is None:
        return Outcome.MET
    if partner.cost is None or partner.grant is None:
        return Outcome.UNKNOWN
    paid = partner.grant <= partner.cost * maximum + ROUNDING
    return Outcome.MET if paid else Outcome.MISSING


def _found(outcome: Outcome, figure: Decimal | None, unknowns: tuple[Unknown, ...]) -> Found:
    return Found(outcome, figure, unknowns if outcome is Outcome.UNKNOWN else ())
