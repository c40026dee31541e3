"""What a need is made of, and how far each organisation covers each part of it.

A need for dialysis at home is a need for a membrane, for tests on blood, for patients: partners
complete one another when each covers a part that the others leave open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from convivio.engine.analysis import LANGUAGES, Language, tokens, words
from convivio.engine.evidence import Evidence
from convivio.engine.need_talk import says_nothing
from convivio.engine.postings import K1, Floats
from convivio.engine.scores import Scores

# An organisation whose record says a thing at this share of saturation covers it whole: few say it
# more often than that, and those who do more besides must not look weaker for it.
WHOLE = 0.6
# Below this level a chance mention is as likely as a competence.
CHANCE = 0.15
# How much of a text is read for words that nobody used: they help whoever wrote a short need.
READ_FOR_UNHEARD = 4_000
SHORTEST_TELLING = 3
# A term that weighs less than this share of the most telling one would only speckle a passage.
TELLING = 0.3


@dataclass(frozen=True, slots=True)
class Aspect:
    """One part of a need.

    Shape: `names` are ways to say it, in either language, each of one or more words that must all
        be there; `concept` the facet value of whoever declares it.
    Units: `weight` above 0; only ratios count.
    Errors: none.
    Source: none.
    """

    key: str
    names: tuple[str, ...]
    weight: float = 1.0
    concept: str = ""


def coverage(evidence: Evidence, aspects: Sequence[Aspect]) -> Mapping[str, Floats]:
    """Say how far each organisation covers each aspect, by its public record.

    Shape: for each aspect, one level for each row of the evidence's organisations.
    Units: levels from 0 (nothing on record) to 1 (covered whole).
    Errors: none; words that nobody ever used cover nothing.
    Source: BM25's saturation of the counts of the organisation's record, without its idf; a
        declared concept counts whole.
    """
    return {aspect.key: _levels(evidence, aspect) for aspect in aspects}


def telling_words(evidence: Evidence, scores: Scores, most: int) -> tuple[str, ...]:
    """Give the words of a need that weigh most in what was found, as they are written there.

    Shape: at most `most`, heaviest first, each once.
    """
    query = scores.query
    order = np.argsort(-(query.weights * evidence.by_document.idf[query.terms]), kind="stable")
    said = (query.surface[term] for term in query.terms[order].tolist() if term not in query.concepts)
    return tuple(dict.fromkeys(word.lower() for word in said if not says_nothing(word)))[:most]


def _levels(evidence: Evidence, aspect: Aspect) -> Floats:
    levels: Floats = np.zeros(evidence.by_organisation.size, dtype=np.float32)
    for name in aspect.names:
        for language in LANGUAGES:
            terms = [evidence.terms.number(language, term) for term in tokens(name, language)]
            known = [term for term in terms if term is not None]
            if terms and len(known) == len(terms):
                levels = np.maximum(levels, _said(evidence, known))
    levels = np.minimum(levels / np.float32(WHOLE), np.float32(1)).astype(np.float32)
    levels[levels < CHANCE] = 0
    if aspect.concept:
        levels[evidence.organisations_with("concept", (aspect.concept,))] = 1
    return levels


def _said(evidence: Evidence, terms: Sequence[int]) -> Floats:
    """Give the saturation of the least said of some words, by organisation."""
    postings = evidence.by_organisation
    least = np.ones(postings.size, dtype=np.float32)
    for term in terms:
        here = slice(postings.starts[term], postings.starts[term + 1])
        saturation = np.zeros(postings.size, dtype=np.float32)
        idf = max(float(postings.idf[term]), 1e-6)
        saturation[postings.rows[here]] = postings.impacts[here] / (idf * (K1 + 1))
        least = np.minimum(least, saturation)
    return least


def unheard(evidence: Evidence, text: str) -> tuple[str, ...]:
    """Give the words of a text that no evidence holds, in either language, as they are written.

    Shape: each once, in the order of the text, without articles and the like of either language.
    Units: none.
    Errors: none.
    Source: none.
    """
    found: dict[str, str] = {}
    for word in words(text[:READ_FOR_UNHEARD]):
        terms = [(language, term) for language in LANGUAGES for term in tokens(word, language)]
        tells = len(terms) == len(LANGUAGES) and len(word) >= SHORTEST_TELLING and not says_nothing(word)
        if tells and all(evidence.terms.number(*one) is None for one in terms):
            found.setdefault(word.lower(), word)
    return tuple(found.values())


def telling_terms(evidence: Evidence, scores: Scores, text: str) -> frozenset[tuple[Language, str]]:
    """Give the terms that a text shares with the need and that tell most of what it is about.

    Shape: languages and stems.
    Units: none.
    Errors: none; a text that shares nothing gives nothing.
    Source: the weights with which the need was looked up.
    """
    query = scores.query
    weights = dict(
        zip(
            query.terms.tolist(),
            (query.weights * evidence.by_document.idf[query.terms]).tolist(),
            strict=True,
        )
    )
    held = {
        (language, term): weights[number]
        for language in LANGUAGES
        for term in tokens(text, language)
        if (number := evidence.terms.number(language, term)) in weights and number is not None
    }
    least = TELLING * max(held.values(), default=0.0)
    return frozenset(term for term, weight in held.items() if weight >= least)
