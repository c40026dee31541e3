"""Small figures: bars, spans of years, a spark line, a sum that is split.

Only shapes are drawn; words and numbers stay in HTML beside them. Every coordinate is a whole
number, or text, so that no language's decimal comma can enter a drawing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localdate

WIDE = 1000
HIGH = 100
TICKS = 6
SPARK_WIDE, SPARK_HIGH = 110, 24
SPLIT_WIDE, SPLIT_GAP = 1000, 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: a label, a number, perhaps its words, where its rows open, and a paler tone."""

    label: str
    value: float
    shown: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar with its length in thousandths of the longest."""

    bar: Bar
    length: int


def bars_of(rows: Iterable[Bar | Mapping[str, Any]]) -> list[DrawnBar]:
    """Measure bars against the longest of them.

    Shape: a row in, a bar out, in the same order.
    Units: lengths are thousandths, 0 to 1000; a row that is not nought shows at least 4.
    Errors: TypeError for a mapping with a key that no bar has.
    Source: Cleveland and McGill 1984, lengths on a common scale are read best.
    """
    bars = [row if isinstance(row, Bar) else Bar(**row) for row in rows]
    longest = max((bar.value for bar in bars), default=0) or 1
    return [DrawnBar(bar, max(round(WIDE * bar.value / longest), 4) if bar.value > 0 else 0) for bar in bars]


@dataclass(frozen=True, slots=True)
class Column:
    """One year, or another step of time: its number, where its rows open, and whether it is not over yet."""

    label: str
    value: int
    url: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class DrawnColumn:
    """A column with its height in hundredths of the tallest, and where it begins from above."""

    column: Column
    height: int

    @property
    def top(self) -> int:
        return HIGH - self.height


def columns_of(rows: Iterable[Column]) -> list[DrawnColumn]:
    """Measure columns against the tallest of them.

    Shape: a row in, a column out, in the same order.
    Units: heights are hundredths, 0 to 100; a row that is not nought shows at least 2.
    Errors: none.
    Source: as for `bars_of`.
    """
    columns = list(rows)
    tallest = max((column.value for column in columns), default=0) or 1
    return [
        DrawnColumn(column, max(round(HIGH * column.value / tallest), 2) if column.value > 0 else 0)
        for column in columns
    ]


@dataclass(frozen=True, slots=True)
class Span:
    """What lasted from a day to a day, or still lasts; with its name, aside and amount."""

    label: str
    from_on: date
    until_on: date | None = None
    url: str = ""
    aside: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """A span with its place on the axis, in thousandths."""

    span: Span
    start: int
    length: int
    is_running: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Spans over the years that they share, and the years to write above them."""

    years: list[int]
    spans: list[DrawnSpan]


def spans_of(rows: Iterable[Span | Mapping[str, Any]], today: date | None = None) -> Axis:
    """Place spans on one axis of whole years.

    Shape: a row in, a span out, in the same order; at most seven years above.
    Units: days; places and lengths are thousandths of the axis, 0 to 1000.
    Errors: TypeError for a mapping with a key that no span has.
    Source: as for `bars_of`.
    """
    today = today or localdate()
    spans = [row if isinstance(row, Span) else Span(**row) for row in rows]
    if not spans:
        return Axis([], [])
    first = min(span.from_on.year for span in spans)
    last = _even(first, max((span.until_on or today).year for span in spans) + 1)
    start = date(first, 1, 1).toordinal()
    whole = date(last, 1, 1).toordinal() - start

    def thousandths(day: date) -> int:
        return min(max(round(WIDE * (day.toordinal() - start) / whole), 0), WIDE)

    drawn = [
        DrawnSpan(
            span,
            thousandths(span.from_on),
            max(thousandths(span.until_on or today) - thousandths(span.from_on), 6),
            span.from_on <= today and (span.until_on is None or span.until_on >= today),
        )
        for span in spans
    ]
    return Axis(_years_above(first, last), drawn)


def _even(first: int, last: int) -> int:
    """Move the end of an axis until its years can be written at even steps."""
    while last - first > TICKS and not any((last - first) % count == 0 for count in range(3, TICKS + 1)):
        last += 1
    return last


def _years_above(first: int, last: int) -> list[int]:
    """Choose years at even steps, so that each stands over its own day."""
    steps = last - first
    count = next(count for count in range(min(TICKS, steps), 0, -1) if steps % count == 0)
    return list(range(first, last + 1, steps // count))


@dataclass(frozen=True, slots=True)
class Spark:
    """A line in a box of 110 by 24, and where it ends."""

    points: str
    end_x: str
    end_y: str


def spark_of(values: Iterable[float]) -> Spark | None:
    """Draw values as a line, lowest at the foot.

    Shape: at least two values, or nothing is drawn.
    Units: the box is 110 by 24.
    Errors: none.
    Source: Tufte 2006, *Beautiful Evidence*.
    """
    heights = list(values)
    if len(heights) <= 1:
        return None
    low, high = min(heights), max(heights)
    reach = (high - low) or 1
    places = [
        (SPARK_WIDE * order / (len(heights) - 1), SPARK_HIGH - SPARK_HIGH * (height - low) / reach + 2)
        for order, height in enumerate(heights)
    ]
    return Spark(
        " ".join(f"{x:.1f},{y:.1f}" for x, y in places), f"{places[-1][0]:.1f}", f"{places[-1][1]:.1f}"
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a split sum: whose, its place and width in thousandths, and how it is filled."""

    kind: str
    start: int
    length: int
    is_gap: bool
    is_second: bool


def split_of(parts: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Lay the parts of a sum side by side.

    Shape: `{"kind", "value", "is_gap"}` in, a part out; parts of nought are left out.
    Units: thousandths of the whole, 0 to 1000, with a strip of ground between.
    Errors: KeyError for a part without a value.
    Source: as for `bars_of`.
    """
    shown = [part for part in parts if part["value"] > 0]
    whole = float(sum(part["value"] for part in shown)) or 1.0
    drawn: list[Part] = []
    seen: set[str] = set()
    start = 0.0
    for part in shown:
        kind = part.get("kind", "")
        length = SPLIT_WIDE * float(part["value"]) / whole
        is_gap = bool(part.get("is_gap"))
        drawn.append(Part(kind, round(start), max(round(length) - SPLIT_GAP, 2), is_gap, kind in seen))
        seen.add(kind)
        start += length
    return drawn
