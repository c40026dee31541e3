from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convivio.engine.documents import Participation
from convivio.engine.evidence import Evidence
from convivio.engine.reasons import joined, passage, reasons_for
from convivio.engine.scores import NEAREST
from convivio.engine.tests.invented import evidence, organisation, project, ranked

SUN = "We look for perovskite tandem cells"


def reasons_of(ranking, name):
    hit = next(hit for hit in ranking.suggestions if hit.key == f"organisation:{name}")
    return reasons_for(ranking, hit)


def test_past_work_names_the_project_its_day_and_the_words_that_carried_it():
    reason = reasons_of(ranked(evidence(), SUN), "sole")[0]

    assert reason.kind == "past_work"
    assert reason.evidence == ("project:solaris",)
    assert reason.day.year == 2020
    assert reason.role == "participant"
    assert "tandem cells" in reason.words
    assert "perovskite" in reason.words


def test_a_coordinator_is_told_from_a_participant():
    led = [Participation("organisation:a", "project:solaris", "coordinator")]
    found = Evidence.of([organisation("a"), project("solaris")], led)

    assert reasons_of(ranked(found, SUN), "a")[0].role == "coordinator"


def test_an_own_profile_is_a_reason_of_its_own():
    found = evidence(organisation("nuova", en="We print perovskite."))

    reason = reasons_of(ranked(found, SUN), "nuova")[0]

    assert (reason.kind, reason.evidence) == ("profile", ("organisation:nuova",))


def test_past_collaboration_names_what_was_shared():
    found = ranked(evidence(), SUN, leads=["organisation:sole"])

    reason = next(r for r in reasons_of(found, "vetro") if r.kind == "collaboration")

    assert reason.evidence == ("project:solaris",)
    assert reason.count == 1


def test_a_long_record_is_a_reason_when_more_than_three_documents_fit():
    work = [project(f"p{number}", "perovskite cells and much else") for number in range(5)]
    linked = [Participation("organisation:a", document.key) for document in work]
    found = Evidence.of([organisation("a"), *work], linked)

    reasons = reasons_of(ranked(found, SUN), "a")

    assert [reason.kind for reason in reasons].count("past_work") == 3
    assert reasons[-1].kind == "record"
    assert reasons[-1].count == 5


def test_a_hidden_document_is_no_reason_for_those_who_may_not_see_it():
    hidden = project("segreto", "perovskite perovskite tandem", audiences=("cluster:3",))
    linked = [Participation("organisation:a", "project:segreto"), *_open_part()]
    found = Evidence.of([organisation("a"), hidden, project("helios")], linked)

    shown = [key for reason in reasons_of(ranked(found, SUN), "a") for key in reason.evidence]

    assert shown == ["project:helios"]


def _open_part():
    return [Participation("organisation:a", "project:helios")]


def test_words_are_joined_only_where_they_stand_together():
    together = {("tandem", "cells"): "tandem cells"}

    assert joined(["cells", "ink", "tandem"], together) == ("tandem cells", "ink")


def test_a_passage_is_the_sentence_that_holds_most_of_the_words():
    text = "We were founded long ago. Our cells of perovskite last for years. Visit us."

    assert passage(text, ["perovskite", "cells"]) == "Our cells of perovskite last for years."
    assert passage(text, ["hydrogen"]) == ""


WORDS = st.sampled_from("perovskite tandem solar cells ink hydrogen ship robot tomato heart".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=10).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(data=st.data(), need=TEXTS, texts=st.lists(TEXTS, min_size=4, max_size=9))
def test_without_the_evidence_of_a_reason_the_score_is_lower(data, need, texts):
    made = [project(str(number), text) for number, text in enumerate(texts)]
    linked = _crowd(made)
    for name in "abcde":
        numbers = data.draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=4))
        linked += [(f"organisation:{name}", f"project:{number}") for number in numbers]
    before = _ranked(made, linked, need)
    assume(before.suggestions)
    hit = data.draw(st.sampled_from(before.suggestions))

    for reason in reasons_for(before, hit):
        if reason.kind == "past_work":
            taken = (hit.key, reason.evidence[0])
            after = _ranked(made, [link for link in linked if link != taken], need)
            assert _score(after, hit.key) < hit.score + _drift(before, after)


