"""Which calls a list shows: what is to come first, soonest deadline first; only what the reader may see."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.timezone import localdate

from convivio.calls.facets import chosen_of, facets_of, wanted_of
from convivio.calls.finding import Answer, find_calls
from convivio.calls.models import Call
from convivio.calls.tests.factories import CallFactory
from convivio.kernel.audiences import ANYONE, Reader
from convivio.kernel.translated import in_both
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db


def call(days: int | None, **unusual: Any) -> Call:
    deadline = None if days is None else localdate() + timedelta(days=days)
    return CallFactory.create(deadline=deadline, **unusual)


def asked(address: str = "", reader: Reader = ANYONE, *, after: int = 0, most: int = 25) -> Answer:
    query = QueryDict(address)
    return find_calls(wanted_of(query, chosen_of(query)), reader, localdate(), after=after, most=most)


def test_the_soonest_deadline_comes_first_and_closed_calls_stay_away() -> None:
    late, soon, undated, _gone = call(90), call(3), call(None, opens_on=date(2026, 1, 1)), call(-3)
    rebuild_index()

    assert asked().calls == [soon, late, undated]


def test_closed_calls_follow_the_last_closed_first() -> None:
    gone, long_gone, soon = call(-3), call(-300), call(3)
    rebuild_index()
    everything = "status=open&status=forthcoming&status=closed"

    assert asked(everything).calls == [soon, gone, long_gone]
    assert asked(everything, after=1, most=1).calls == [gone]
    assert asked(everything, after=2, most=5).calls == [long_gone]
    assert asked(everything).total == 3


def test_a_facet_is_counted_as_if_it_narrowed_nothing() -> None:
    call(3, programme="Horizon Europe"), call(4, programme="Interreg"), call(-4, programme="Interreg")
    rebuild_index()
    answer = asked("programme=Interreg")

    assert answer.total == 1
    assert answer.counts["programme"] == {"Horizon Europe": 1, "Interreg": 1}
    assert answer.counts["status"] == {"open": 1, "closed": 1}


def test_deadlines_are_counted_by_month_and_narrow_the_list() -> None:
    soon, _later, _last = call(10), call(60), call(170)
    rebuild_index()

    assert asked("within=1").calls == [soon]
    assert asked("within=1").counts["within"] == {"1": 1, "3": 2, "6": 3}


def test_calls_without_a_rule_set_can_be_told_apart() -> None:
    known, unknown = call(3, rule_set="horizon-europe-ria"), call(4)
    rebuild_index()

    assert asked("rules=known").calls == [known]
    assert asked("rules=unknown").calls == [unknown]
    assert asked("rules=horizon-europe-ria").calls == [known]


def test_words_find_calls_in_either_language() -> None:
    wanted = call(3, title=in_both("Idrogeno nei forni", "Hydrogen in kilns"))
    call(2, title=in_both("Acqua pulita", "Clean water"))
    rebuild_index()

    assert asked("q=idrogeno").calls == [wanted]
    assert asked("q=hydrogen").calls == [wanted]


def test_a_guess_in_one_half_of_the_list_does_not_spoil_the_other() -> None:
    call(3, title=in_both("Forni", "Kilns"))
    exact = call(-3, title=in_both("Idrogeno nei forni", "Hydrogen in kilns"))
    rebuild_index()
    answer = asked("q=hydrogen+kilns&status=open&status=closed")

    assert answer.calls == [exact]
    assert not answer.is_guess


def test_what_a_reader_may_not_see_is_neither_listed_nor_counted() -> None:
    hidden = call(3, audience="cluster:7", programme="Secret")
    rebuild_index()

    assert asked().total == 0
    assert "Secret" not in asked().counts["programme"]
    assert asked(reader=Reader(frozenset({"public", "cluster:7"}))).calls == [hidden]


def test_a_row_hidden_since_the_index_was_written_is_not_shown() -> None:
    hidden = call(3)
    rebuild_index()
    Call.objects.filter(pk=hidden.pk).update(audience="cluster:7")

    assert asked().calls == []


def test_before_the_index_is_built_nothing_is_found() -> None:
    call(3)

    assert asked() == Answer([], 0, {})


def test_what_an_address_says_without_meaning_is_passed_over() -> None:
    query = QueryDict("status=mad&within=99&rules=nothing&programme=")

    assert chosen_of(query) == {}


def test_with_no_status_chosen_the_boxes_show_what_is_looked_at() -> None:
    status = facets_of({"status": {"open": 2, "closed": 5}}, {})[0]

    assert [(one.value, one.count, one.chosen) for one in status["choices"]] == [
        ("open", 2, True),
        ("forthcoming", 0, True),
        ("closed", 5, False),
    ]
