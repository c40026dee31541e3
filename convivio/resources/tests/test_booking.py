"""Booking: one has the moment, the others hear when it is free; the owner says yes or no."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from convivio.activity.models import Trace
from convivio.kernel.errors import NotAllowed
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.tests.factories import PersonFactory
from convivio.resources.booking import Wish, approve, book, cancel, decline, move
from convivio.resources.errors import AgainstItsRules, BookingIsOver, NotOpenThen, SlotIsTaken
from convivio.resources.models import Booking, Closure
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at

pytestmark = pytest.mark.django_db


def somebody(organisation: Organisation | None = None, *rights: str) -> Acting:
    """Somebody with a mandate to book, or with these rights, for an organisation."""
    body = organisation or OrganisationFactory.create()
    person = PersonFactory.create()
    for right in rights or ("read", "book"):
        MandateFactory.create(person=person, organisation=body, right=right)
    return acting_as(person, body.key)


def test_a_machine_is_booked_at_once() -> None:
    booking = book(ResourceFactory.create(), Wish(at(9), "prova"), by=somebody())

    assert (booking.state, booking.place, booking.holds) == ("booked", 1, True)
    assert list(Trace.objects.values_list("verb", flat=True)) == ["booking.made"]


def test_where_the_owner_approves_it_waits_and_holds() -> None:
    resource = ResourceFactory.create(is_instant=False)
    booking = book(resource, Wish(at(9)), by=somebody())

    with pytest.raises(SlotIsTaken):
        book(resource, Wish(at(9)), by=somebody())

    assert booking.state == "asked"


def test_the_second_hears_when_it_is_free() -> None:
    resource = ResourceFactory.create(buffer_minutes=30)
    book(resource, Wish(at(9, 2)), by=somebody())

    with pytest.raises(SlotIsTaken) as refused:
        book(resource, Wish(at(10)), by=somebody())

    assert refused.value.next_free is not None
    assert refused.value.next_free[0] == at(9, 2).end + timedelta(minutes=30)


def test_as_many_as_there_are_places_may_come() -> None:
    resource = ResourceFactory.create(places=3)

    places = [book(resource, Wish(at(9)), by=somebody()).place for _one in range(3)]

    assert places == [1, 2, 3]
    with pytest.raises(SlotIsTaken):
        book(resource, Wish(at(9)), by=somebody())


def test_the_database_refuses_what_comes_past_every_check() -> None:
    first = BookingFactory.create()

    with pytest.raises(IntegrityError, match="a_place_is_held_once"), transaction.atomic():
        BookingFactory.create(resource=first.resource)
    BookingFactory.create(resource=first.resource, place=2)
    BookingFactory.create(resource=first.resource, from_at=first.free_at)
    BookingFactory.create(resource=first.resource, holds=False, state="cancelled")


def test_a_cancelled_place_is_free_again() -> None:
    by = somebody()
    booking = book(ResourceFactory.create(), Wish(at(9)), by=by)

    cancel(booking, by=by)

    assert book(booking.resource, Wish(at(9)), by=somebody()).place == 1
    with pytest.raises(BookingIsOver):
        cancel(booking, by=by)


def test_a_booking_moves_and_keeps_its_place_until_then() -> None:
    by = somebody()
    booking = book(ResourceFactory.create(), Wish(at(9, 2)), by=by)
    book(booking.resource, Wish(at(14)), by=somebody())

    with pytest.raises(SlotIsTaken):
        move(booking, at(13, 2), by=by)
    assert Booking.objects.get(pk=booking.pk).from_at == at(9).begin
    move(booking, at(10, 2), by=by)

    assert Booking.objects.get(pk=booking.pk).from_at == at(10).begin


def test_the_owner_says_yes_or_no_once() -> None:
    resource = ResourceFactory.create(is_instant=False)
    owner = somebody(resource.owner, "edit")
    first, second = (book(resource, Wish(at(hour)), by=somebody()) for hour in (9, 11))

    approve(first, by=owner)
    decline(second, "In manutenzione", by=owner)

    assert (first.state, second.state, second.holds) == ("booked", "declined", False)
    with pytest.raises(BookingIsOver):
        approve(second, by=owner)


@pytest.mark.parametrize("rights", [("read",), ("edit",), ("vote", "sign")])
def test_it_takes_a_mandate_to_book(rights: tuple[str, ...]) -> None:
    with pytest.raises(NotAllowed, match="mandate"):
        book(ResourceFactory.create(), Wish(at(9)), by=somebody(None, *rights))

    assert not Booking.objects.exists()


def test_only_the_owner_approves() -> None:
    by = somebody()
    booking = book(ResourceFactory.create(is_instant=False), Wish(at(9)), by=by)

    with pytest.raises(NotAllowed):
        approve(booking, by=by)


def test_what_is_closed_is_not_booked() -> None:
    resource = ResourceFactory.create()
    Closure.objects.create(resource=resource, from_at=at(8).begin, until_at=at(12).begin, words="Taratura")

    with pytest.raises(NotOpenThen):
        book(resource, Wish(at(11)), by=somebody())
    assert book(resource, Wish(at(12)), by=somebody()).holds


@pytest.mark.parametrize(
    ("hour", "length", "days"), [(9, 1, -1), (9, 1, 400), (9, 9, 3), (9, 0.3, 3)], ids=["past", "far", "long", "grain"]
)
def test_the_rules_of_the_owner_hold(hour: int, length: float, days: int) -> None:
    with pytest.raises(AgainstItsRules):
        book(ResourceFactory.create(), Wish(at(hour, length, days=days)), by=somebody())
