from collections.abc import Collection
from dataclasses import replace

import pytest

from convivio.engine.index import Hit
from convivio.kernel.audiences import ANYONE, Reader
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search import showing
from convivio.search.errors import IndexIsNotBuilt
from convivio.search.finding import Question, begun, find, scope, similar, still_seen
from convivio.search.freshness import rebuild_index
from convivio.search.showing import showing_of
from convivio.trackrecord.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db


def titles(question: Question, reader: Reader = ANYONE) -> list[str]:
    return [hit.title for hit in find(question, reader).hits]


def test_words_find_an_organisation_by_what_it_does() -> None:
    OrganisationFactory.create(name="Filtri Bassa")
    rebuild_index()

    assert titles(Question(words="dialysis", types=["organisation"])) == ["Filtri Bassa"]


def test_what_only_the_network_may_see_is_found_by_the_network_alone() -> None:
    OrganisationFactory.create(name="Riservata", only_for_members=True)
    rebuild_index()

    assert titles(Question(words="riservata")) == []
    assert titles(Question(words="riservata"), Reader(frozenset({"network:1"}))) == ["Riservata"]


def test_a_row_hidden_since_the_index_was_built_is_not_shown() -> None:
    organisation = OrganisationFactory.create(name="Filtri Bassa")
    rebuild_index()
    type(organisation).objects.update(audience="network:1")

    hits = find(Question(words="filtri"), ANYONE).hits

    assert len(hits) == 1
    assert still_seen(hits, ANYONE) == []


def test_a_row_that_stays_open_is_still_seen() -> None:
    OrganisationFactory.create(name="Filtri Bassa")
    rebuild_index()
    hits = find(Question(words="filtri"), ANYONE).hits

    assert len(hits) == 1
    assert still_seen(hits, ANYONE) == list(hits)


def test_what_no_room_shows_is_not_seen_and_each_room_is_asked_for_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Collection[int]] = []
    usual = showing_of("organisation")
    assert usual is not None
    tea = replace(usual, kind="tea", seen_by=lambda numbers, _reader: asked.append(numbers) or numbers)
    monkeypatch.setitem(showing._declared, "tea", tea)
    hits = [Hit(f"{kind}:{number}", kind, 1.0, "", None, {}) for kind, number in (("tea", 3), ("milk", 4))]

    assert [hit.key for hit in still_seen(hits, ANYONE)] == ["tea:3"]
    assert asked == [[3]]


def test_a_facet_of_which_nothing_is_chosen_narrows_nothing() -> None:
    assert scope(ANYONE, filters={"size": [], "region": ["emilia"]}).filters == {"region": ("emilia",)}
    assert scope(ANYONE).filters == {}


def test_a_slip_of_the_keys_is_forgiven_while_typing() -> None:
    OrganisationFactory.create(name="Bioceramica Argilla")
    rebuild_index()

    assert [hit.title for hit in begun("biocermica", ANYONE)] == ["Bioceramica Argilla"]


def test_one_letter_of_the_next_word_does_not_lose_what_was_found() -> None:
    OrganisationFactory.create(name="Bioceramica Argilla")
    rebuild_index()

    assert [hit.title for hit in begun("bioceramica x", ANYONE)] == ["Bioceramica Argilla"]


def test_a_project_is_not_like_itself() -> None:
    first, second = ProjectFactory.create_batch(2)
    rebuild_index()

    alike = similar(first.title, ANYONE, types=["project"], most=5, but=first.key)

    assert [hit.key for hit in alike] == [second.key]


def test_a_text_that_says_nothing_is_like_nothing() -> None:
    ProjectFactory.create()
    rebuild_index()

    assert similar("…", ANYONE, types=["project"], most=5) == []


def test_before_the_index_is_built_the_refusal_says_how_to_build_it() -> None:
    with pytest.raises(IndexIsNotBuilt, match="index rebuild"):
        find(Question(words="filtri"), ANYONE)
