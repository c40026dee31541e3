"""The sharing ledger of an organisation: what it gives and takes, as the other side confirmed it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from convivio.exchanges.amounts import amount_in_words
from convivio.exchanges.models import Exchange, ExchangeQuerySet, Kind, Side, Unit
from convivio.organisations.models import Organisation
from convivio.web.tables import Cell

FIRST_YEAR = 2000
KIND_LABELS, UNIT_LABELS = dict(Kind.choices), dict(Unit.choices)


@dataclass(slots=True)
class Given:
    """What one side gave of one kind: how often, how much in each unit, and what it is worth where both agree."""

    kind: str
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    worth: Decimal = Decimal(0)

    @property
    def label(self) -> str:
        return str(KIND_LABELS[self.kind])

    @property
    def in_words(self) -> str:
        """Every unit by itself: hours and seats are never added up."""
        return ", ".join(amount_in_words(amount, unit) for unit, amount in self.amounts.items())


def column_of(side: str) -> str:
    """Name the column in which an organisation stands that is on this side."""
    return "giver" if side == Side.GIVER else "taker"


def sums_of(rows: ExchangeQuerySet) -> list[Given]:
    """Add up confirmed exchanges, kind by kind, the most frequent first. One question, whatever their number."""
    found: dict[str, Given] = {}
    agreed = Q(worth_agreed_on__isnull=False)
    asked = rows.counted().order_by().values("kind", "unit")
    for one in asked.annotate(many=Count("pk"), much=Sum("amount"), euros=Sum("worth", filter=agreed)):
        given = found.setdefault(one["kind"], Given(one["kind"]))
        given.count += one["many"]
        given.amounts[one["unit"]] = one["much"]
        given.worth += one["euros"] or Decimal(0)
    return sorted(found.values(), key=lambda given: (-given.count, given.kind))


def of_year(rows: ExchangeQuerySet, year: int | None) -> ExchangeQuerySet:
    return rows if year is None else rows.during(date(year, 1, 1), date(year, 12, 31))


def years_of(rows: ExchangeQuerySet) -> list[int]:
    """List the years in which something took place, the latest first."""
    return [day.year for day in rows.exclude(on=None).order_by().dates("on", "year", order="DESC")]


def sides_for(exchange: Exchange, numbers: Iterable[int]) -> list[Side]:
    """Say on which side of an exchange these organisations stand."""
    held = set(numbers)
    sides = ((Side.GIVER, exchange.giver_id), (Side.TAKER, exchange.taker_id))
    return [side for side, number in sides if number in held]


def columns() -> list[str]:
    """Head the table to take away."""
    return [
        _("Who gives"), _("Who receives"), _("Kind"), _("What"), _("How much"), _("Unit"), _("Day"), _("State"),
        _("Worth in euros"), _("How it is worked out"), _("Both agree on the worth since"), _("Page"),
    ]  # fmt: skip


def rows_to_take(exchanges: Iterable[Exchange]) -> Iterator[list[Cell]]:
    """Give a row for each exchange."""
    for one in exchanges:
        yield [
            one.giver.name, one.taker.name, str(KIND_LABELS[one.kind]), one.words, one.amount,
            str(UNIT_LABELS[one.unit]), one.on, str(one.get_state_display()), one.worth, one.worth_basis,
            one.worth_agreed_on, f"{settings.ADDRESS}{one.get_absolute_url()}",
        ]  # fmt: skip


def contributions_of(organisation: Organisation, year: int) -> ExchangeQuerySet:
    """Keep what an organisation gave in a year, confirmed and valued by both: evidence of contributions in kind."""
    rows = of_year(Exchange.objects.counted().filter(giver=organisation), year)
    return rows.exclude(worth_agreed_on=None).select_related("giver", "taker").order_by("on", "pk")
