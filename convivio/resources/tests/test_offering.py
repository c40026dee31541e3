"""An owner offers, changes, closes, takes back; nobody else does."""

from decimal import Decimal

import pytest

from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.resources.errors import AgainstItsRules, BookingsInTheWay, ResourceChangedMeanwhile
from convivio.resources.hours_words import read_hours, written
from convivio.resources.models import Resource
from convivio.resources.offering import (
    Offer,
    change_resource,
    close_resource,
    confirm_resource,
    offer_again,
    offer_resource,
    withdraw_resource,
)
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.resources.tests.test_booking import somebody

pytestmark = pytest.mark.django_db


def offer(**columns: object) -> Offer:
    said = {"name": in_both("Forno", "Kiln"), "kind": "machine", "audience": "public", "visibility": "public",
            "places": 1, **columns}  # fmt: skip
    return Offer(said, read_hours(0, "8-12"), {"member": Decimal(20)}, "hour")


def test_it_stands_in_the_catalogue_with_its_hours_and_prices() -> None:
    owner = OrganisationFactory.create()

    resource = offer_resource(owner, offer(), by=somebody(owner, "edit"))

    assert (resource.slug, resource.opening_hours.count(), resource.tariffs.get().amount) == ("forno", 1, 20)


def test_two_of_one_name_have_two_addresses() -> None:
    owner = OrganisationFactory.create()
    acting = somebody(owner, "edit")

    made = [offer_resource(owner, offer(), by=acting).slug for _ in range(2)]

    assert made == ["forno", "forno-2"]


def test_a_name_never_takes_the_place_of_a_page() -> None:
    owner = OrganisationFactory.create()

    assert offer_resource(owner, offer(name=in_both("", "New")), by=somebody(owner, "edit")).slug == "new-2"


@pytest.mark.parametrize("act", ["offer", "change", "confirm", "withdraw", "again", "close"])
def test_nobody_else_does(act: str) -> None:
    resource, stranger = ResourceFactory.create(), somebody(None, "edit")

    with pytest.raises(NotAllowed):
        {
            "offer": lambda: offer_resource(resource.owner, offer(), by=stranger),
            "change": lambda: change_resource(resource, offer(), version=1, by=stranger),
            "confirm": lambda: confirm_resource(resource, by=stranger),
            "withdraw": lambda: withdraw_resource(resource, by=stranger),
            "again": lambda: offer_again(resource, by=stranger),
            "close": lambda: close_resource(resource, at(9), "", by=stranger),
        }[act]()


def test_two_who_write_do_not_undo_one_another() -> None:
    resource = ResourceFactory.create()
    acting = somebody(resource.owner, "edit")
    change_resource(resource, offer(), version=1, by=acting)

    with pytest.raises(ResourceChangedMeanwhile):
        change_resource(Resource.objects.get(pk=resource.pk), offer(), version=1, by=acting)


def test_a_place_that_is_booked_stays() -> None:
    resource = ResourceFactory.create(places=2)
    BookingFactory.create(resource=resource, place=2)

    with pytest.raises(AgainstItsRules):
        change_resource(resource, offer(places=1), version=1, by=somebody(resource.owner, "edit"))


def test_it_is_taken_back_and_offered_again() -> None:
    resource = ResourceFactory.create()
    acting = somebody(resource.owner, "edit")

    withdraw_resource(resource, by=acting)
    assert not Resource.objects.offered().exists()

    offer_again(resource, by=acting)
    assert Resource.objects.offered().exists()


def test_closing_names_what_is_booked_and_changes_nothing() -> None:
    booking = BookingFactory.create()
    acting = somebody(booking.resource.owner, "edit")

    with pytest.raises(BookingsInTheWay) as refused:
        close_resource(booking.resource, at(8, 4), "manutenzione", by=acting)

    assert list(refused.value.bookings) == [booking]
    assert not booking.resource.closures.exists()


def test_closing_all_the_same_cancels_it_and_says_why() -> None:
    booking = BookingFactory.create()

    close_resource(
        booking.resource, at(8, 4), "manutenzione", cancels=True, by=somebody(booking.resource.owner, "edit")
    )

    booking.refresh_from_db()
    assert (booking.state, booking.words) == ("cancelled", "manutenzione")


@pytest.mark.parametrize(
    ("text", "said"),
    [("8:30-12:30, 14-18", "08:30–12:30, 14:00–18:00"), ("14–18; 8–12", "08:00–12:00, 14:00–18:00"), ("", ""),
     ("20-24", "20:00–23:59")],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text: str, said: str) -> None:
    assert written(read_hours(0, text)) == said


@pytest.mark.parametrize("text", ["mai", "12-8", "8-12, 11-13", "25-26", "8:61-9"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each way has words of its own
        read_hours(0, text)
