import multiprocessing
import shutil
from datetime import date

import pytest

from convivio.engine import folders
from convivio.engine.documents import Document, Participation
from convivio.engine.errors import EmptyText, IndexIsBusy, IndexIsMissing, NoAudience, UnknownFacet
from convivio.engine.index import Index, Scope, build
from convivio.engine.tests.invented import PUBLIC, names, organisation, parts, project, projects, ranked

EVERYONE = Scope(audiences=PUBLIC)
PEOPLE = [
    organisation("lab", title="Laboratorio Città Pulita", names=("LCP",), it="Sensori per l'acqua."),
    organisation("uni", title="Università di Rimini", facets={"kind": ("university",), "country": ("IT",)}),
    organisation("mare", title="Cantieri Mare", facets={"kind": ("sme",), "country": ("IT",)}),
    organisation("ship", title="Shipworks", facets={"kind": ("sme",), "country": ("NL",)}),
    organisation("club", title="Club Riservato", audiences=("cluster:3",), facets={"kind": ("sme",)}),
]


@pytest.fixture(name="index")
def _index(tmp_path):
    build(tmp_path, [*PEOPLE, *projects()], parts())
    return Index(tmp_path)


def titles(found):
    return [hit.title for hit in getattr(found, "hits", found)]


@pytest.mark.parametrize(
    "text", ["laboratorio", "LABORATORI", "citta", "Città", "lcp", "sensore acqua", "l'acqua", "labor"]
)
def test_words_are_found_in_any_form(index, text):
    assert titles(index.search(text, EVERYONE))[0] == "Laboratorio Città Pulita"


def test_what_was_counted_before_is_counted_anew_when_the_index_changes(index):
    before = index.search("", EVERYONE, facets=("kind",)).facets

    index.refresh([organisation("new", title="Nuova", facets={"kind": ("sme",)})])

    assert before["kind"]["sme"] == 3
    assert index.search("", EVERYONE, facets=("kind",)).facets["kind"]["sme"] == 4


def test_what_was_counted_for_one_reader_is_not_shown_to_another(index):
    of_the_cluster = Scope(audiences=[*PUBLIC, "cluster:3"])

    counts = [
        index.search("", who, facets=("kind",)).facets["kind"]["sme"] for who in (of_the_cluster, EVERYONE)
    ]

    assert counts == [4, 3]


@pytest.mark.parametrize("text", ["", "cantieri"])
def test_the_only_filter_is_counted_as_if_nothing_were_chosen_for_each_reader_and_anew(index, text):
    def kinds(*more):
        who = Scope(audiences=[*PUBLIC, *more], filters={"kind": ["sme"], "country": []})
        return index.search(text, who, facets=("kind", "country")).facets["kind"]

    def free(*more):
        return index.search(text, Scope(audiences=[*PUBLIC, *more]), facets=("kind",)).facets["kind"]

    assert [kinds(), kinds("cluster:3"), kinds()] == [free(), free("cluster:3"), free()]
    before = kinds()
    index.refresh([organisation("new", title="Cantieri", facets={"kind": ("sme",)})])
    assert kinds()["sme"] == free()["sme"] == before["sme"] + 1


@pytest.mark.parametrize("text", ["", "acqua", "sensori", "shipwerks", "club riservato", "Helios", "zzzz"])
@pytest.mark.parametrize("more", [(), ("cluster:3",)])
def test_counts_by_type_are_those_of_a_search_of_each_type(index, text, more):
    audiences = [*PUBLIC, *more]
    types = ["organisation", "project"]
    found = {type_: index.search(text, Scope(audiences=audiences, types=[type_])) for type_ in types}

    exact = any(one.total and not one.is_guess for one in found.values())
    wanted = {type_: one.total for type_, one in found.items() if not (exact and one.is_guess)}

    counted = index.count_by_type(text, Scope(audiences=audiences, types=types))
    assert dict(counted) == {type_: total for type_, total in wanted.items() if total}


@pytest.mark.parametrize("text", ["AND OR NOT", '"', "a:b", "(", "l'", "*", "\\", "[1 TO", "\0"])
def test_no_text_is_read_as_a_query_language(index, text):
    index.search(text, EVERYONE)
    index.complete(text, EVERYONE)


def test_every_word_must_be_there_as_long_as_something_holds_them_all(index):
    found = index.search("cantieri mare", EVERYONE)

    assert (titles(found), found.is_guess) == (["Cantieri Mare"], False)


