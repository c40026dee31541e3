"""A page asks the database as often for many rows as for few, and at most twelve times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.needs.models import Entry, Reading
from convivio.needs.tests.factories import AnswerFactory, EntryFactory
from convivio.needs.tests.people import writer
from convivio.needs.tests.test_pages import client_of
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
MOST = 12


def with_entries(count: int) -> tuple[Entry, Organisation]:
    organisation = OrganisationFactory.create()
    entry: Entry = EntryFactory.create(organisation=organisation, is_blinded=True)
    for _each in range(count):
        AnswerFactory.create(entry=entry)
        EntryFactory.create(organisation=organisation, cluster=entry.cluster)
        Reading.objects.create(entry=entry, person=PersonFactory.create(), organisation=organisation)
    return entry, organisation


@pytest.mark.parametrize("name", ["board", "page", "mine"])
def test_a_page_asks_as_often_for_many_rows_as_for_few(name: str) -> None:
    asked = []
    for count in (3, 30):
        entry, organisation = with_entries(count)
        client = client_of(writer(organisation))
        address = reverse(f"needs:{name}", args=[entry.address] if name == "page" else [])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        asked.append(len(captured))

    assert asked[0] == asked[1] <= MOST
