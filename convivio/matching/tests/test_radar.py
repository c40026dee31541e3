import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from django.utils.timezone import localdate

from convivio.calls.models import Call
from convivio.calls.tests.factories import CallFactory
from convivio.kernel.audiences import ANYONE
from convivio.kernel.translated import in_both
from convivio.matching.radar import calls_for
from convivio.matching.tests.factories import Region, region
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.models import Project

pytestmark = pytest.mark.django_db


@pytest.fixture(name="here")
def a_region() -> Region:
    return region()


def call(title: str, **unusual: Any) -> Call:
    return CallFactory.create(title=in_both(title, title), **unusual)


def titles(organisation: Organisation) -> list[str]:
    return [str(one.call) for one in calls_for(organisation, ANYONE)]


def test_the_call_that_fits_is_named_with_the_project_that_it_is_close_to(here: Region) -> None:
    call("Rehabilitation at home after a stroke"), call("Hydrogen for ceramics")

    with translation.override("en"):
        [found] = calls_for(here.known, ANYONE)

    assert str(found.call) == "Rehabilitation at home after a stroke"
    assert "INSIEME (2023)" in found.reasons[0].text
    assert found.reasons[0].url == Project.objects.get(acronym="INSIEME").get_absolute_url()


def test_a_call_that_ended_is_not_named(here: Region) -> None:
    call("Rehabilitation after a stroke", ended=True)

    assert titles(here.known) == []


def test_a_call_that_opens_later_is_named(here: Region) -> None:
    call("Rehabilitation after a stroke", forthcoming=True)

    assert titles(here.known) == ["Rehabilitation after a stroke"]


def test_a_call_that_comes_in_later_is_found_at_once(here: Region) -> None:
    assert titles(here.known) == []

    call("Rehabilitation after a stroke")

    assert titles(here.known) == ["Rehabilitation after a stroke"]


def test_a_hidden_call_is_not_named_nor_takes_the_place_of_another(here: Region) -> None:
    call("Rehabilitation after a stroke", audience="organisation:999")
    call("Stroke")

    assert titles(here.known) == ["Stroke"]


def test_a_call_that_fits_far_less_than_the_best_is_left_out(here: Region) -> None:
    call("Wearable sensors follow patients during rehabilitation at home after a stroke")
    call("At home")

    assert len(titles(here.known)) == 1


def test_nothing_fits_where_nothing_is_known(here: Region) -> None:
    call("Rehabilitation after a stroke")
    silent = OrganisationFactory.create(description={})
    rebuild_index()

    assert titles(silent) == []
    assert titles(here.other) == []


def test_before_the_index_there_is_no_answer() -> None:
    call("Rehabilitation after a stroke")

    assert titles(OrganisationFactory.create()) == []


def test_reasons_hold_words_and_none_that_says_nothing(here: Region) -> None:
    call("The rehabilitation of the stroke", deadline=localdate() + timedelta(days=3))

    [found] = calls_for(here.known, ANYONE)

    words = {word for one in found.reasons for word in re.findall(r"[“«](.+?)[”»]", one.text)}
    assert words
    assert words.isdisjoint({"The", "the", "of"})