def test_a_slip_of_the_keys_is_forgiven_and_said(index):
    found = index.search("univresità rimini", EVERYONE)

    assert titles(found)[0] == "Università di Rimini"
    assert found.is_guess


def test_a_result_can_be_drawn_without_the_database(tmp_path):
    drawn = Document(
        key="call:1", type="call", title="Bando", audiences=PUBLIC, day=date(2027, 1, 2), data={"a": [1]}
    )
    build(tmp_path, [drawn])

    hit = Index(tmp_path).search("bando", EVERYONE).hits[0]

    assert (hit.key, hit.type, hit.day, hit.data) == ("call:1", "call", date(2027, 1, 2), {"a": [1]})


def test_without_words_everything_is_listed_by_its_name(index):
    people = Scope(audiences=PUBLIC, types=["organisation"])

    assert titles(index.search("", people)) == [
        "Cantieri Mare",
        "Laboratorio Città Pulita",
        "Shipworks",
        "Università di Rimini",
    ]


def test_pages_follow_one_another(index):
    first, second = (index.search("", EVERYONE, limit=2, offset=start) for start in (0, 2))

    assert first.total == second.total == 10
    assert not set(titles(first)) & set(titles(second))


def test_newest_and_oldest_go_by_day(index):
    work = Scope(audiences=PUBLIC, types=["project"])

    assert titles(index.search("", work, order="newest"))[0] == "Cura"
    assert titles(index.search("", work, order="oldest"))[0] == "Solaris"


def test_days_bound_a_search(index):
    year = Scope(audiences=PUBLIC, since=date(2021, 1, 1), until=date(2021, 12, 31))

    assert titles(index.search("", year)) == ["Helios"]


def test_a_facet_is_counted_as_if_it_were_not_filtered_itself(index):
    italian_sme = Scope(audiences=PUBLIC, filters={"kind": ["sme"], "country": ["IT"]})

    found = index.search("", italian_sme, facets=("kind", "country"))

    assert titles(found) == ["Cantieri Mare"]
    assert found.facets == {"kind": {"sme": 1, "university": 1}, "country": {"IT": 1, "NL": 1}}


def test_nothing_hidden_is_found_counted_completed_or_matched(index):
    assert index.search("club riservato", EVERYONE).total == 0
    assert "Club Riservato" not in titles(index.complete("club", EVERYONE))
    assert index.get(["organisation:club"], PUBLIC) == {}
    assert "Club Riservato" not in titles(index.match("club riservato", EVERYONE))
    counts = index.search("", Scope(audiences=PUBLIC, types=["organisation"]), facets=("kind",)).facets
    assert counts["kind"] == {"sme": 3, "university": 1}  # the laboratory is one of the three


def test_those_who_may_see_it_find_it(index):
    insider = Scope(audiences=("public", "cluster:3"))

    assert titles(index.search("club", insider)) == ["Club Riservato"]
    assert "organisation:club" in index.get(["organisation:club"], insider.audiences)


@pytest.mark.parametrize("ask", ["search", "complete", "match"])
def test_no_question_is_answered_without_a_reader(index, ask):
    with pytest.raises(NoAudience):
        getattr(index, ask)("mare", Scope(audiences=()))


def test_a_facet_that_does_not_exist_is_refused(index, tmp_path):
    with pytest.raises(UnknownFacet):
        index.search("", Scope(audiences=PUBLIC, filters={"colour": ["red"]}))
    with pytest.raises(UnknownFacet):
        index.search("", EVERYONE, facets=("colour",))
    with pytest.raises(UnknownFacet):
        build(tmp_path / "other", [organisation("x", facets={"colour": ("red",)})])


@pytest.mark.parametrize("typed", ["univ", "univ rim", "Uni", "unversita", "rimini"])
def test_a_name_is_completed_from_its_beginning(index, typed):
    assert titles(index.complete(typed, EVERYONE))[0] == "Università di Rimini"


def test_a_long_text_finds_what_it_is_about(index):
    text = "The heart of patients at home, followed by sensors. " * 200

    assert titles(index.match(text, Scope(audiences=PUBLIC, types=["project"])))[0] == "Cura"


def test_words_of_the_other_language_can_be_supplied(index):
    found = index.search("idrogeno", EVERYONE, expansions={"hydrogen": 0.5})

    assert set(titles(found)) == {"Idra", "Nave"}
    assert titles(index.match("idrogeno", EVERYONE, expansions={"hydrogen": 0.5}))


