"""Use against booking, by quarter: of what a cluster's members lend, how long it was open, booked, and really used."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader
from convivio.resources.free_time import calendars_of
from convivio.resources.models import Booking, Resource
from convivio.resources.opening import Span, moment
from convivio.web.tables import Cell

MONTHS = 3
FIRST_YEAR = 2000
TAKEN = (Booking.State.BOOKED, Booking.State.USED)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a year; the first is 1."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def after(self) -> "Quarter":
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def words(self) -> str:
        return _("quarter %(number)d of %(year)d") % {"number": self.number, "year": self.year}


@dataclass(frozen=True, slots=True)
class Use:
    """How one resource was used, in hours; places count each for itself. `idle` is a share of the hours open."""

    resource: Resource
    opened: float
    booked: float
    used: float
    no_shows: int

    @property
    def idle(self) -> float | None:
        return max(0.0, 1 - self.booked / self.opened) if self.opened else None


def quarter_of(day: date) -> Quarter:
    return Quarter(day.year, (day.month - 1) // MONTHS + 1)


def quarter_in(text: str) -> Quarter:
    """Read the quarter that an address asks for; this one for what is none, or still to come."""
    this, (year, _dash, number) = quarter_of(localdate()), text.partition("-")
    if not (year.isascii() and year.isdecimal() and number in {"1", "2", "3", "4"} and len(year) == 4):  # noqa: PLR2004
        return this
    return min(max(Quarter(int(year), int(number)), Quarter(FIRST_YEAR, 1)), this)


def uses_in(cluster: Cluster, quarter: Quarter, reader: Reader) -> list[Use]:
    """Work out the use of what members lend and this reader may see, up to this moment; the busiest last.

    Four questions, however many resources there are.
    """
    members = Membership.objects.holding_on(localdate()).filter(cluster=cluster).values("organisation")
    rows = Resource.objects.bookable().visible_to(reader).filter(owner__in=members).select_related("owner")
    resources = list(rows)
    end = min(moment(quarter.after.first, time(0)), now())
    within = Span(
        moment(quarter.first, time(0)), max(end, moment(quarter.first, time(0)) + timedelta(hours=1))
    )
    opened = {
        one.resource.pk: _hours(one.open) * one.resource.places for one in calendars_of(resources, within)
    }
    held = _held(resources, within)
    uses = [Use(one, opened[one.pk], *held.get(one.pk, (0.0, 0.0, 0))) for one in resources]
    return sorted(uses, key=lambda one: (-(one.idle or 0), str(one.resource)))


def heads() -> list[str]:
    return [_("Resource"), _("Whose it is"), _("Hours open"), _("Hours booked"), _("Hours used"), _("No-shows"),
            _("Idle share")]  # fmt: skip


def rows_of(uses: Iterable[Use]) -> Iterator[list[Cell]]:
    """Give the table to take away: exactly what is shown."""
    for one in uses:
        idle = None if one.idle is None else round(one.idle, 3)
        yield [
            str(one.resource), one.resource.owner.name, round(one.opened, 1), round(one.booked, 1),
            round(one.used, 1), one.no_shows, idle,
        ]  # fmt: skip


def _held(resources: list[Resource], within: Span) -> dict[int, tuple[float, float, int]]:
    """Sum what was booked and used in a span, and count for what nobody came."""
    numbers = [one.pk for one in resources]
    rows = Booking.objects.filter(resource__in=numbers, from_at__lt=within.end, until_at__gt=within.begin)
    found: dict[int, list[Any]] = {}
    wanted = rows.filter(state__in=[*TAKEN, Booking.State.RELEASED])
    for number, state, begin, end, minutes in wanted.values_list(
        "resource", "state", "from_at", "until_at", "used_minutes"
    ):
        sums = found.setdefault(number, [0.0, 0.0, 0])
        if state == Booking.State.RELEASED:
            sums[2] += 1
            continue
        length = _length(max(begin, within.begin), min(end, within.end))
        sums[0] += length
        if state == Booking.State.USED:
            sums[1] += length if minutes is None else minutes / 60
    return {number: (sums[0], sums[1], sums[2]) for number, sums in found.items()}


def _hours(spans: Iterable[Span]) -> float:
    return sum(_length(one.begin, one.end) for one in spans)


def _length(begin: datetime, end: datetime) -> float:
    return max(0.0, (end - begin).total_seconds() / 3600)
