"""When a resource is open: its hours of the week in the clock time of Europe/Rome, as moments.

An hour that the change to summer time leaves out is not there; one that the change back repeats is there twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time: from a moment, up to another and without it. Both are in UTC."""

    begin: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.begin >= self.end:
            message = f"a span must end after it begins: {self.begin} to {self.end}"
            raise ValueError(message)

    def holds(self, other: "Span") -> bool:
        return self.begin <= other.begin and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        return self.begin < other.end and other.begin < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """From a time of day to another, on a weekday; Monday is 0."""

    weekday: int
    from_time: time
    until_time: time


def moment(day: date, at: time) -> datetime:
    """Return the moment at which the clocks of Rome show a time; the first, where they show it twice.

    A time that the clocks leave out is the moment at which they jump.
    """
    return datetime.combine(day, at, tzinfo=ROME).astimezone(UTC)


def open_spans(hours: Sequence[Hours], within: Span) -> Iterator[Span]:
    """Give the stretches of a span in which a place with these hours is open; with no hours, the whole of it."""
    if not hours:
        yield within
        return
    day, last = within.begin.astimezone(ROME).date(), within.end.astimezone(ROME).date()
    found: list[tuple[datetime, datetime]] = []
    while day <= last:
        for one in sorted((one for one in hours if one.weekday == day.weekday()), key=lambda one: one.from_time):
            begin = max(moment(day, one.from_time), within.begin)
            end = min(moment(day, one.until_time), within.end)
            if begin < end:
                found.append((begin, end))
        day += timedelta(days=1)
    yield from joined(found)


def joined(spans: Iterable[tuple[datetime, datetime]]) -> Iterator[Span]:
    """Join spans that touch or overlap, in the order of time."""
    now: list[datetime] = []
    for begin, end in sorted(spans):
        if now and begin <= now[1]:
            now[1] = max(now[1], end)
            continue
        if now:
            yield Span(now[0], now[1])
        now = [begin, end]
    if now:
        yield Span(now[0], now[1])


def without(spans: Iterable[Span], taken: Iterable[Span]) -> Iterator[Span]:
    """Give what is left of spans, in the order of time, once others are taken off."""
    off = sorted(taken)
    for span in spans:
        begin = span.begin
        for other in off:
            if other.end <= begin or other.begin >= span.end:
                continue
            if other.begin > begin:
                yield Span(begin, other.begin)
            begin = max(begin, other.end)
            if begin >= span.end:
                break
        if begin < span.end:
            yield Span(begin, span.end)
