"""A page asks the database as often for two hundred rows as for ten, and at most twelve times."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.files.models import File
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.resources.models import Closure, Picture, Resource, Tariff
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
    for place, one in enumerate(Resource.objects.filter(pictures=None)):
        shown(one, place)
    return resource


def shown(resource: Resource, place: int) -> None:
    """Give a resource a picture and a document; nobody reads their bytes here."""
    held: dict[str, Any] = {"about": resource.key, "size": 9, "digest": ""}
    for sort, kind in (("picture", "png"), ("document", "pdf")):
        stored = f"{sort}-{resource.pk}"
        file = File.objects.create(sort=sort, kind=kind, stored=stored, name=kind, width=3, height=2, **held)
        if sort == "picture":
            Picture.objects.create(resource=resource, file=file, shows={"it": "x"}, position=place)


@pytest.mark.parametrize("name", ["list", "page", "files", "bookings"])
def test_a_page_asks_as_often_for_many_rows_as_for_few(name: str) -> None:
    asked = []
    for count in (3, 40):
        resource = with_bookings(count)
        client = signed_in(resource.owner, "read", "edit", "book")
        address = reverse(f"resources:{name}", args=[resource.slug] if name in {"page", "files"} else [])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked.append(len(captured))

    assert asked[0] == asked[1] <= MOST
