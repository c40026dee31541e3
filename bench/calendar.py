"""The calendar with many bookings: how long it takes to say what is free, and to show a week.

    python3 dev bench calendar

RESOURCES of some owners, with the hours of an office and closures, and BOOKINGS spread over the days to come.
Then: which of all of them is free at some hours (the search alone, and its page), and the page of one with its week.
"""

import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from datetime import time as clock
from functools import partial
from itertools import islice
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, localtime

from bench.own_home import Figures
from bench.page_times import page_times, ready_to_serve, somebody_of, took
from convivio.kernel.translated import in_both
from convivio.organisations.models import Organisation
from convivio.resources.models import Booking, Closure, OpeningHours, Resource
from convivio.resources.opening import Span, moment
from convivio.resources.together import free_then

RESOURCES = int(os.environ.get("CONVIVIO_CALENDAR_RESOURCES", "500"))
BOOKINGS = int(os.environ.get("CONVIVIO_CALENDAR_BOOKINGS", "200000"))
OWNERS = 50
ASKED = 40
PAGES = 15
OPENS, CLOSES = 8, 20
AT_ONCE = 5_000


def measure(_home: Path) -> Figures:
    """Return the sizes, search_ms, search_p95_ms, search_questions, choosing_page_ms and week_page_ms."""
    ready_to_serve()
    dice = random.Random(23)
    resources = _resources()
    began = time.perf_counter()
    last = _book(resources, dice)
    filled = time.perf_counter() - began
    spans = [_some_hours(dice, last) for _number in range(ASKED)]
    searched = [took(partial(free_then, resources, span)) for span in spans]
    with CaptureQueriesContext(connection) as captured:
        found = free_then(resources, spans[0])
    client = somebody_of(resources[0].owner, ["read", "book"])
    return {
        "database": connection.vendor,
        "resources": len(resources),
        "bookings": Booking.objects.count(),
        "filled_seconds": round(filled, 1),
        "search_ms": round(statistics.median(searched), 1),
        "search_p95_ms": round(sorted(searched)[int(0.95 * ASKED)], 1),
        "search_questions": len(captured),
        "free_in_one_search": len(found),
        "choosing_page_ms": round(statistics.median(page_times(client, _choosing(spans))), 1),
        "week_page_ms": round(statistics.median(page_times(client, _weeks(resources, dice, last))), 1),
    }


def _resources() -> list[Resource]:
    owners = [
        Organisation.objects.create(
            slug=f"proprietario-{number}", name=f"Proprietario {number}", kind="sme", country="IT",
            visibility="public", audience="public",
        )
        for number in range(OWNERS)
    ]  # fmt: skip
    made = Resource.objects.bulk_create(
        Resource(
            owner=owners[number % OWNERS], slug=f"macchina-{number}", kind="machine", audience="public",
            visibility="public", name=in_both(f"Macchina {number}", f"Machine {number}"), ahead_days=730,
            longest_hours=12, is_instant=True,
        )
        for number in range(RESOURCES)
    )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(resource=one, weekday=day, from_time=clock(OPENS), until_time=clock(CLOSES))
        for one in made
        for day in range(5)
    )
    first = localdate() + timedelta(days=30)
    Closure.objects.bulk_create(
        Closure(resource=one, from_at=moment(first, clock(0)), until_at=moment(first, clock(12)))
        for one in made[::5]
    )
    return list(Resource.objects.select_related("owner", "site"))


def _book(resources: list[Resource], dice: random.Random) -> date:
    """Book hours of the days to come, until there are enough; return the last day."""
    user = resources[0].owner
    every = _bookings(resources, user, dice)
    while some := list(islice(every, AT_ONCE)):
        Booking.objects.bulk_create(some)
    last = Booking.objects.latest("from_at")
    return last.from_at.date()


def _bookings(resources: list[Resource], user: Organisation, dice: random.Random) -> Iterator[Booking]:
    """Give two of three hours of every machine, day after day."""
    made, day = 0, localdate()
    while made < BOOKINGS:
        day += timedelta(days=1)
        if day.weekday() > 4:  # noqa: PLR2004 - Saturday
            continue
        for one in resources:
            for hour in range(OPENS, CLOSES):
                if made < BOOKINGS and dice.random() < 2 / 3:
                    made += 1
                    begin, end = moment(day, clock(hour)), moment(day, clock(hour + 1))
                    yield Booking(
                        resource=one, organisation=user, place=1, from_at=begin, until_at=end, free_at=end,
                        state="booked", holds=True,
                    )  # fmt: skip


def _some_hours(dice: random.Random, last: date) -> Span:
    """Choose an hour or two of a working day that has bookings."""
    while True:
        day = localdate() + timedelta(days=dice.randint(1, max(1, (last - localdate()).days)))
        if day.weekday() < 5:  # noqa: PLR2004 - Saturday
            break
    hour = dice.randint(OPENS, CLOSES - 2)
    return Span(moment(day, clock(hour)), moment(day, clock(hour + dice.randint(1, 2))))


def _choosing(spans: list[Span]) -> list[str]:
    hours = [(localtime(one.begin), localtime(one.end)) for one in spans[:PAGES]]
    return [
        f"{reverse('resources:together')}?day={begin:%Y-%m-%d}&from_time={begin:%H:%M}&until_time={end:%H:%M}"
        for begin, end in hours
    ]


def _weeks(resources: list[Resource], dice: random.Random, last: date) -> list[str]:
    days = (last - localdate()).days
    chosen = [dice.choice(resources) for _number in range(PAGES)]
    return [
        f"{one.get_absolute_url()}?week={localdate() + timedelta(days=dice.randint(1, days))}"
        for one in chosen
    ]