def test_a_text_without_a_word_is_refused(index):
    with pytest.raises(EmptyText):
        index.match(" … ", EVERYONE)


def test_a_change_is_seen_by_a_reader_that_was_open(index, tmp_path):
    reader = Index(tmp_path)
    index.refresh([organisation("ship", title="Nuovi Cantieri")], deleted=["organisation:uni"])

    assert titles(reader.search("nuovi", EVERYONE)) == ["Nuovi Cantieri"]
    assert reader.search("shipworks", EVERYONE).is_guess or not reader.search("shipworks", EVERYONE).hits
    assert "Università di Rimini" not in titles(reader.search("università", EVERYONE))


def test_a_changed_profile_is_ranked_anew(index):
    index.refresh([organisation("lab", it="Celle solari di perovskite.")])

    assert "lab" in names(ranked(index.evidence, "perovskite"))

    index.refresh([organisation("lab")])

    assert "lab" not in names(ranked(index.evidence, "perovskite"))


def test_a_new_project_brings_its_members_and_a_deleted_one_takes_them(index):
    new = project("vela", "Sails of recycled silk.")
    index.refresh([new], parts=[Participation("organisation:ship", new.key)])
    assert names(ranked(index.evidence, "silk sails")) == ["ship"]

    index.refresh([], deleted=[new.key])
    assert names(ranked(index.evidence, "silk sails")) == []


def test_refreshing_gives_the_same_ranking_as_building_anew(index, tmp_path):
    changed = [project("idra", "Tomatoes of hydrogen."), organisation("uni", en="Hydrogen and ships.")]
    index.refresh(changed, parts=[Participation("organisation:ship", "project:idra")])
    keys = {document.key for document in changed}
    kept = [document for document in [*PEOPLE, *projects()] if document.key not in keys]
    linked = [part for part in parts() if part.document != "project:idra"]
    build(tmp_path / "anew", [*kept, *changed], [*linked, Participation("organisation:ship", "project:idra")])

    def answer(one):
        return {hit.key: pytest.approx(hit.score) for hit in ranked(one.evidence, "hydrogen").suggestions}

    assert answer(index) == answer(Index(tmp_path / "anew"))


def test_rebuilding_takes_the_old_ones_place_for_open_readers(index, tmp_path):
    build(tmp_path, [organisation("solo", title="Sola Rimasta")])

    assert titles(index.search("", EVERYONE)) == ["Sola Rimasta"]
    assert index.evidence.history.documents == []


def test_a_rebuild_that_fails_leaves_the_old_index(index, tmp_path):
    def broken():
        yield organisation("half", title="Half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        build(tmp_path, broken())

    assert Index(tmp_path).count(EVERYONE) == 10


def test_old_generations_are_swept_away(index, tmp_path):
    for _ in range(4):
        build(tmp_path, PEOPLE)

    assert len(list(tmp_path.glob("g-*"))) == 2


def test_a_folder_without_an_index_says_so(tmp_path):
    with pytest.raises(IndexIsMissing):
        Index(tmp_path)


def test_an_index_of_an_older_form_says_so(index, tmp_path, monkeypatch):
    monkeypatch.setattr(folders, "FORM", folders.FORM + 1)

    with pytest.raises(IndexIsMissing):
        Index(tmp_path)


def test_a_second_writer_is_told_to_wait(index, tmp_path):
    with folders.writing(tmp_path, 0), pytest.raises(IndexIsBusy):
        index.refresh([organisation("x")], wait_seconds=0.1)


def _hold_and_die(folder, ready):
    with folders.writing(folder, 0):
        ready.set()
        multiprocessing.Event().wait(60)


def test_a_killed_writer_leaves_no_lock(index, tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    process = context.Process(target=_hold_and_die, args=(tmp_path, ready))
    process.start()
    assert ready.wait(30)

    process.kill()
    process.join()

    index.refresh([organisation("x", title="Dopo")], wait_seconds=5)
    assert titles(index.search("dopo", EVERYONE)) == ["Dopo"]


def test_an_empty_index_answers(tmp_path):
    build(tmp_path, [])
    index = Index(tmp_path)

    assert index.search("x", EVERYONE).hits == []
    assert names(ranked(index.evidence, "perovskite")) == []
    shutil.rmtree(tmp_path)
