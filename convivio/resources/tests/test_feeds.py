"""Bookings in a calendar program: by a key, renewed and ended, and never more than its person may see then."""

import pytest
from django.test import Client
from django.urls import reverse

from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.acting import acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory
from convivio.resources.feeds import end_feed, make_feed
from convivio.resources.models import Booking, Feed
from convivio.resources.tests.factories import BookingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking() -> Booking:
    return BookingFactory.create()


@pytest.fixture
def person(booking: Booking) -> Person:
    return MandateFactory.create(
        person=PersonFactory.create(), organisation=booking.organisation, right="read"
    ).person


def read(key: str, **asked: str) -> str:
    answer = Client().get(reverse("resources:feed", args=[key]), asked)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_it_holds_our_bookings_and_nobody_elses(booking: Booking, person: Person) -> None:
    other = BookingFactory.create()

    found = read(make_feed(person, by=acting_as(person)))

    assert (f"booking-{booking.pk}@" in found, f"booking-{other.pk}@" in found) == (True, False)


def test_it_is_narrowed_to_one_resource(booking: Booking, person: Person) -> None:
    key = make_feed(person, by=acting_as(person))

    assert "VEVENT" in read(key, resource=booking.resource.slug)
    assert "VEVENT" in read(key, organisation=booking.organisation.slug)
    assert "VEVENT" not in read(key, resource="altro")


def test_what_a_mandate_showed_is_gone_when_it_ends(person: Person) -> None:
    key = make_feed(person, by=acting_as(person))
    Mandate.objects.filter(person=person).delete()

    assert "VEVENT" not in read(key)


def test_a_new_address_ends_the_old_one(person: Person) -> None:
    old = make_feed(person, by=acting_as(person))
    new = make_feed(person, by=acting_as(person))

    assert (read(old), read(new)[:5]) == ("404", "BEGIN")


def test_an_ended_address_opens_nothing_and_its_key_is_nowhere(person: Person) -> None:
    key = make_feed(person, by=acting_as(person))
    assert key not in str(list(Feed.objects.values()))

    end_feed(person, by=acting_as(person))

    assert read(key) == "404"


def test_the_page_shows_it_once(person: Person) -> None:
    client = Client()
    client.force_login(person)
    client.post(reverse("resources:feeds"))

    page = reverse("resources:bookings")
    assert "/resources/feeds/" in client.get(page).content.decode().replace(
        reverse("resources:feeds") + '"', ""
    )
    assert ".ics" not in client.get(page).content.decode()
