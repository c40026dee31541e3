from datetime import date

import pytest

from convivio.engine.documents import Document
from convivio.engine.errors import NoAudience
from convivio.engine.rank_calls import Calls, rank_calls
from convivio.engine.tests.invented import PUBLIC, evidence, organisation


def call(name, text):
    return Document(key=f"call:{name}", type="call", title=text, audiences=PUBLIC)


CALLS = [
    call("sun", "Stable perovskite solar cells"),
    call("sea", "Clean shipping with hydrogen"),
    call("farm", "Robots in greenhouses"),
    call("art", "Opera and its audiences"),
]


def keys(found):
    return [suggestion.key for suggestion in found]


def ranked(*names, found=None, before=None, **asked):
    ranker = Calls(found or evidence(), CALLS, before)
    return rank_calls(ranker, [f"organisation:{n}" for n in names], **({"audiences": PUBLIC} | asked))


def test_the_call_that_is_like_what_was_done_comes_first():
    assert keys(ranked("sole"))[0] == "call:sun"
    assert keys(ranked("porto"))[0] == "call:sea"


def test_one_who_works_in_two_fields_finds_the_calls_of_both():
    assert set(keys(ranked("ateneo"))[:3]) == {"call:sun", "call:sea", "call:farm"}


def test_several_organisations_are_answered_together():
    assert set(keys(ranked("sole", "porto"))[:2]) == {"call:sun", "call:sea"}


def test_calls_that_are_excluded_or_unlike_are_left_out():
    assert "call:art" not in keys(ranked("sole"))
    assert keys(ranked("sole", exclude=["call:sun"])) == []


def test_a_reason_names_the_project_and_the_words_shared():
    reason = ranked("sole")[0].reasons[0]

    assert reason.evidence == "project:solaris"
    assert {"perovskite", "solar", "cells"} <= set(reason.words)


def test_a_newcomer_is_answered_from_its_profile():
    found = evidence(organisation("nuova", en="Robots for greenhouses"))

    assert keys(ranked("nuova", found=found)) == ["call:farm"]


def test_what_was_done_later_does_not_count():
    assert ranked("porto", before=date(2023, 3, 1)) == []


def test_one_without_evidence_or_unknown_gets_an_empty_answer():
    assert ranked("nobody") == []


def test_a_reader_must_be_named():
    with pytest.raises(NoAudience):
        ranked("sole", audiences=())
