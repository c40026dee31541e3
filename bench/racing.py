"""Rounds of races for one time, in a home and on a database of their own; see `bench.races`."""

import os
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Barrier
from unittest import mock

from django.conf import settings
from django.db import IntegrityError, connection, connections, transaction
from django.utils.timezone import localdate

from bench.own_home import Figures
from convivio.kernel.errors import DomainError
from convivio.kernel.translated import in_both
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.resources import holding
from convivio.resources.booking import Wish, book, cancel, move
from convivio.resources.free_time import Calendar
from convivio.resources.models import Booking, Resource
from convivio.resources.opening import Span
from convivio.resources.series import book_series
from convivio.resources.together import Plan, ask_together
from convivio.resources.waiting import wait_for

ROUNDS = int(os.environ.get("CONVIVIO_RACES", "300"))
RACERS = int(os.environ.get("CONVIVIO_RACERS", "100"))
AT_ONCE = 16
"""Threads of one process that race; a server has a few workers with as many."""
DIRECT = 1_000
PLACES = 3
WEEKS = 3
BOTH = 2
AN_HOUR = timedelta(hours=1)

Outcome = tuple[str, float]


def measure(_home: Path) -> Figures:
    """Return rounds, rounds_wrong, what direct writes overlap, p99_ms of all and of each race; with the guard alone; the control's."""
    settings.DELIVER_AT_ONCE = False
    people = [_somebody(number) for number in range(RACERS)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        wrong, outcomes = _rounds(pool, people, ROUNDS)
        direct = _written_past(random.Random(17))
        some = max(3, ROUNDS // 10)
        with _blind():
            alone, _outcomes = _rounds(pool, people, some, only=_one_place)
            _remove_the_guard()
            control, _outcomes = _rounds(pool, people, some, only=_one_place)
    every = [one for found in outcomes.values() for one in found]
    said = Counter(what for what, _ms in every)
    return {
        "database": connection.vendor,
        "rounds": ROUNDS,
        "racers": RACERS,
        "rounds_wrong": wrong,
        "refused": said["refused"],
        "broken": said["broken"],
        "direct_writes": DIRECT,
        "direct_overlaps": direct,
        "p99_ms": _p99(every),
        **{f"p99_ms_of{name}": _p99(found) for name, found in outcomes.items()},
        "guard_alone_rounds": some,
        "guard_alone_rounds_wrong": alone,
        "control_rounds": some,
        "control_rounds_wrong": control,
    }


def _p99(outcomes: list[Outcome]) -> float:
    took = sorted(ms for _what, ms in outcomes)
    return round(took[int(0.99 * len(took))], 1)


Race = Callable[[ThreadPoolExecutor, list[Acting], Span], tuple[bool, list[Outcome]]]


def _rounds(
    pool: ThreadPoolExecutor, people: list[Acting], rounds: int, only: Race | None = None
) -> tuple[int, dict[str, list[Outcome]]]:
    """Play rounds; count those that went wrong, and gather by race what was said and how soon."""
    wrong, outcomes = 0, defaultdict[str, list[Outcome]](list)
    for number in range(rounds):
        begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(
            days=2 + number % 100
        )
        race = only or RACES[number % len(RACES)]
        is_right, found = race(pool, people, Span(begin, begin + AN_HOUR))
        wrong += not is_right
        outcomes[race.__name__] += found
    return wrong, outcomes


def _one_place(pool: ThreadPoolExecutor, people: list[Acting], span: Span) -> tuple[bool, list[Outcome]]:
    resource = _resource(1)
    outcomes = _at_once(pool, [partial(book, resource, Wish(span), by=one) for one in people])
    return _held(resource) == 1 and not _overlap(resource), outcomes


def _several_places(pool: ThreadPoolExecutor, people: list[Acting], span: Span) -> tuple[bool, list[Outcome]]:
    resource = _resource(PLACES)
    outcomes = _at_once(pool, [partial(book, resource, Wish(span), by=one) for one in people])
    return _held(resource) == PLACES and not _overlap(resource), outcomes


def _moves(pool: ThreadPoolExecutor, people: list[Acting], span: Span) -> tuple[bool, list[Outcome]]:
    """Everyone holds an hour of their own, and all move to one."""
    resource, movers = _resource(1), people[: RACERS // 4]
    held = [
        book(resource, Wish(Span(span.begin + step * AN_HOUR, span.end + step * AN_HOUR)), by=one)
        for step, one in enumerate(movers, start=1)
    ]
    outcomes = _at_once(
        pool,
        [partial(move, row, span, by=one) for row, one in zip(held, movers, strict=True)],
    )
    moved = resource.bookings.holding().filter(from_at=span.begin).count()
    return moved == 1 and _held(resource) == len(movers) and not _overlap(resource), outcomes


def _given_back(pool: ThreadPoolExecutor, people: list[Acting], span: Span) -> tuple[bool, list[Outcome]]:
    """One gives it back while some wait and the rest press: one of them has it, and nobody is lost."""
    resource, (holder, *rest) = _resource(1), people
    held = book(resource, Wish(span), by=holder)
    waiting, pressing = rest[: len(rest) // 4], rest[len(rest) // 4 :]
    for one in waiting:
        wait_for(resource, span, "", by=one)
    outcomes = _at_once(
        pool,
        [
            partial(cancel, held, by=holder),
            *(partial(book, resource, Wish(span), by=one) for one in pressing),
        ],
    )
    still = resource.waiting.open().count()
    promoted = len(waiting) - still
    return _held(resource) == 1 and promoted == 1 and not _overlap(resource), outcomes


def _series(pool: ThreadPoolExecutor, people: list[Acting], span: Span) -> tuple[bool, list[Outcome]]:
    """Everyone asks for three weeks in a row, all of it or nothing; each has one date in common with another."""
    resource = _resource(1)
    series = [
        [_weeks_on(span, week) for week in range(first, first + WEEKS)]
        for first in (-place % WEEKS for place in range(len(people)))
    ]
    outcomes = _at_once(
        pool,
        [
            partial(book_series, resource, spans, "", by=one)
            for spans, one in zip(series, people, strict=True)
        ],
    )
    is_of_one = resource.bookings.holding().values("series").distinct().count() == 1
    is_whole = _held(resource) == WEEKS and is_of_one
    return is_whole and not _overlap(resource), outcomes


def _weeks_on(span: Span, weeks: int) -> Span:
    return Span(span.begin + timedelta(weeks=weeks), span.end + timedelta(weeks=weeks))


def _together(pool: ThreadPoolExecutor, people: list[Acting], span: Span) -> tuple[bool, list[Outcome]]:
    """Everyone asks for two of three machines at one time, in one act: whoever comes first has both."""
    machines = [_resource(1) for _number in range(3)]
    pairs = [[machines[place % 3], machines[(place + 1) % 3]] for place in range(len(people))]
    outcomes = _at_once(
        pool,
        [partial(ask_together, pair, Plan(span), by=one) for pair, one in zip(pairs, people, strict=True)],
    )
    held = Booking.objects.holding().filter(resource__in=machines)
    is_whole = held.count() == BOTH and held.values("together").distinct().count() == 1
    return is_whole and not any(map(_overlap, machines)), outcomes


RACES: tuple[Race, ...] = (_one_place, _several_places, _moves, _given_back, _series, _together)


def _at_once(pool: ThreadPoolExecutor, acts: list[Callable[[], object]]) -> list[Outcome]:
    """Let as many press at one moment as the pool holds, and the others right after."""
    gate = Barrier(min(AT_ONCE, len(acts)))

    def press(place: int, act: Callable[[], object]) -> Outcome:
        if place < gate.parties:
            gate.wait()
        began = time.perf_counter()
        try:
            act()
        except DomainError as refusal:
            said = "refused"
            getattr(refusal, "next_free", None)  # who comes too late is told when it is free
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no answer for a person
            said = "broken"
            print(type(error).__name__, error)
        else:
            said = "done"
        finally:
            connections.close_all()
        return said, 1000 * (time.perf_counter() - began)

    return [one.result() for one in [pool.submit(press, *pair) for pair in enumerate(acts)]]


def _held(resource: Resource) -> int:
    return resource.bookings.holding().count()


def _overlap(resource: Resource) -> bool:
    """Say, by looking at every pair of neighbours, whether two bookings of one place share a moment."""
    rows = resource.bookings.holding().order_by("place", "from_at").values_list("place", "from_at", "free_at")
    return any(one[0] == two[0] and two[1] < one[2] for one, two in pairwise(rows))


def _written_past(dice: random.Random) -> int:
    """Write bookings straight into the table, and count the resources in which two overlap."""
    resource, organisation = _resource(1), Organisation.objects.earliest("pk")
    begin = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    for _number in range(DIRECT):
        at = begin + dice.randrange(500) * timedelta(minutes=15)
        until = at + dice.randrange(1, 8) * timedelta(minutes=15)
        row = Booking(
            resource=resource, organisation=organisation, place=1, from_at=at, until_at=until, free_at=until
        )
        row.become(Booking.State.BOOKED)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            continue
    return int(_overlap(resource))


@contextmanager
def _blind() -> Iterator[None]:
    """Let the code see the first place as free, whatever the calendar holds: only the database looks."""
    with mock.patch.object(Calendar, "places_free", return_value=[1]):
        yield


def _remove_the_guard() -> None:
    table = Booking._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("insert", "update"):
                cursor.execute(f'DROP TRIGGER "{holding.GUARD}_{verb}"')
        else:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{holding.GUARD}"')


def _resource(places: int) -> Resource:
    owner = Organisation.objects.earliest("pk")
    number = Resource.objects.count()
    return Resource.objects.create(
        owner=owner,
        slug=f"r-{number}",
        kind="machine",
        name=in_both("Banco", "Bench"),
        visibility="public",
        audience="public",
        is_instant=True,
        places=places,
    )


def _somebody(number: int) -> Acting:
    organisation = Organisation.objects.create(
        slug=f"o-{number}", name=f"O {number}", kind="sme", country="IT"
    )
    person = Person.objects.create(email=f"r{number}@prova.example", name=f"R {number}")
    for right in ("read", "book"):
        Mandate.objects.create(person=person, organisation=organisation, right=right, from_on=localdate())
    return acting_as(person, organisation.key)
