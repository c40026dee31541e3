"""A page asks the database as often for two hundred rows as for ten, and at most twelve times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.organisations.tests.factories import OrganisationFactory
from convivio.resources.models import Closure, Resource, Tariff
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.resources.tests.test_pages import signed_in

pytestmark = pytest.mark.django_db
MOST = 12


def with_bookings(count: int) -> Resource:
    owner = OrganisationFactory.create()
    resource: Resource = ResourceFactory.create(owner=owner, places=200)
    Tariff.objects.create(resource=resource, who="other", amount=10, unit="hour")
    Closure.objects.create(resource=resource, from_at=at(20).begin, until_at=at(21).end)
    for place in range(1, count + 1):
        BookingFactory.create(resource=resource, place=place, state="asked" if place % 2 else "booked")
        ResourceFactory.create(owner=owner)
    return resource


@pytest.mark.parametrize("name", ["list", "page", "bookings"])
def test_a_page_asks_as_often_for_many_rows_as_for_few(name: str) -> None:
    asked = []
    for count in (3, 40):
        resource = with_bookings(count)
        client = signed_in(resource.owner, "read", "edit", "book")
        address = reverse(f"resources:{name}", args=[resource.slug] if name == "page" else [])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked.append(len(captured))

    assert asked[0] == asked[1] <= MOST
