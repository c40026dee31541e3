"""The waiting list: who comes too late moves up by itself, in the act that frees a place."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from convivio.activity.models import Trace
from convivio.kernel.errors import NotAllowed
from convivio.notices.handing_out import work_off
from convivio.notices.models import Delivery
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting
from convivio.resources.booking import Wish, book, cancel, decline, move
from convivio.resources.clock import release_no_shows
from convivio.resources.errors import AlreadyWaiting, BookingIsOver
from convivio.resources.models import Booking, Closure, Resource
from convivio.resources.offering import reopen_resource
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.resources.tests.test_booking import somebody
from convivio.resources.waiting import give_up, wait_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine() -> Resource:
    return ResourceFactory.create()


@pytest.fixture
def early() -> Acting:
    return somebody()


@pytest.fixture
def late() -> Acting:
    return somebody()


def state_of(acting: Acting) -> list[str]:
    assert acting.current is not None
    number = int(acting.current.key.partition(":")[2])
    return list(Booking.objects.filter(organisation=number).values_list("state", flat=True))


def test_who_waits_has_it_when_it_is_given_back(machine: Resource, early: Acting, late: Acting) -> None:
    booking = book(machine, Wish(at(9)), by=early)
    wait_for(machine, at(9), "prova", by=late)

    cancel(booking, by=early)

    assert state_of(late) == ["booked"]
    assert Trace.objects.order_by("-number")[0].verb == "booking.promoted"


def test_the_first_in_line_has_it_and_the_second_still_waits(machine: Resource, early: Acting) -> None:
    booking = book(machine, Wish(at(9)), by=early)
    first, second = somebody(), somebody()
    wait_for(machine, at(9), "", by=first)
    wait_for(machine, at(9), "", by=second)

    cancel(booking, by=early)

    assert (state_of(first), state_of(second)) == (["booked"], [])
    assert machine.waiting.open().count() == 1


def test_whoever_moved_up_is_told(machine: Resource, early: Acting, late: Acting) -> None:
    booking = book(machine, Wish(at(9)), by=early)
    wait_for(machine, at(9), "", by=late)

    cancel(booking, by=early)
    work_off()

    assert late.person is not None
    told = Delivery.objects.filter(person=late.person).values_list("notice__kind", "notice__facts__what")
    assert list(told) == [("booking.ours", "promoted")]


def test_a_booking_that_moves_away_lets_the_next_in(machine: Resource, early: Acting, late: Acting) -> None:
    booking = book(machine, Wish(at(9)), by=early)
    wait_for(machine, at(9), "", by=late)

    move(booking, at(14), by=early)

    assert state_of(late) == ["booked"]


def test_a_no_of_the_owner_lets_the_next_ask(early: Acting, late: Acting) -> None:
    resource = ResourceFactory.create(is_instant=False)
    booking = book(resource, Wish(at(9)), by=early)
    wait_for(resource, at(9), "", by=late)

    decline(booking, "no", by=somebody(resource.owner, "edit"))

    assert state_of(late) == ["asked"]


def test_a_machine_that_opens_again_is_for_who_waits(machine: Resource, late: Acting) -> None:
    closed = Closure.objects.create(resource=machine, from_at=at(8).begin, until_at=at(12).end)
    wait_for(machine, at(9), "", by=late)

    reopen_resource(closed, by=somebody(machine.owner, "edit"))

    assert state_of(late) == ["booked"]


def test_who_may_not_book_any_more_is_passed_over(machine: Resource, early: Acting, late: Acting) -> None:
    booking = book(machine, Wish(at(9)), by=early)
    wait_for(machine, at(9), "", by=late)
    Mandate.objects.filter(person=late.person).delete()

    cancel(booking, by=early)

    assert state_of(late) == []


def test_nobody_stands_in_line_twice(machine: Resource, late: Acting) -> None:
    BookingFactory.create(resource=machine)
    wait_for(machine, at(9), "", by=late)

    with pytest.raises(AlreadyWaiting):
        wait_for(machine, at(9), "", by=late)


def test_who_leaves_the_line_is_not_called(machine: Resource, early: Acting, late: Acting) -> None:
    booking = book(machine, Wish(at(9)), by=early)
    waiting = wait_for(machine, at(9), "", by=late)

    give_up(waiting, by=late)
    cancel(booking, by=early)

    assert state_of(late) == []
    with pytest.raises(BookingIsOver):
        give_up(waiting, by=late)


def test_nobody_takes_another_out_of_the_line(machine: Resource, late: Acting) -> None:
    waiting = wait_for(machine, at(9), "", by=late)

    with pytest.raises(NotAllowed):
        give_up(waiting, by=somebody())


def test_what_nobody_came_for_is_given_back_and_the_next_has_it(late: Acting) -> None:
    resource = ResourceFactory.create(release_minutes=15)
    begun = BookingFactory.create(
        resource=resource, from_at=now() - timedelta(minutes=20), until_at=now() + timedelta(hours=3)
    )
    wait_for(resource, at(9), "", by=late)

    assert release_no_shows() == 1

    begun.refresh_from_db()
    assert (begun.state, begun.holds) == ("released", False)
    assert state_of(late) == ["booked"]
    assert release_no_shows() == 0


@pytest.mark.parametrize("used", ["used", "kept"])
def test_who_came_and_who_has_time_are_not_released(used: str) -> None:
    minutes = 15 if used == "used" else 30
    BookingFactory.create(
        resource__release_minutes=minutes,
        state="used" if used == "used" else "booked",
        from_at=now() - timedelta(minutes=20),
        until_at=now() + timedelta(hours=3),
    )

    assert release_no_shows() == 0
