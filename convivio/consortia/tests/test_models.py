from decimal import Decimal

import pytest
from django.db import IntegrityError

from convivio.consortia.models import Consortium, Departure, Seat
from convivio.consortia.tests.factories import ConsortiumFactory, SeatFactory
from convivio.kernel.audiences import ANYONE, Reader
from convivio.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_nobody_sits_twice_at_a_table() -> None:
    seat = SeatFactory.create()

    with pytest.raises(IntegrityError):
        SeatFactory.create(consortium=seat.consortium, organisation=seat.organisation)


def test_a_table_has_one_lead() -> None:
    seat = SeatFactory.create(leads=True)

    with pytest.raises(IntegrityError):
        SeatFactory.create(consortium=seat.consortium, leads=True)


def test_two_tables_have_a_lead_each() -> None:
    SeatFactory.create(leads=True)
    SeatFactory.create(leads=True)

    assert Seat.objects.filter(role=Seat.Role.LEAD).count() == 2


def test_a_place_has_one_seat() -> None:
    seat = SeatFactory.create()

    with pytest.raises(IntegrityError):
        SeatFactory.create(consortium=seat.consortium, position=seat.position)


def test_a_table_may_have_several_empty_seats() -> None:
    seat = SeatFactory.create(empty=True)
    SeatFactory.create(consortium=seat.consortium, empty=True)

    assert seat.consortium.seats.filter(organisation=None).count() == 2


def test_no_share_is_below_nought() -> None:
    with pytest.raises(IntegrityError):
        SeatFactory.create(share=Decimal("-0.01"))


def test_no_budget_is_below_nought() -> None:
    with pytest.raises(IntegrityError):
        ConsortiumFactory.create(budget=Decimal(-1))


def test_the_last_departure_of_a_partner_counts() -> None:
    consortium, partner = ConsortiumFactory.create(), OrganisationFactory.create()
    Departure.objects.create(consortium=consortium, organisation=partner, position=1, role="lead")

    with pytest.raises(IntegrityError):
        Departure.objects.create(consortium=consortium, organisation=partner, position=2, role="lead")


def test_the_latest_change_comes_first() -> None:
    older = ConsortiumFactory.create(changed_at="2026-01-01T00:00:00Z")
    newer = ConsortiumFactory.create(changed_at="2026-02-01T00:00:00Z")

    assert list(Consortium.objects.latest_change_first()) == [newer, older]


def test_a_draft_is_seen_by_its_audience_only() -> None:
    consortium = ConsortiumFactory.create()
    its_own = Reader(frozenset({consortium.audience}))

    assert consortium in Consortium.objects.visible_to(its_own)
    assert consortium not in Consortium.objects.visible_to(ANYONE)


def test_nobody_owns_a_draft_without_an_owner() -> None:
    ConsortiumFactory.create(owner="")

    assert not Consortium.objects.owned_by("", "person:1").exists()
