"""Use against booking: what was open, booked and used in a quarter, for the office of the owners' cluster alone."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, OfficeFactory
from convivio.kernel.audiences import ANYONE
from convivio.people.tests.factories import PersonFactory
from convivio.resources.models import Closure, OpeningHours, Resource
from convivio.resources.opening import moment
from convivio.resources.tests.factories import BookingFactory, ResourceFactory
from convivio.resources.use_of_members import Quarter, Use, quarter_in, uses_in

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 10, 5)
QUARTER = Quarter(2026, 4)


@pytest.fixture
def lent() -> Resource:
    """A machine of a member, open on Mondays from nine to eleven."""
    membership = MembershipFactory.create()
    resource: Resource = ResourceFactory.create(owner=membership.organisation)
    OpeningHours.objects.create(resource=resource, weekday=0, from_time=time(9), until_time=time(11))
    return resource


def cluster_of(resource: Resource) -> Cluster:
    return Cluster.objects.get(memberships__organisation=resource.owner)


def booked(resource: Resource, day: date, state: str = "booked", **more: object) -> None:
    begin = moment(day, time(9))
    holds = state in {"booked", "used"}
    BookingFactory.create(resource=resource, from_at=begin, state=state, holds=holds, **more)


def use_of(resource: Resource) -> Use:
    with time_machine.travel(moment(date(2027, 1, 2), time(12)), tick=False):
        (found,) = uses_in(cluster_of(resource), QUARTER, ANYONE)
    return found


def test_hours_open_are_those_of_the_quarter_without_closures(lent: Resource) -> None:
    Closure.objects.create(
        resource=lent, from_at=moment(MONDAY, time(0)), until_at=moment(MONDAY + timedelta(days=1), time(0))
    )

    assert use_of(lent).opened == 12 * 2  # thirteen Mondays, one of them closed


def test_what_was_booked_used_and_not_come_for_is_told_apart(lent: Resource) -> None:
    booked(lent, MONDAY)
    booked(lent, MONDAY + timedelta(days=7), "used", used_minutes=30)
    booked(lent, MONDAY + timedelta(days=14), "used")
    booked(lent, MONDAY + timedelta(days=21), "released")
    booked(lent, MONDAY + timedelta(days=28), "cancelled")
    found = use_of(lent)

    assert (found.booked, found.used, found.no_shows) == (3, 1.5, 1)
    assert found.idle == pytest.approx(1 - 3 / 26)


def test_what_nobody_but_its_owner_sees_is_not_counted(lent: Resource) -> None:
    Resource.objects.update(audience=lent.owner.key)

    assert uses_in(cluster_of(lent), QUARTER, ANYONE) == []


def test_it_asks_as_often_for_many_as_for_one(lent: Resource) -> None:
    asked = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            uses_in(cluster_of(lent), QUARTER, ANYONE)
        asked.append(len(captured))
        for _one in range(10):
            ResourceFactory.create(owner=lent.owner)

    assert asked[0] == asked[1] <= 6


@pytest.mark.parametrize("text", ["", "2026-5", "9999-1", "abcd-1", "²026-1", "2026-"])
def test_a_quarter_that_is_none_or_to_come_is_this_one(text: str) -> None:
    with time_machine.travel(moment(date(2026, 11, 23), time(12))):
        assert quarter_in(text) == QUARTER


def test_the_page_and_its_table_are_for_the_office_of_that_cluster(lent: Resource) -> None:
    address = reverse("resources:use_of_members", args=[cluster_of(lent).slug])
    answers = {}
    for name, cluster in (("its", cluster_of(lent)), ("another", ClusterFactory.create())):
        client, person = Client(), PersonFactory.create()
        OfficeFactory.create(person=person, cluster=cluster, kind="cluster_office")
        client.force_login(person)
        answers[name] = client.get(address).status_code, client.get(f"{address}?format=csv").status_code

    assert answers == {"its": (200, 200), "another": (404, 404)}
