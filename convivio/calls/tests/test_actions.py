"""Calls are taken in once, change when their source does, and move on with the days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import localdate

from convivio.calls.actions import CallFacts, take_in_calls, turn_the_day
from convivio.calls.documents import call_documents
from convivio.calls.models import Call
from convivio.calls.standing import Deadline
from convivio.calls.tests.factories import CallFactory
from convivio.kernel.translated import Translated
from convivio.search.models import Change
from convivio.sources.models import Reading
from convivio.sources.readings import Origin, reading_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 10)


@pytest.fixture
def reading() -> Reading:
    return reading_of(Origin("invented", "Invented calls", "Convivio"))


def facts(code: str = "A-1", budget: str = "1000000") -> CallFacts:
    return CallFacts(
        code=code,
        title=Translated(en="Better knees"),
        text=Translated(en="Knees."),
        action_type="HORIZON Research and Innovation Actions",
        programme="Horizon Europe (HORIZON)",
        deadlines=[Deadline(date(2026, 9, 1))],
        budget=Decimal(budget),
    )


def test_a_call_is_taken_in_with_the_rules_for_its_action(reading: Reading) -> None:
    counts = take_in_calls([facts()], reading=reading, on=TODAY)

    call = Call.objects.get(code="A-1")
    assert (counts.new, call.slug, call.rule_set) == (1, "a-1", "horizon-europe-ria")
    assert (call.deadline, call.budget, call.reading) == (date(2026, 9, 1), Decimal(1000000), reading)
    assert Change.objects.filter(key=call.key).exists()


def test_taking_it_in_again_changes_nothing(reading: Reading) -> None:
    take_in_calls([facts()], reading=reading, on=TODAY)

    counts = take_in_calls([facts(), facts()], reading=reading, on=TODAY)

    assert (counts.new, counts.updated, counts.same) == (0, 0, 1)
    assert Change.objects.count() == 1


def test_what_the_source_tells_anew_is_changed(reading: Reading) -> None:
    take_in_calls([facts()], reading=reading, on=TODAY)

    counts = take_in_calls([facts(budget="2000000")], reading=reading, on=TODAY)

    assert counts.updated == 1
    assert Call.objects.get().budget == Decimal(2000000)


def test_codes_that_look_alike_have_addresses_of_their_own(reading: Reading) -> None:
    take_in_calls([facts("A-1"), facts("a/1"), facts("A 1")], reading=reading, on=TODAY)

    assert sorted(Call.objects.values_list("slug", flat=True)) == ["a-1", "a-1-2", "a1"]


def test_a_call_moves_on_to_its_next_deadline() -> None:
    yesterday, soon = localdate() - timedelta(days=1), localdate() + timedelta(days=9)
    days = [Deadline(yesterday).as_row(), Deadline(soon).as_row()]
    call = CallFactory.create(deadline=yesterday, deadlines=days)

    assert turn_the_day(localdate()) == 1

    call.refresh_from_db()
    assert call.deadline == soon
    assert Change.objects.filter(key=call.key).exists()


def test_a_call_that_opens_or_closes_is_written_into_the_index_anew() -> None:
    opening = CallFactory.create(opens_on=localdate())
    closing = CallFactory.create(ended=True)
    CallFactory.create()

    assert turn_the_day(localdate()) == 2

    assert set(Change.objects.values_list("key", flat=True)) == {opening.key, closing.key}


def test_a_document_says_where_a_call_stands() -> None:
    CallFactory.create(programme="Horizon Europe (HORIZON)")
    CallFactory.create(ended=True)
    CallFactory.create(forthcoming=True)

    documents = list(call_documents(None))

    assert [document.facets["status"] for document in documents] == [("open",), ("closed",), ("forthcoming",)]
    assert documents[0].facets["programme"] == ("Horizon Europe (HORIZON)",)
    assert documents[0].day == Call.objects.order_by("pk")[0].deadline


def test_only_the_calls_that_are_asked_for_become_documents() -> None:
    first, _ = CallFactory.create(), CallFactory.create()

    assert [document.key for document in call_documents([first.pk])] == [first.key]
