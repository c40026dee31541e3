"""The budget of a table as a page shows it, and suggestions for dividing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.calls.rule_sets import is_rule_set
from convivio.consortia.models import Consortium, Seat
from convivio.consortia.roles import role_shown, roles_under
from convivio.consortia.verdicts import partners_of, pays_by_rates, with_money
from convivio.engine.compose_budget import budget_of, split_budget, to_cents
from convivio.engine.compose_values import BudgetLine
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_phrases import percent
from convivio.web.amounts import NARROW, money, number

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One line of the budget; without a seat, what is nobody's yet."""

    name: str
    kind: str
    cost: Decimal | None
    rate: str = ""
    grant: Decimal | None = None
    own: Decimal | None = None
    is_gap: bool = False
    is_second: bool = False


@dataclass(frozen=True, slots=True)
class ShownBudget:
    """A budget in the shape that `web/_budget.html` wants, and what to say beside it."""

    rows: list[BudgetRow]
    total: dict[str, Decimal | None]
    label: str
    sentence: str
    says_rates: bool

    @property
    def parts(self) -> list[dict[str, Any]]:
        return [{"kind": row.kind, "value": row.cost, "is_gap": row.is_gap} for row in self.rows if row.cost]


def paid_seats(consortium: Consortium, seats: Sequence[Seat]) -> list[Seat]:
    """Keep the seats whose partner has a part in the budget."""
    roles = roles_under(consortium.rule_set)
    return [seat for seat in seats if seat.organisation and role_shown(roles, seat.role).is_paid]


def shown_budget(consortium: Consortium, seats: Sequence[Seat]) -> ShownBudget | None:
    """Show how the whole cost is shared; None before anybody told a cost."""
    paid = paid_seats(consortium, seats)
    given = sum((seat.share for seat in paid if seat.share is not None), NOUGHT)
    if consortium.budget is None and not given:
        return None
    lines = lines_of(consortium, paid)
    rows, kinds = [], set[str]()
    for seat in paid:
        if seat.organisation is not None:
            kind = seat.organisation.kind
            rows.append(_row(seat, lines.get(seat.organisation.key), is_second=kind in kinds))
            kinds.add(kind)
    whole = consortium.budget if consortium.budget is not None else given
    if whole > given:
        rows.append(BudgetRow(_("Nobody’s yet"), "other", whole - given, is_gap=True))
    grant = _sum([row.grant for row in rows if row.cost is not None and not row.is_gap])
    total = {"cost": whole, "grant": grant, "own": None if grant is None else given - grant}
    label = _("%(whole)s shared among %(count)s partners") % {"whole": money(whole), "count": len(paid)}
    return ShownBudget(rows, total, label, difference(whole, given), _says_rates(consortium))


def difference(whole: Decimal, given: Decimal) -> str:
    """Say how far the shares are from the whole; nothing when they add up."""
    if given == whole:
        return ""
    values = {"given": money(given), "whole": money(whole), "rest": money(abs(whole - given))}
    if given < whole:
        return _("The shares add up to %(given)s: %(rest)s of %(whole)s is nobody’s yet.") % values
    return _("The shares add up to %(given)s: %(rest)s more than the whole cost of %(whole)s.") % values


def lines_of(consortium: Consortium, seats: Sequence[Seat]) -> dict[str, BudgetLine]:
    """Say by key what each partner who told a cost is granted at most under the rules."""
    if not is_rule_set(consortium.rule_set):
        return {}
    rules, today = load_rule_set(consortium.rule_set), localdate()
    partners = with_money(rules, partners_of(seats), today)
    return {line.key: line for line in budget_of(rules, partners, day=today).lines}


def suggested_shares(
    consortium: Consortium, seats: Sequence[Seat], whole: Decimal, weights: Mapping[int, Decimal]
) -> dict[int, Decimal]:
    """Divide the whole cost by weights, 1 where none is given, within what the rules allow.

    Units: euros to the cent; the shares sum exactly to the whole.
    Errors: none.
    """
    paid = paid_seats(consortium, seats)
    if not is_rule_set(consortium.rule_set):
        parts = to_cents(whole, [weights.get(seat.pk, Decimal(1)) for seat in paid])
        return {seat.pk: part for seat, part in zip(paid, parts, strict=True)}
    rules, today = load_rule_set(consortium.rule_set), localdate()
    partners = with_money(rules, partners_of(paid), today)
    keys = {partner.key: seat.pk for partner, seat in zip(partners, paid, strict=True)}
    by_key = {key: weights[number] for key, number in keys.items() if number in weights}
    lines = split_budget(rules, partners, whole, day=today, weights=by_key).lines
    return {keys[line.key]: line.cost for line in lines}


def _row(seat: Seat, line: BudgetLine | None, *, is_second: bool) -> BudgetRow:
    rate, grant = (line.rate, line.grant) if line else (None, None)
    own = seat.share - grant if seat.share is not None and grant is not None else None
    organisation = seat.organisation
    return BudgetRow(
        name=organisation.name if organisation else "",
        kind=organisation.kind if organisation else "",
        cost=seat.share,
        rate="" if rate is None else f"{number(percent(rate))}{NARROW}%",
        grant=grant,
        own=own,
        is_second=is_second,
    )


def _sum(grants: Sequence[Decimal | None]) -> Decimal | None:
    known = [grant for grant in grants if grant is not None]
    return sum(known, NOUGHT) if known and len(known) == len(grants) else None


def _says_rates(consortium: Consortium) -> bool:
    return is_rule_set(consortium.rule_set) and pays_by_rates(load_rule_set(consortium.rule_set))
