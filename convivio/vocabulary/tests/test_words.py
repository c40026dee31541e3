"""An Italian need leads to English evidence, and the other way round."""

import pytest

from convivio.kernel.translated import in_both
from convivio.vocabulary.loading import load_own_lists
from convivio.vocabulary.models import Concept, Scheme
from convivio.vocabulary.tests.factories import ConceptFactory
from convivio.vocabulary.words import LABEL, concepts_in, expansions, suggest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("italian", "english"),
    [
        ("Cerchiamo competenze di medicina rigenerativa per il ginocchio", "Regenerative medicine"),
        ("un partner per l'ingegneria dei tessuti", "Tissue engineering"),
        ("cellula staminale", "Stem cells"),
    ],
)
def test_an_italian_need_finds_the_english_name(italian: str, english: str) -> None:
    load_own_lists()

    assert (english, LABEL) in expansions(italian, "it")


def test_an_english_need_finds_the_italian_name() -> None:
    load_own_lists()

    assert ("Medicina rigenerativa", LABEL) in expansions(
        "Partners in regenerative medicine are sought", "en"
    )


def test_a_synonym_weighs_less_than_the_name_and_a_plain_word_less_still() -> None:
    load_own_lists()

    weights = dict(expansions("medicina rigenerativa in ospedale", "it"))

    assert weights["Regenerative medicine"] > weights["tissue regeneration"] > weights["hospital"] > 0


def test_the_language_of_a_text_is_found_when_nobody_says_it() -> None:
    load_own_lists()

    assert ("Regenerative medicine", LABEL) in expansions("Ci serve la medicina rigenerativa per gli anziani")


def test_a_concept_is_found_with_the_passage_that_names_it() -> None:
    load_own_lists()

    (found,) = concepts_in("Stiamo sviluppando le Medicine rigenerative.", "it")

    assert (found.concept.code, found.passage) == ("regenerative-medicine", "Medicine rigenerative")
    assert found.concept.facet == "technology:regenerative-medicine"
    assert found.concept.key == f"concept:{Concept.objects.get(code='regenerative-medicine').pk}"


def test_the_longest_term_wins() -> None:
    ConceptFactory.create(code="water", label=in_both("Acqua", "Water"))
    ConceptFactory.create(code="treatment", label=in_both("Trattamento dell'acqua", "Water treatment"))

    assert [found.concept.code for found in concepts_in("trattamento dell'acqua", "it")] == ["treatment"]


def test_a_new_concept_is_known_at_once() -> None:
    load_own_lists()
    assert not concepts_in("zimotecnia", "it")

    ConceptFactory.create(code="zymotechnology", label=in_both("Zimotecnia", "Zymotechnology"))

    assert [found.concept.code for found in concepts_in("zimotecnia", "it")] == ["zymotechnology"]


def test_a_short_lone_word_of_science_is_a_plain_word() -> None:
    ConceptFactory.create(scheme=Scheme.EUROSCIVOC, code="/1", label={"en": "law"})
    ConceptFactory.create(scheme=Scheme.EUROSCIVOC, code="/2", label={"en": "criminology"})

    assert [found.concept.code for found in concepts_in("criminology and the law", "en")] == ["/2"]


def test_an_empty_text_says_nothing() -> None:
    load_own_lists()

    assert expansions("") == []
    assert concepts_in(" . ") == []


def test_what_is_being_typed_is_completed_in_the_readers_language() -> None:
    load_own_lists()

    assert str(suggest("medicina rig", "it")[0]) == "Medicina rigenerativa"
    assert suggest("regenerative", "en")[0].code == "regenerative-medicine"
    assert suggest("qualità dell'aria", "it") == suggest("QUALITA dell'aria", "it")
    assert suggest("  ", "it") == []
