"""What expires at the members waits for their office, and for nobody else."""

import pytest
from django.utils.timezone import localdate

from convivio.clusters.tests.factories import MembershipFactory, OfficeFactory, office_of
from convivio.home.waiting import waiting_for
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.acting import acting_as

pytestmark = pytest.mark.django_db
TODAY = localdate()


def addresses(person):
    return [one.url for one in waiting_for(acting_as(person), TODAY)]


def test_the_office_is_told_of_what_expires_and_the_board_is_not():
    membership = MembershipFactory.create()
    MandateFactory.create(organisation=membership.organisation, until_on=TODAY)
    place = f"/office/{membership.cluster.slug}/expiring/"

    assert place in addresses(office_of(membership.cluster))
    assert place not in addresses(OfficeFactory.create(cluster=membership.cluster, kind="board").person)


def test_where_nothing_ends_nothing_waits():
    membership = MembershipFactory.create()

    assert addresses(office_of(membership.cluster)) == []
