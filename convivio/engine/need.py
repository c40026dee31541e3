"""A need, in its own words, turned into the weighted terms that are looked up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from convivio.engine.analysis import LANGUAGES, Language, guess_language, neighbours, surface_terms
from convivio.engine.errors import EmptyText
from convivio.engine.evidence import Evidence
from convivio.engine.need_talk import is_talk
from convivio.engine.postings import K1, Floats
from convivio.engine.terms import Space

# Words of a need looked up in the other language too: names and cognates ("blockchain",
# "perovskite") are written alike, and count half because a chance likeness is possible.
OTHER_LANGUAGE = 0.5
# How much more a rare word counts than BM25 alone lets it: its rarity to this power, once more.
RARITY = 0.3
# What is read of a text: two megabytes; a need of 300 words is two kilobytes.
LONGEST_TEXT = 2_000_000
# How much of a need is read for words that stand together.
READ_FOR_PHRASES = 40_000
# Spaces in a line from which its own language is told: twelve words hold some that tell.
ENOUGH_TO_TELL = 12
# The most telling terms that are looked up. A need of 300 words has about 140; ranking is no
# better with more, and a whole book costs no more than a page.
MOST_TERMS = 240
# The most pairs of term and organisation that one query adds up, so that a search among ten times
# as many organisations does not take ten times as long: the commonest words are left out first.
MOST_POSTINGS = 2_500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What is looked for, in the asker's own words.

    Shape: `expansions` are words in either language and their weights, from the vocabulary
        (translations, synonyms); `concepts` are keys of concepts and their weights.
    Units: weights from 0 to 1, where 1 counts like a word of the text.
    Errors: EmptyText when it is looked up and holds no word, no expansion and no concept.
    Source: none.
    """

    text: str
    language: Language | None = None
    expansions: Mapping[str, float] = field(default_factory=dict)
    concepts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The terms of a need, as numbers.

    Shape: `terms`, `weights`: one for each term that the evidence knows; `surface` the word of the need that
        each stands for, or the
        key of the concept; `concepts` those terms that are concepts; `neighbours` pairs of
        words that stand together in the need, and how they are written.
    Units: weights as BM25's k3 part, 0 to K1 + 1, times the term's rarity to the power RARITY.
    Errors: none; a need of words nobody ever used has no terms.
    Source: Robertson and Zaragoza (2009), the saturation of a query's own counts.
    """

    terms: NDArray[np.int64]
    weights: Floats
    surface: Mapping[int, str]
    concepts: frozenset[int]
    neighbours: Mapping[tuple[str, str], str]

    def ideal(self, idf: Floats) -> float:
        """Give the score that no text can pass: each term as often as can be."""
        return float((self.weights * idf[self.terms]).sum()) * (K1 + 1) or 1.0


def ask(evidence: Evidence, need: Need) -> Query:
    """Turn a need into the terms to look up, the most telling ones when it is long."""
    text = need.text[:LONGEST_TEXT]
    weights: dict[int, float] = {}
    surface: dict[int, str] = {}
    concepts: set[int] = set()
    asked = False
    for space, term, weight, word in _wanted(text, need):
        asked = True
        number = evidence.terms.number(space, term)
        if number is not None and weight > weights.get(number, 0):
            weights[number] = weight
            surface[number] = word
            if space == "concept":
                concepts.add(number)
    if not asked:
        raise EmptyText("The need holds no word to look for.")
    terms = np.array(list(weights), dtype=np.int64)
    values = np.array(list(weights.values()), dtype=np.float32)
    values *= evidence.by_document.idf[terms] ** np.float32(RARITY)
    chosen = _most_telling(evidence, terms, values)
    return Query(
        terms=terms[chosen],
        weights=values[chosen],
        surface=surface,
        concepts=frozenset(concepts),
        neighbours=neighbours(text[:READ_FOR_PHRASES]),
    )


def _wanted(text: str, need: Need) -> Iterable[tuple[Space, str, float, str]]:
    passages = by_language(text, need.language or guess_language(text))
    for other in LANGUAGES:
        for language, passage in passages.items():
            trust = 1.0 if language in (other, None) else OTHER_LANGUAGE
            counts, surface = surface_terms(passage, other, is_sure=language == other)
            for term, count in counts.items():
                if not is_talk(surface[term]):
                    yield other, term, trust * _saturated(count), surface[term]
        for word, weight in need.expansions.items():
            for term in surface_terms(word, other)[0]:
                yield other, term, weight, word
    for concept, weight in need.concepts.items():
        yield "concept", concept, weight, concept


def by_language(text: str, language: Language | None) -> Mapping[Language | None, str]:
    """Part a text whose lines are written in several languages, as a call's and its reader's are.

    Shape: the lines of each language, joined; a line too short to tell goes with the text's own.
    Units: none.
    Errors: none.
    Source: none.
    """
    parted: dict[Language | None, list[str]] = {}
    for line in text.split("\n"):
        own = guess_language(line) if line.count(" ") >= ENOUGH_TO_TELL else language
        parted.setdefault(own or language, []).append(line)
    return {spoken: "\n".join(lines) for spoken, lines in parted.items()}


def _saturated(count: int) -> float:
    """Let a repeated word count more, but ever less: once 1, twice 1.4, often 2.2."""
    return count * (K1 + 1) / (count + K1)


def _most_telling(evidence: Evidence, terms: NDArray[np.int64], weights: Floats) -> NDArray[np.int64]:
    """Choose the terms that can bring the most score, within the work that one query may cost."""
    idf = evidence.by_document.idf[terms]
    order = np.argsort(-(weights * idf), kind="stable")
    order = order[idf[order] > 0][:MOST_TERMS]
    work = np.cumsum(evidence.by_organisation.frequency(terms[order]))
    return order[: max(1, int(np.searchsorted(work, MOST_POSTINGS, side="right")))]