def _crowd(made):
    """Many others with one project each, so that averages hardly move when one link is taken."""
    return [(f"organisation:crowd{n}", document.key) for n, document in enumerate(made * 12)]


def _ranked(made, linked, need):
    members = sorted({key.split(":")[1] for key, _ in linked})
    found = Evidence.of([*map(organisation, members), *made], [Participation(*link) for link in linked])
    return ranked(found, need, leads=["organisation:a"])


def _score(ranking, key):
    return next((hit.score for hit in ranking.suggestions if hit.key == key), 0.0)


def _drift(before, after):
    """How far the scores of the untouched crowd moved, because averages and rarities did."""
    crowd = [hit for hit in before.suggestions if "crowd" in hit.key]
    return max((_score(after, hit.key) - hit.score for hit in crowd), default=0.0)


def test_what_only_dilutes_a_record_is_no_reason():
    good = project("good", "perovskite tandem cells")
    weak = project("weak", "perovskite " + " ".join(f"other{number}" for number in range(400)))
    others = [project(f"other{number}", "perovskite tandem cells") for number in range(NEAREST)]
    linked = [Participation("organisation:a", work.key) for work in (good, weak)]
    linked += [Participation("organisation:b", work.key) for work in others]
    found = Evidence.of([organisation("a"), organisation("b"), good, weak, *others], linked)

    reasons = reasons_of(ranked(found, SUN), "a")

    assert [reason.evidence for reason in reasons] == [("project:good",)]


def test_an_introduction_names_where_it_worked_with_those_whom_the_lead_knows():
    works = [project("old", "glass and steel"), project("fits", "perovskite tandem cells")]
    linked = [("lead", "old"), ("friend", "old"), ("friend", "fits"), ("a", "fits")]
    linked += [("b", "alone")]
    works.append(project("alone", "perovskite tandem cells"))
    parts = [Participation(f"organisation:{who}", f"project:{what}") for who, what in linked]
    members = [organisation(name) for name in ("lead", "friend", "a", "b")]
    answer = ranked(Evidence.of([*members, *works], parts), SUN, leads=["organisation:lead"])

    (reason,) = [one for one in reasons_of(answer, "a") if one.kind == "introduction"]
    scores = {hit.key: hit.score for hit in answer.suggestions}
    assert reason.evidence == ("project:fits",)
    assert 0 < reason.weight <= scores["organisation:a"] - scores["organisation:b"] + 0.2
    assert not [one for one in reasons_of(answer, "b") if one.kind == "introduction"]


def test_without_its_path_an_introduction_falls():
    works = [project("old", "glass and steel"), project("fits", "perovskite tandem cells")]
    linked = [("lead", "old"), ("friend", "old"), ("friend", "fits"), ("a", "fits")]

    def introduced(links):
        parts = [Participation(f"organisation:{who}", f"project:{what}") for who, what in links]
        members = [organisation(name) for name in ("lead", "friend", "a")]
        answer = ranked(Evidence.of([*members, *works], parts), SUN, leads=["organisation:lead"])
        (hit,) = [hit for hit in answer.suggestions if hit.key == "organisation:a"]
        return hit.contributions.introduction

    assert introduced(linked) > 0
    assert introduced([link for link in linked if link != ("friend", "fits")]) == 0
    assert introduced([link for link in linked if link != ("lead", "old")]) == 0


def test_an_introduction_takes_no_path_that_the_reader_may_not_see():
    hidden = project("old", "glass and steel", audiences=("person:1",))
    works = [hidden, project("fits", "perovskite tandem cells")]
    linked = [("lead", "old"), ("friend", "old"), ("friend", "fits"), ("a", "fits")]
    parts = [Participation(f"organisation:{who}", f"project:{what}") for who, what in linked]
    members = [organisation(name) for name in ("lead", "friend", "a")]
    answer = ranked(Evidence.of([*members, *works], parts), SUN, leads=["organisation:lead"])

    assert all(hit.contributions.introduction == 0 for hit in answer.suggestions)
