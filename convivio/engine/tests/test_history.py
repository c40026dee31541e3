from datetime import date

import pytest

from convivio.engine.documents import Participation
from convivio.engine.evidence import Evidence
from convivio.engine.history import History
from convivio.engine.tests.invented import evidence, organisation, project


@pytest.fixture(name="history")
def _history():
    return evidence().history


def test_past_partners_are_counted_most_met_first(history):
    met = history.past_partners("organisation:ateneo")

    assert met["organisation:mare"] == 1
    assert set(met) == {f"organisation:{name}" for name in ("sole", "vetro", "mare", "campo", "clinica")}


def test_what_comes_later_is_not_yet_past(history):
    assert history.past_partners("organisation:ateneo", before=date(2020, 3, 1)) == {}
    assert set(history.past_partners("organisation:ateneo", before=date(2020, 3, 2))) == {
        "organisation:sole",
        "organisation:vetro",
    }


def test_shared_documents_come_newest_first(history):
    assert history.shared("organisation:vetro", "organisation:ateneo") == ["project:solaris"]
    assert history.count("organisation:ateneo") == 4
    assert next(part.document for part in history.parts("organisation:ateneo")) == "project:cura"


def test_an_unknown_organisation_has_no_past(history):
    assert history.past_partners("organisation:nobody") == {}
    assert history.parts("organisation:nobody") == []


def test_two_parts_in_one_document_count_once_by_the_greater():
    twice = [
        Participation("organisation:a", "project:solaris", "third_party"),
        Participation("organisation:a", "project:solaris", "coordinator"),
    ]

    history = Evidence.of([organisation("a"), project("solaris")], twice).history

    assert [part.role for part in history.parts("organisation:a")] == ["coordinator"]


def test_it_comes_back_from_disk_as_it_was(history, tmp_path):
    history.save(tmp_path)

    again = History.load(tmp_path)

    assert again.past_partners("organisation:ateneo") == history.past_partners("organisation:ateneo")
    assert again.parts("organisation:mare") == history.parts("organisation:mare")
