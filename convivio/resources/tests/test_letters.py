"""Who hears of a booking, and saying yes or no from the letter."""

import pytest
from django.core import mail

from convivio.activity.outbox import deliver
from convivio.notices.errors import LinkIsUsed, LinkOpensNothing
from convivio.notices.handing_out import work_off
from convivio.notices.mail_acts import acting_by_letter, mail_link, signed_act, use
from convivio.notices.models import Delivery
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting
from convivio.resources.booking import Wish, approve, book, cancel
from convivio.resources.models import Booking, Resource
from convivio.resources.telling import YES
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.resources.tests.test_booking import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def resource() -> Resource:
    return ResourceFactory.create(is_instant=False)


@pytest.fixture
def owner(resource: Resource) -> Acting:
    return somebody(resource.owner, "read", "edit")


def told(acting: Acting) -> list[str]:
    work_off()
    rows = Delivery.objects.filter(person=acting.person).order_by("pk")
    return list(rows.values_list("notice__facts__what", flat=True))


def link_for(acting: Acting, booking: Booking) -> str:
    assert acting.person is not None
    return mail_link(acting.person, YES, booking.key, acting_for=acting.key).rstrip("/").rpartition("/")[2]


def press(token: str) -> None:
    act = signed_act(token)
    assert act is not None
    use(act, acting_by_letter(act.person, act.acting_for))


def test_the_owner_is_asked_and_whoever_asked_is_answered(resource: Resource, owner: Acting) -> None:
    asking = somebody()
    booking = book(resource, Wish(at(9)), by=asking)
    assert (told(owner), told(asking)) == (["asked"], [])

    approve(booking, by=owner)

    assert told(asking) == ["approved"]


def test_a_letter_asks_for_yes_or_no(resource: Resource, owner: Acting) -> None:
    book(resource, Wish(at(9), "prova di carico"), by=somebody())
    work_off()
    deliver()

    letter = next(one for one in mail.outbox if owner.person and owner.person.email in one.to)
    assert "prova di carico" in letter.body
    assert letter.body.count("/notices/act/") == 2


def test_who_looks_after_it_no_more_is_told_nothing(resource: Resource, owner: Acting) -> None:
    book(resource, Wish(at(9)), by=somebody())
    Mandate.objects.filter(person=owner.person).delete()

    assert told(owner) == []


def test_who_gives_it_back_tells_the_other_side(resource: Resource, owner: Acting) -> None:
    asking = somebody()
    booking = book(resource, Wish(at(9)), by=asking)

    cancel(booking, by=asking)

    assert "cancelled" in told(owner)
    assert told(asking) == []


def test_yes_is_said_from_the_letter_once(resource: Resource, owner: Acting) -> None:
    booking = BookingFactory.create(resource=resource, state="asked")
    token = link_for(owner, booking)

    press(token)

    booking.refresh_from_db()
    assert booking.state == "booked"
    with pytest.raises(LinkIsUsed):
        press(token)


def test_a_letter_opens_nothing_once_the_mandate_ended(resource: Resource, owner: Acting) -> None:
    booking = BookingFactory.create(resource=resource, state="asked")
    token = link_for(owner, booking)
    Mandate.objects.filter(person=owner.person).delete()

    with pytest.raises(LinkOpensNothing):
        press(token)

    booking.refresh_from_db()
    assert booking.state == "asked"
