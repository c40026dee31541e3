from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from convivio.engine.reasons import Reason
from convivio.kernel.audiences import ANYONE, Reader, VisibleQuerySet
from convivio.matching.answering import Wanted, rank, suggest
from convivio.matching.sentences import phrased
from convivio.matching.telling import Telling, enumerated, plain, trimmed
from convivio.matching.tests.factories import SENSORS, Region, region
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import project_of
from convivio.vocabulary.loading import load_own_lists

pytestmark = pytest.mark.django_db


@pytest.fixture(name="here")
def a_region() -> Region:
    return region()


def said(wanted: Wanted, reader: Reader = ANYONE) -> dict[str, list[str]]:
    ranking = rank(wanted, reader, 20)
    found = suggest(ranking, ranking.suggestions, reader)
    return {one.organisation.name: [sentence.text for sentence in one.reasons] for one in found}


def test_reasons_are_whole_sentences_in_both_languages(here: Region) -> None:
    wanted = Wanted(text=SENSORS, lead=here.lead)
    with override("en"):
        english = said(wanted)[here.known.name]
    with override("it"):
        italian = said(wanted)[here.known.name]

    assert english[1] == "It worked with Ateneo Capofila in INSIEME (2023)."
    assert italian[1] == "Ha lavorato con Ateneo Capofila in INSIEME (2023)."
    assert len(english) == len(italian)
    assert all(text.endswith(".") for text in english + italian)


def test_who_coordinated_is_told_from_who_took_part(here: Region) -> None:
    with override("en"):
        found = said(Wanted(text=SENSORS))

    assert found[here.lead.name][0].startswith("It coordinated INSIEME")
    assert found[here.known.name][0].startswith("It worked in INSIEME")


def test_whoever_asks_for_itself_reads_you(here: Region) -> None:
    reader = Reader(frozenset({"public", here.lead.key}))
    with override("en"):
        found = said(Wanted(text=SENSORS, lead=here.lead), reader)

    assert "It worked with you in INSIEME (2023)." in found[here.known.name]


def test_two_projects_together_name_the_last(here: Region) -> None:
    project_of(
        here.lead, here.known, acronym="ANCORA", signed_on=date(2024, 2, 1), objective=SENSORS, topic=None
    )
    rebuild_index()
    with override("en"):
        found = said(Wanted(text=SENSORS, lead=here.lead))

    assert "It worked with Ateneo Capofila in 2 projects, last in ANCORA (2024)." in found[here.known.name]


def test_nothing_signed_later_is_a_reason(here: Region) -> None:
    found = said(Wanted(text=SENSORS, lead=here.lead, before=date(2024, 1, 1)))

    assert here.new.name not in found
    assert "AILLEURS" not in str(found)


def hidden_reasons(ranking: Any, secret: Organisation) -> list[Reason]:
    """Reasons as an engine would give them that had forgotten who reads."""
    return [
        Reason("profile", (secret.key,), 1.0, words=("glazes",)),
        Reason("record", (secret.key,), 1.0, words=("glazes",), count=2),
    ]


def test_no_reason_tells_what_its_reader_may_not_see(here: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = OrganisationFactory.create(name="Segreta", only_for_members=True)
    ranking = rank(Wanted(text=SENSORS), ANYONE, 5)
    reasons = [hidden_reasons(ranking, secret)]

    assert phrased(reasons, ranking, ANYONE) == [[]]
    assert len(phrased(reasons, ranking, Reader(frozenset({"public", "network:1"})))[0]) == 2
    monkeypatch.setattr(VisibleQuerySet, "visible_to", lambda rows, _reader: rows)
    assert phrased(reasons, ranking, ANYONE) != [[]], "with the guard removed this test sees the leak"


def test_the_lead_is_not_named_to_who_may_not_see_it(here: Region) -> None:
    here.lead.audience = "network:1"
    here.lead.save()
    found = said(Wanted(text=SENSORS, lead=here.lead))

    assert "Ateneo" not in str(found)


def test_evidence_that_is_gone_is_no_reason(here: Region) -> None:
    ranking = rank(Wanted(text=SENSORS), ANYONE, 5)
    gone = [Reason("past_work", ("project:999999",), 1.0), Reason("collaboration", ("project:999999",), 1.0)]

    assert phrased([gone], ranking, ANYONE) == [[]]


# Words


def test_words_are_quoted_and_joined_as_each_language_does() -> None:
    with override("en"):
        assert enumerated(["a", "b", "c"]) == "“a”, “b” and “c”"
    with override("it"):
        assert enumerated(["a", "b"]) == "«a» e «b»"
    assert enumerated([]) == ""


def test_a_name_is_written_small_inside_a_sentence_and_an_abbreviation_is_not() -> None:
    assert plain("Membranes") == "membranes"
    assert plain("AI for health") == "AI for health"
    assert plain("A temporary association") == "a temporary association"
    assert plain("") == ""


def test_articles_and_numbers_are_taken_off_the_ends() -> None:
    assert trimmed("sensors and") == "sensors"
    assert trimmed("in 2027 membranes of") == "membranes"
    assert trimmed("120") == ""


def test_a_word_of_the_vocabulary_is_read_in_the_readers_language() -> None:
    load_own_lists()
    words = ["riabilitazione", "rehabilitation", "zirconolite"]
    with override("en"):
        assert Telling(words, {}).listed(words, []) == "“rehabilitation” and “zirconolite”"
    with override("it"):
        assert Telling(words, {}).listed(words, []) == "«riabilitazione» e «zirconolite»"


def test_words_are_looked_up_in_the_vocabulary_once_for_all(here: Region) -> None:
    ranking = rank(Wanted(text=SENSORS, lead=here.lead), ANYONE, 20)
    with CaptureQueriesContext(connection) as queries:
        suggest(ranking, ranking.suggestions, ANYONE)

    assert len([one for one in queries if "vocabulary_concept" in one["sql"]]) <= 2
