"""What the whole network shares, for anyone: totals that reveal nobody.

A cell is a kind in a quarter of the year. It is shown when it counts at least five exchanges, of at least five that
gave and five that received; otherwise it looks as if there were none. Its hours or euros are shown when, besides, no
single one gave or took more than half of them. Totals
are the sums of what is shown, so that nothing hidden is found by subtracting. A quarter counts what was *confirmed*
in it, with the worth agreed on until its end, and is shown once it is over: no cell changes from one day to the next.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.cache import cache
from django.utils.timezone import localdate

from convivio.exchanges.amounts import amount_in_words
from convivio.exchanges.ledger import KIND_LABELS
from convivio.exchanges.models import Exchange, State

FEWEST = 5
HALF = Decimal("0.5")
KEPT = "exchanges.totals"
AN_HOUR = 3600
Quarter = tuple[int, int]
"""A year, and 1 to 4."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind in one quarter; an amount of which one has more than half is left out."""

    quarter: Quarter
    kind: str
    count: int
    amounts: tuple[tuple[str, Decimal], ...] = ()
    worth: Decimal | None = None

    @property
    def label(self) -> str:
        return str(KIND_LABELS[self.kind])

    @property
    def in_words(self) -> str:
        return ", ".join(amount_in_words(amount, unit) for unit, amount in self.amounts)


@dataclass(frozen=True, slots=True)
class Row:
    """What the totals read of an exchange."""

    quarter: Quarter
    kind: str
    unit: str
    amount: Decimal
    worth: Decimal | None
    giver: int
    taker: int


def quarter_of(day: date) -> Quarter:
    return day.year, (day.month + 2) // 3


def cells_until(today: date | None = None) -> list[Cell]:
    """Count every quarter that is over, kind by kind, the latest first; what was counted is kept for an hour."""
    day = today or localdate()
    kept: list[Cell] | None = cache.get(f"{KEPT}:{day}")
    if kept is None:
        kept = cells_of(row for row in _rows() if row.quarter < quarter_of(day))
        cache.set(f"{KEPT}:{day}", kept, AN_HOUR)
    return kept


def cells_of(rows: Iterable[Row]) -> list[Cell]:
    """Put exchanges into cells, and leave out those that would reveal somebody.

    Shape: rows in any order in; cells out, the latest quarter first, then by kind.
    """
    piles: dict[tuple[Quarter, str], list[Row]] = defaultdict(list)
    for row in rows:
        piles[row.quarter, row.kind].append(row)
    order = sorted(piles, key=lambda key: (-key[0][0], -key[0][1], key[1]))
    return [_cell(*key, piles[key]) for key in order if _are_many(piles[key])]


def _cell(quarter: Quarter, kind: str, rows: list[Row]) -> Cell:
    units: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        units[row.unit].append(row)
    amounts = tuple(
        (unit, sum((row.amount for row in some), Decimal(0)))
        for unit, some in sorted(units.items())
        if _are_many(some) and _nobody_dominates((row.giver, row.taker, row.amount) for row in some)
    )
    valued = [row for row in rows if row.worth is not None]
    is_shown = _are_many(valued) and _nobody_dominates(
        (row.giver, row.taker, row.worth or Decimal(0)) for row in valued
    )
    worth = sum((row.worth or Decimal(0) for row in valued), Decimal(0)) if is_shown else None
    return Cell(quarter, kind, len(rows), amounts, worth)


def _are_many(rows: list[Row]) -> bool:
    """Say whether there are enough exchanges, of enough givers and enough takers."""
    return min(len(rows), len({row.giver for row in rows}), len({row.taker for row in rows})) >= FEWEST


def _nobody_dominates(parts: Iterable[tuple[int, int, Decimal]]) -> bool:
    """Say whether no single giver or taker accounts for more than half of an amount."""
    gave: dict[int, Decimal] = defaultdict(Decimal)
    took: dict[int, Decimal] = defaultdict(Decimal)
    for giver, taker, amount in parts:
        gave[giver] += amount
        took[taker] += amount
    whole = sum(gave.values(), Decimal(0))
    return all(max(side.values(), default=Decimal(0)) <= whole * HALF for side in (gave, took))


def _rows() -> Iterable[Row]:
    counted = Exchange.objects.filter(state=State.CONFIRMED).order_by("pk")
    names = ("confirmed_at", "kind", "unit", "amount", "worth", "worth_agreed_on", "giver", "taker")
    for at, kind, unit, amount, worth, agreed_on, giver, taker in counted.values_list(*names).iterator():
        quarter = _quarter(at)
        in_time = agreed_on is not None and quarter_of(agreed_on) <= quarter
        yield Row(quarter, kind, unit, amount, worth if in_time else None, giver, taker)


def _quarter(at: datetime) -> Quarter:
    return quarter_of(localdate(at))
