from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convivio.engine.asked import Asked
from convivio.engine.documents import Participation
from convivio.engine.errors import EmptyText, NoAudience, UnknownFacet
from convivio.engine.evidence import Evidence
from convivio.engine.need import MOST_TERMS, Need, ask
from convivio.engine.rank import rank_partners
from convivio.engine.tests.invented import (
    PUBLIC,
    evidence,
    names,
    organisation,
    organisations,
    parts,
    project,
    projects,
    ranked,
)

SUN = "We look for partners with perovskite tandem solar cells"


def test_those_who_did_the_like_come_first():
    assert names(ranked(evidence(), SUN))[0] in {"sole", "vetro"}
    assert names(ranked(evidence(), "hydrogen tanks on ships"))[0] == "mare"


def test_those_with_nothing_to_show_are_not_listed():
    assert "campo" not in names(ranked(evidence(), "perovskite"))


def test_past_partners_of_the_lead_are_known_and_others_new():
    found = ranked(evidence(), SUN, leads=["organisation:sole"])

    circles = {hit.key.split(":")[1]: hit.circle for hit in found.suggestions}
    assert circles["vetro"] == "known"
    assert circles["stampa"] == "new"
    assert "sole" not in circles


def test_having_worked_with_the_lead_raises_the_score():
    alone = {hit.key: hit.score for hit in ranked(evidence(), SUN).suggestions}
    led = {hit.key: hit.score for hit in ranked(evidence(), SUN, leads=["organisation:sole"]).suggestions}

    raised = {key: score - alone[key] for key, score in led.items() if key in alone}
    assert raised["organisation:vetro"] > raised["organisation:stampa"] > 0


def test_the_contributions_add_up_to_the_score():
    for hit in ranked(evidence(), SUN, leads=["organisation:sole"]).suggestions:
        parts_of = hit.contributions
        total = sum(astuple(parts_of))
        assert total == pytest.approx(hit.score, rel=1e-5)


def test_nothing_of_the_day_or_later_counts():
    day = date(2021, 3, 1)
    later = Evidence.of([*organisations(), *projects()], parts())
    earlier_only = Evidence.of(
        [*organisations(), project("solaris")], [part for part in parts() if "solaris" in part.document]
    )

    then = ranked(later, SUN, before=day)

    assert names(then) == names(ranked(earlier_only, SUN))
    scores = [hit.score for hit in ranked(earlier_only, SUN).suggestions]
    assert [hit.score for hit in then.suggestions] == pytest.approx(scores)


def test_a_newcomer_is_found_by_what_it_says_of_itself():
    newcomer = organisation("nuova", en="Small maker of perovskite inks and tandem solar cells.")

    assert "nuova" in names(ranked(evidence(newcomer), SUN))[:3]


def test_a_profile_stuffed_with_every_word_gains_nothing():
    every = " ".join(document.en for document in projects())
    honest = organisation("onesta", en="Perovskite tandem solar cells.")
    stuffed = organisation("gonfia", en=every + " quantum dance opera steel wool fish " * 8)

    order = names(ranked(evidence(honest, stuffed), SUN))

    assert order.index("onesta") < order.index("gonfia")


def test_an_italian_need_finds_italian_words_and_names_that_are_alike():
    found = evidence(organisation("lab", it="Laboratori per celle solari e inchiostri"))

    assert names(ranked(found, "Cerchiamo un laboratorio per le celle solari"))[0] == "lab"
    assert {"sole", "vetro"} <= set(names(ranked(found, "Cerchiamo chi lavora con la perovskite")))


def test_words_of_the_other_language_can_be_supplied():
    need = Need(text="serbatoi per idrogeno", expansions={"hydrogen": 0.8, "tanks": 0.8})

    found = rank_partners(evidence(), need, Asked(audiences=PUBLIC))

    assert names(found)[0] == "mare"


def test_concepts_are_found_as_words_are():
    tagged = project("volo", "Nothing in common.", facets={"concept": ("concept:8",)})
    found = Evidence.of([organisation("ala"), tagged], [Participation("organisation:ala", "project:volo")])

    need = Need(text="", concepts={"concept:8": 1.0})

    assert names(rank_partners(found, need, Asked(audiences=PUBLIC))) == ["ala"]


