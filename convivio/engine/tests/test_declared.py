"""What a page says of itself: found when it is about the need, and not when it boasts."""

import pytest

from convivio.engine.reasons import reasons_for
from convivio.engine.tests.invented import TEXTS, evidence, names, organisation, ranked

SUN = "We look for perovskite tandem cells"
PAGE = "We make perovskite for tandem cells."
BOASTS = " ".join(TEXTS.values()) + " quantum dance opera steel wool fish glass wine bees bread"


def declared(found, name, text=SUN, **asked):
    hits = {hit.key: hit for hit in ranked(found, text, **asked).suggestions}
    hit = hits.get(f"organisation:{name}")
    return hit.contributions.declared if hit else 0.0


def test_a_page_about_the_need_brings_more_than_one_that_boasts_of_everything():
    found = evidence(organisation("mine", en=PAGE), organisation("boaster", en=BOASTS))

    assert declared(found, "mine") > 2 * declared(found, "boaster")


def test_more_boasts_bring_a_page_down():
    plain = evidence(organisation("mine", en=PAGE))
    stuffed = evidence(organisation("mine", en=f"{PAGE} {BOASTS}"))

    assert declared(stuffed, "mine") < declared(plain, "mine")


def test_a_second_language_costs_a_page_nothing():
    italian = "Facciamo perovskite per celle tandem, con una piccola squadra di persone esperte."
    alone = evidence(organisation("mine", en=PAGE))
    both = evidence(organisation("mine", en=PAGE, it=italian))

    assert declared(both, "mine") >= 0.95 * declared(alone, "mine") > 0


def test_one_word_is_not_a_whole_page():
    found = evidence(organisation("word", en="Perovskite"), organisation("mine", en=PAGE))

    assert declared(found, "word") < declared(found, "mine")


def test_a_page_that_the_reader_may_not_see_brings_nothing():
    hidden = organisation("mine", en=PAGE, audiences=("cluster:3",))

    assert declared(evidence(hidden), "mine") == 0
    assert declared(evidence(hidden), "mine", audiences=["public", "cluster:3"]) > 0


def test_the_page_is_a_reason_and_takes_its_part_with_it():
    with_page, without = evidence(organisation("mine", en=PAGE)), evidence(organisation("mine"))
    answer = ranked(with_page, SUN)
    hit = next(hit for hit in answer.suggestions if hit.key == "organisation:mine")

    (reason,) = reasons_for(answer, hit)

    assert (reason.kind, reason.evidence) == ("profile", ("organisation:mine",))
    assert reason.weight >= hit.contributions.declared > 0
    assert "mine" not in names(ranked(without, SUN))


def test_the_page_is_told_even_when_four_projects_fit_better():
    works = [("solaris", "mine"), ("helios", "mine"), ("idra", "mine"), ("nave", "mine")]
    found = evidence(organisation("mine", en="Hydrogen tanks."), more_parts=works)
    answer = ranked(found, "perovskite tandem solar cells windows, hydrogen tanks for ships and ferries")
    hit = next(hit for hit in answer.suggestions if hit.key == "organisation:mine")

    told = [reason.kind for reason in reasons_for(answer, hit)]

    assert told.count("profile") == 1
    assert told.count("past_work") == 3


@pytest.mark.parametrize("text", [SUN, " ".join(TEXTS.values())])
def test_a_page_brings_at_most_what_its_weight_says(text):
    found = evidence(organisation("mine", en="perovskite tandem cells"))
    answer = ranked(found, text)

    assert all(hit.contributions.declared <= answer.scores.weights.declared for hit in answer.suggestions)
