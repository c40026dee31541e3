"""A week of a resource as people read it: each day in stretches, free, taken, asked for, ours, or closed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils.timezone import localdate, localtime, now

from convivio.resources.free_time import Calendar
from convivio.resources.models import Booking, Closure, Resource
from convivio.resources.opening import Hours, Span, moment, open_spans, without

WEEK = timedelta(days=7)
SHORT_DAY = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a day, and how it stands: free, mine, asked, taken."""

    span: Span
    state: str
    url: str = ""

    @property
    def hours(self) -> str:
        begin, end = localtime(self.span.begin), localtime(self.span.end)
        last = "24:00" if end.time() == time(0) else f"{end:%H:%M}"
        return f"{begin:%H:%M}–{last}"


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day with its stretches; none means that it is closed, or past."""

    on: date
    stretches: list[Stretch]
    is_past: bool


def monday_of(text: str) -> date:
    """Read the week that an address asks for; this week for what is no day."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = localdate()
    return asked - timedelta(days=asked.weekday())


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on, and the bookings that hold a place in them."""

    days: list[DayOf]
    bookings: list[Booking]


def week_of(
    resource: Resource,
    monday: date,
    ours: Collection[int],
    hours: Iterable[Hours],
    closures: Iterable[Closure],
) -> Week:
    """Read a week in one question, given its hours and closures; `ours` are the organisations whose bookings are ours."""
    span = Span(moment(monday, time(0)), moment(monday + WEEK, time(0)))
    rows = resource.bookings.holding().during(span.begin, span.end).select_related("organisation")
    bookings = list(rows.order_by("from_at", "pk"))
    taken: dict[int, list[Span]] = {}
    for one in bookings:
        taken.setdefault(one.place, []).append(Span(one.from_at, one.free_at))
    closed = [Span(one.from_at, one.until_at) for one in closures]
    calendar = Calendar(resource, list(without(open_spans(list(hours), span), closed)), taken)
    mine = [one for one in bookings if one.organisation_id in ours]
    days = [_day(calendar, monday + timedelta(days=place), mine) for place in range(SHORT_DAY)]
    return Week(days, bookings)


def _day(calendar: Calendar, on: date, mine: Sequence[Booking]) -> DayOf:
    whole = Span(moment(on, time(0)), moment(on + timedelta(days=1), time(0)))
    opened = list(_within(calendar.open, whole))
    free = [one for one in _within(calendar.free_for_somebody(), whole) if one.end > now()]
    own = [Stretch(Span(one.from_at, one.until_at), _state(one), one.get_absolute_url()) for one in mine
           if one.from_at < whole.end and one.until_at > whole.begin]  # fmt: skip
    taken = without(opened, sorted([*free, *(one.span for one in own)]))
    stretches = [
        *(
            Stretch(_from_now(one, calendar.resource), "free", _asking(one, calendar.resource))
            for one in free
        ),
        *(Stretch(one, "taken") for one in taken if one.end > now()),
        *own,
    ]
    return DayOf(on, sorted(stretches, key=lambda one: one.span), is_past=on < localdate())


def _state(booking: Booking) -> str:
    return "asked" if booking.state == Booking.State.ASKED else "mine"


def _within(spans: Iterable[Span], whole: Span) -> Iterator[Span]:
    for one in spans:
        begin, end = max(one.begin, whole.begin), min(one.end, whole.end)
        if begin < end:
            yield Span(begin, end)


def _from_now(span: Span, resource: Resource) -> Span:
    """Begin where it can still be booked, on the grain of the calendar."""
    begin = next_on_the_grain(max(span.begin, now()), resource.step_minutes)
    return Span(begin, span.end) if begin < span.end else span


def next_on_the_grain(at: datetime, step: int) -> datetime:
    """Return this moment, or else the next on the grain of a calendar."""
    late = timedelta(minutes=at.minute % step, seconds=at.second, microseconds=at.microsecond)
    return at + timedelta(minutes=step) - late if late else at


def _asking(span: Span, resource: Resource) -> str:
    """Say where this stretch is asked for, as long as may be had in one go."""
    held = _from_now(span, resource)
    longest = timedelta(hours=resource.longest_hours)
    return f"?{urlencode(asked_for(Span(held.begin, min(held.end, held.begin + longest))))}#book"


def asked_for(span: Span) -> dict[str, Any]:
    """Say a stretch as the form of booking is filled."""
    begin, end = localtime(span.begin), localtime(span.end)
    return {
        "day": begin.date().isoformat(),
        "from_time": f"{begin:%H:%M}",
        "until_day": end.date().isoformat(),
        "until_time": f"{end:%H:%M}",
    }
