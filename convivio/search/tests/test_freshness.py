import pytest
from django.db import connection

from convivio.kernel.audiences import ANYONE
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.documents import has_changed
from convivio.search.finding import Question, find
from convivio.search.freshness import rebuild_index, refresh_index
from convivio.search.models import Change

pytestmark = pytest.mark.django_db


def test_a_change_is_taken_in_once() -> None:
    rebuild_index()
    organisation = OrganisationFactory.create(name="Filtri Bassa")
    has_changed(organisation.key)

    assert refresh_index() == 1
    assert refresh_index() == 0
    assert [hit.key for hit in find(Question(words="filtri"), ANYONE).hits] == [organisation.key]


def test_what_is_gone_is_found_no_more() -> None:
    organisation = OrganisationFactory.create(name="Filtri Bassa")
    rebuild_index()
    has_changed(organisation.key)
    organisation.delete()

    refresh_index()

    assert find(Question(words="filtri"), ANYONE).total == 0


def test_building_anew_forgets_the_changes_it_took_in() -> None:
    has_changed(OrganisationFactory.create().key)

    rebuild_index()

    assert not Change.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL learns how rows are spread by itself")
@pytest.mark.django_db(transaction=True)
def test_after_building_anew_the_database_knows_how_its_rows_are_spread() -> None:
    OrganisationFactory.create_batch(3)

    rebuild_index()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'organisations_organisation'")
        assert cursor.fetchone()[0] > 0