def test_filters_exclusions_and_experience_narrow_the_answer():
    here = organisation("qui", en="perovskite", facets={"nuts": ("IT", "ITH5"), "kind": ("laboratory",)})
    found = evidence(here)

    assert names(ranked(found, SUN, filters={"nuts": ["ITH5"]})) == ["qui"]
    assert names(ranked(found, SUN, filters={"nuts": ["ITH5"], "kind": ["sme"]})) == []
    assert "vetro" not in names(ranked(found, SUN, exclude=["organisation:vetro"]))
    assert set(names(ranked(found, SUN, experience=2))) <= {"vetro", "ateneo", "mare"}


def test_what_the_reader_may_not_see_is_neither_shown_nor_felt():
    hidden = project("segreto", "perovskite perovskite tandem", audiences=("cluster:3",))
    closed = organisation("chiusa", en="perovskite tandem", audiences=("network:1",))
    more = [Participation("organisation:porto", "project:segreto")]
    found = Evidence.of([*organisations(), *projects(), hidden, closed], [*parts(), *more])

    assert not {"porto", "chiusa"} & set(names(ranked(found, "perovskite")))
    assert {"porto", "chiusa"} <= set(
        names(ranked(found, "perovskite", audiences=["public", "cluster:3", "network:1"]))
    )


def test_an_empty_need_is_refused():
    with pytest.raises(EmptyText):
        ranked(evidence(), " … the of ")


def test_nobody_may_ask_without_saying_who_reads():
    with pytest.raises(NoAudience):
        Asked(audiences=[])


def test_a_filter_on_what_does_not_exist_is_refused():
    with pytest.raises(UnknownFacet):
        Asked(audiences=PUBLIC, filters={"colour": ["red"]})


def test_a_need_of_words_nobody_used_finds_nobody():
    assert names(ranked(evidence(), "zyxwv qqq")) == []


def test_a_need_of_a_megabyte_is_answered_from_its_most_telling_words():
    noise = " ".join(f"word{number}" for number in range(90_000))
    text = f"{noise} perovskite tandem {noise}"[:1_200_000]

    found = ranked(evidence(), text + " perovskite tandem cells")

    assert names(found)[0] in {"sole", "vetro"}
    assert len(ask(evidence(), Need(text=text)).terms) <= MOST_TERMS


def test_a_longer_list_begins_with_the_shorter_one():
    long = rank_partners(evidence(), Need(text=SUN), Asked(audiences=PUBLIC), limit=5)
    short = rank_partners(evidence(), Need(text=SUN), Asked(audiences=PUBLIC), limit=2)

    assert long.suggestions[:2] == short.suggestions
    assert short.total == long.total


WORDS = st.sampled_from("perovskite tandem solar cells ink hydrogen ship robot tomato heart sensor".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS, min_size=3, max_size=8), need=TEXTS, data=st.data())
def test_one_more_part_never_harms_the_documents_score(texts, need, data):
    made = [project(str(number), text) for number, text in enumerate(texts)]
    some = st.sets(st.integers(0, len(texts) - 1), min_size=1)
    mine = data.draw(some)
    more = data.draw(st.integers(0, len(texts) - 1))

    def documents_score(numbers):
        linked = [Participation("organisation:a", f"project:{number}") for number in numbers]
        linked += [Participation("organisation:b", f"project:{number}") for number in range(len(texts))]
        found = Evidence.of([organisation("a"), organisation("b"), *made], linked)
        hits = {hit.key: hit for hit in ranked(found, need).suggestions}
        return hits["organisation:a"].contributions.documents if "organisation:a" in hits else 0.0

    assert documents_score(mine | {more}) >= documents_score(mine) - 1e-6


def test_an_organisation_the_reader_may_not_see_is_not_betrayed_by_its_public_work():
    closed = organisation("chiusa", audiences=("network:1",))
    made = [closed, organisation("aperta"), project("solaris")]
    found = Evidence.of(made, [Participation(o.key, "project:solaris") for o in made[:2]])

    assert names(ranked(found, SUN)) == ["aperta"]
    assert set(names(ranked(found, SUN, audiences=["public", "network:1"]))) == {"aperta", "chiusa"}
