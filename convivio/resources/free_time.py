"""When a resource is free: its opening hours, without closures and without the bookings of all its places.

A resource with several places is free while one of them is. All in one question for many resources.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from convivio.resources.models import Booking, Closure, OpeningHours, Resource
from convivio.resources.opening import Hours, Span, joined, open_spans, without

Taken = dict[int, dict[int, list[Span]]]
"""By resource and place, the stretches that bookings hold, buffer included."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of one resource in a span of time."""

    resource: Resource
    open: list[Span]
    taken: Mapping[int, list[Span]]

    def free(self, place: int) -> Iterator[Span]:
        return without(self.open, self.taken.get(place, ()))

    def places_free(self, span: Span) -> list[int]:
        """Number the places that are free for the whole of a span."""
        return [
            place
            for place in range(1, self.resource.places + 1)
            if not any(one.meets(span) for one in self.taken.get(place, ()))
        ]

    def is_open(self, span: Span) -> bool:
        return any(one.holds(span) for one in self.open)

    def next_free(self, length: timedelta) -> Span | None:
        """Return the first stretch of this length in which one place is free."""
        found = [
            stretch.begin
            for place in range(1, self.resource.places + 1)
            for stretch in self.free(place)
            if stretch.end - stretch.begin >= length
        ]
        return Span(min(found), min(found) + length) if found else None

    def free_for_somebody(self) -> list[Span]:
        """Give the stretches in which at least one place is free."""
        every = [one for place in range(1, self.resource.places + 1) for one in self.free(place)]
        return list(joined((one.begin, one.end) for one in every))


def calendars_of(resources: Sequence[Resource], within: Span, *, but: int | None = None) -> list[Calendar]:
    """Read the calendars of these resources for a span of time, in three questions however many there are."""
    numbers = [one.pk for one in resources]
    hours = _hours(numbers)
    closed: dict[int, list[Span]] = {}
    closures = Closure.objects.filter(resource__in=numbers, from_at__lt=within.end, until_at__gt=within.begin)
    for number, begin, end in closures.values_list("resource_id", "from_at", "until_at"):
        closed.setdefault(number, []).append(Span(begin, end))
    taken = taken_of(numbers, within, but=but)
    return [
        Calendar(
            one,
            list(without(open_spans(hours.get(one.pk, ()), within), closed.get(one.pk, ()))),
            taken.get(one.pk, {}),
        )
        for one in resources
    ]


def taken_of(numbers: Iterable[int], within: Span, *, but: int | None = None) -> Taken:
    """Give what bookings hold in a span of time; one booking may be left out, to be moved."""
    rows = Booking.objects.holding().during(within.begin, within.end).filter(resource__in=list(numbers))
    found: Taken = {}
    for number, place, begin, end in rows.exclude(pk=but).values_list("resource_id", "place", "from_at", "free_at"):
        found.setdefault(number, {}).setdefault(place, []).append(Span(begin, end))
    return found


def _hours(numbers: Iterable[int]) -> dict[int, list[Hours]]:
    found: dict[int, list[Hours]] = {}
    rows = OpeningHours.objects.filter(resource__in=list(numbers))
    for number, weekday, from_time, until_time in rows.values_list(
        "resource_id", "weekday", "from_time", "until_time"
    ):
        found.setdefault(number, []).append(Hours(weekday, from_time, until_time))
    return found
