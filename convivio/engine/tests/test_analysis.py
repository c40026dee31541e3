import pytest
from hypothesis import given
from hypothesis import strategies as st

from convivio.engine import words_it
from convivio.engine.analysis import (
    fold,
    guess_language,
    neighbours,
    surface_terms,
    tokens,
)

FAMILIES = [
    "laboratorio laboratori",
    "osservatorio osservatori",
    "ambulatorio ambulatori",
    "conservatorio conservatori",
    "edificio edifici",
    "beneficio benefici",
    "caseificio caseifici",
    "superficie superfici",
    "serbatoio serbatoi",
    "frantoio frantoi",
    "alimentare alimentari",
    "agroalimentare agroalimentari",
    "solare solari",
    "nucleare nucleari",
    "molecolare molecolari",
    "circolare circolari",
    "lineare lineari",
    "acqua acque",
    "anziano anziani",
    "attuatore attuatori",
    "sensore sensori",
    "territorio territori",
    "criterio criteri",
    "studio studi",
    "consorzio consorzi",
    "servizio servizi",
    "esercizio esercizi",
    "ufficio uffici",
    "macchinario macchinari",
    "imballaggio imballaggi",
    "rischio rischi",
    "tecnologia tecnologie",
    "batteria batterie",
    "farmaco farmaci",
    "parco parchi",
    "medico medici mediche",
    "sanitario sanitari sanitaria sanitarie",
    "incubatore incubatori",
    "accumulatore accumulatori",
    "qualità qualita",
    "università universita",
]


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_a_word_share_a_stem(family):
    assert len({tuple(tokens(word, "it")) for word in family.split()}) == 1


@pytest.mark.parametrize(("word", "form"), words_it.ONE_FORM.items())
def test_every_exception_is_needed_and_brings_two_words_together(word, form):
    assert tokens(word, "it") == tokens(form, "it")


@pytest.mark.parametrize("pair", ["laboratori lavoro", "solare sole", "benefici bene", "edifici edile"])
def test_an_exception_does_not_join_what_is_apart(pair):
    one, other = pair.split()
    assert tokens(one, "it") != tokens(other, "it")


@pytest.mark.parametrize("text", ["l'azienda", "l’azienda", "dell'azienda", "un'azienda", "AZIENDA"])
def test_an_elision_leaves_the_word(text):
    assert tokens(text, "it") == tokens("azienda", "it")


def test_stop_words_fall_away_in_both_languages_with_and_without_accents():
    assert tokens("perché più è già the and of", "it")[:1] == tokens("the", "it")
    assert tokens("perché più è già", "it") == []
    assert tokens("the use of which", "en") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cerchiamo un laboratorio per provare dei sensori", "it"),
        ("We look for a laboratory to test the sensors", "en"),
        ("robotica chirurgica", "it"),
        ("hydrogen storing", "en"),
        ("", None),
        ("12345 €", None),
    ],
)
def test_the_language_of_a_text_is_guessed(text, language):
    assert guess_language(text) == language


def test_a_term_remembers_the_word_it_stood_for_first():
    counts, surface = surface_terms("Sensori e sensore", "it")

    assert list(counts.values()) == [2]
    assert list(surface.values()) == ["Sensori"]


def test_neighbours_do_not_reach_over_a_full_stop():
    assert neighbours("tandem cells. Stable ink") == {
        ("tandem", "cells"): "tandem cells",
        ("stable", "ink"): "Stable ink",
    }


@given(st.text())
def test_any_text_is_read_without_a_fault_and_folded_once_for_all(text):
    tokens(text, "it")
    guess_language(text)
    assert fold(fold(text)) == fold(text)
