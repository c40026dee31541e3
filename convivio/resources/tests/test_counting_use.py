"""Uses come into the ledger: by whoever says how long, or by the clock after a day, and once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from convivio.exchanges.models import Exchange
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.tests.factories import PersonFactory
from convivio.resources.booking import end_use
from convivio.resources.counting_use import count_uses_that_are_over
from convivio.resources.models import Booking, Tariff
from convivio.resources.tests.factories import BookingFactory

pytestmark = pytest.mark.django_db


def over(**more: object) -> Booking:
    begin = now() - timedelta(days=3)
    return BookingFactory.create(from_at=begin, until_at=begin + timedelta(hours=2), **more)


def booker_of(organisation: Organisation) -> Acting:
    person = PersonFactory.create()
    MandateFactory.create(person=person, organisation=organisation, right="book")
    return acting_as(person)


def test_who_says_how_long_it_was_writes_the_ledger_for_their_side() -> None:
    booking = over()
    Tariff.objects.create(resource=booking.resource, who="other", amount=Decimal(40), unit="hour")

    end_use(booking, 90, "", by=booker_of(booking.organisation))

    exchange = Exchange.objects.get(about=booking.key)
    assert (exchange.amount, exchange.unit, exchange.said_by) == (Decimal("1.5"), "hour", "taker")
    assert (exchange.giver, exchange.worth) == (booking.resource.owner, Decimal(60))


def test_the_clock_takes_what_was_booked_once() -> None:
    booking = over()

    assert (count_uses_that_are_over(), count_uses_that_are_over()) == (1, 0)
    exchange = Exchange.objects.get(about=booking.key)
    assert (exchange.amount, exchange.said_by, exchange.state) == (Decimal(2), "giver", "delivered")


def test_the_clock_leaves_what_was_said() -> None:
    booking = over()
    end_use(booking, 60, "", by=booker_of(booking.organisation))

    assert count_uses_that_are_over() == 0
    assert Exchange.objects.get().amount == Decimal(1)


@pytest.mark.parametrize("state", ["asked", "declined", "cancelled", "released"])
def test_what_was_not_used_is_not_counted(state: str) -> None:
    booking = over()
    booking.become(state)
    booking.save()

    assert count_uses_that_are_over() == 0


def test_who_uses_their_own_shares_nothing() -> None:
    booking = over()
    Booking.objects.update(organisation=booking.resource.owner)

    assert (count_uses_that_are_over(), Exchange.objects.count()) == (0, 0)


def test_nothing_used_is_nothing_shared() -> None:
    booking = over()

    end_use(booking, 0, "Il reattore era fermo.", by=booker_of(booking.organisation))

    assert Exchange.objects.count() == 0
