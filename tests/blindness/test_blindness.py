"""Nothing tells who asks: when only the asker is swapped, nothing that an outsider can open differs."""

from unittest import mock

import pytest
from django.db import connection

from convivio.needs.askers import Named
from convivio.needs.models import Asker, Entry
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from tests.blindness.swapping import OUTSIDERS, TWINS, differences, set_up, told_with

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="numbers come back after a rollback on SQLite alone"
    ),
]


def test_when_only_the_asker_is_swapped_nothing_differs() -> None:
    setting = set_up()

    first, second = (told_with(setting, twin) for twin in TWINS)

    assert differences(first, second) == []
    assert len(first.answers) > 100 * len(OUTSIDERS)
    assert first.letters["answerer"] != []


def _named(_acting: Acting, entry: Entry, **_more: object) -> Named:
    asker = Asker.objects.select_related("organisation").get(entry=entry)
    return Named(asker.organisation, None)


def test_a_page_that_names_the_asker_is_caught() -> None:
    """The control: the page of the need shows who asks."""
    setting = set_up()

    with mock.patch("convivio.needs.page.asker_for", _named):
        first, second = (told_with(setting, twin, rooms=["needs"]) for twin in TWINS)

    assert any(" /needs/" in one for one in differences(first, second))


def test_a_trace_of_it_elsewhere_is_caught() -> None:
    """The control: the asker's own page changes because it asked."""
    setting = set_up()

    def planted(asker: Organisation) -> None:
        Organisation.objects.filter(pk=asker.pk).update(looking_for={"it": "Un laboratorio di convalida"})

    first, second = (told_with(setting, twin, planted, rooms=["organisations"]) for twin in TWINS)

    assert any("/organisations/" in one for one in differences(first, second))
