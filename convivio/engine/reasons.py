"""Why an organisation is suggested: read off the numbers that made its score.

A reason names its evidence and the part of the score that it made. Evidence without which the score
would not fall is not a reason. Sentences are phrased elsewhere, in the reader's language, from these values.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from convivio.engine.analysis import LANGUAGES, surface_terms, words
from convivio.engine.declared import SELF
from convivio.engine.evidence import Evidence
from convivio.engine.history import ROLE_WEIGHTS, ROLES, day_of
from convivio.engine.need import Query
from convivio.engine.postings import K1, Floats
from convivio.engine.rank import Ranking, Suggestion
from convivio.engine.scores import POWER, Scores
from convivio.engine.weights import NEARNESS_BEND

Kind = Literal["past_work", "profile", "record", "collaboration", "introduction"]

MOST_DOCUMENTS = 3
MOST_SHARED = 3
MOST_WORDS = 4
# A word that brings less than this share of what the best word brings is not what carried it.
TELLING_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as values.

    Shape: `kind` past_work (a document it took part in fits: `evidence` its key, `role`, `day`),
        profile (its own words fit: `evidence` its own key), record (all it did, taken together:
        `evidence` the documents that hold most), collaboration (it worked with a lead: `evidence`
        the documents shared, newest first, `count` how many), introduction (it worked on what fits
        with those who worked with a lead: `evidence` the documents, weightiest first). `words` are words of the need, as
        written there, that carried it, neighbours joined; `concepts` keys of concepts.
    Units: `weight` is the part of the score that this evidence made, above 0; the parts of all
        evidence add up to the score.
    Errors: none.
    Source: computed from Scores; a property test takes the evidence away and ranks again.
    """

    kind: Kind
    evidence: tuple[str, ...]
    weight: float
    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    role: str = ""
    day: date | None = None
    count: int = 1


def reasons_for(ranking: Ranking, suggestion: Suggestion) -> list[Reason]:
    """Give the reasons of a suggestion, the most concrete first.

    Shape: the MOST_DOCUMENTS of past work that fit best and the own page, the weightiest first; then the
        collaboration and the introduction; then the record as a whole, when it holds more than those documents.
    Units: as in Reason.
    Errors: none; the suggestion must come from this ranking.
    Source: see the module.
    """
    case = _Case(ranking.evidence, ranking.scores, suggestion.row)
    return [
        *case.of_documents(),
        *case.of_collaboration(),
        *case.of_introduction(),
        *case.of_the_record(),
    ]


class _Case:
    """One organisation's evidence for one query."""

    def __init__(self, evidence: Evidence, scores: Scores, row: int) -> None:
        self.evidence, self.scores, self.row = evidence, scores, row
        history = evidence.history
        docs, roles = history.documents_of.of(row), history.documents_of.roles_of(row)
        powers = scores.document[docs].astype(np.float64) ** POWER * ROLE_WEIGHTS[roles]
        order = np.argsort(-powers, kind="stable")
        self.docs, self.roles, self.powers = docs[order], roles[order], powers[order]
        self.fitting = int(np.count_nonzero(powers))
        terms = scores.query.terms
        self.impacts = evidence.by_organisation.impacts_on(row, terms)

    def of_documents(self) -> Iterable[Reason]:
        history = self.evidence.history
        told = [place for place in self._places() if self._loss(place) > 0]
        for place in sorted(told, key=self._share_of, reverse=True):
            doc, role = int(self.docs[place]), int(self.roles[place])
            found, concepts = self._words_of(doc)
            yield Reason(
                "profile" if role == SELF else "past_work",
                (history.documents[doc],),
                self._share_of(place),
                found,
                concepts,
                ROLES[role],
                day_of(int(history.days[doc])),
            )

    def _places(self) -> Iterable[int]:
        """Give the places of the documents that fit best, and of the own page wherever it stands."""
        first = min(self.fitting, MOST_DOCUMENTS)
        yield from range(first)
        yield from (place for place in range(first, self.fitting) if self.roles[place] == SELF)

    def _share_of(self, place: int) -> float:
        share = float(self.scores.of_documents[self.row] * self.powers[place] / self.powers.sum())
        return share + self._declared_by(place)

    def _declared_by(self, place: int) -> float:
        """Give what the page alone brings, when this document is the own page."""
        return float(self.scores.of_declared[self.row]) if self.roles[place] == SELF else 0.0

    def of_the_record(self) -> Iterable[Reason]:
        weight = float(self.scores.of_organisation[self.row])
        if weight <= 0 or self.fitting <= MOST_DOCUMENTS:
            return
        query = self.scores.query
        found, concepts = _carrying(query, self.impacts * query.weights)
        keys = tuple(self.evidence.history.documents[doc] for doc in self.docs[:MOST_DOCUMENTS])
        yield Reason("record", keys, weight, found, concepts, count=self.fitting)

    def of_collaboration(self) -> Iterable[Reason]:
        count = int(self.scores.shared[self.row])
        if not count:
            return
        history = self.evidence.history
        docs = [doc for doc in self.docs.tolist() if doc in self.scores.with_leads]
        docs.sort(key=lambda doc: -history.days[doc])
        keys = tuple(history.documents[doc] for doc in docs[:MOST_SHARED])
        weight = float(self.scores.of_collaboration[self.row])
        yield Reason("collaboration", keys, weight, day=day_of(int(history.days[docs[0]])), count=count)

    def of_introduction(self) -> Iterable[Reason]:
        """Name where it worked, on what fits, with those whom the leads know."""
        weight = float(self.scores.of_introduction[self.row])
        if weight <= 0 or self.scores.shared[self.row]:
            return
        history, paths = self.evidence.history, self.scores.acquaintance.paths[self.docs]
        docs = self.docs[np.argsort(-paths, kind="stable")][: np.count_nonzero(paths)][:MOST_SHARED]
        keys = tuple(history.documents[doc] for doc in docs.tolist())
        yield Reason("introduction", keys, weight, day=day_of(int(history.days[docs[0]])), count=len(keys))

    def _loss(self, place: int) -> float:
        """Work out what the score would lose without one document."""
        before = float(self.scores.documents[self.row])
        rest = max(0.0, before**POWER - float(self.powers[place]))
        lost = self.scores.weights.documents * (before - float(rest ** (1 / POWER)))
        doc, role = int(self.docs[place]), int(self.roles[place])
        weight = float(ROLE_WEIGHTS[role])
        told_twice = self._loss_of_nearness(doc, weight) + self._loss_of_record(doc, weight)
        return lost + told_twice + self._declared_by(place)

    def _loss_of_nearness(self, doc: int, weight: float) -> float:
        """Work out what the place among the nearest documents brings; those behind it move up by one at most."""
        near = float(self.scores.nearness[self.row])
        left = max(0.0, near - weight * float(self.scores.near[doc]))
        return self.scores.weights.nearness * float(
            np.log1p(near / NEARNESS_BEND) - np.log1p(left / NEARNESS_BEND)
        )

    def _words_of(self, doc: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        query, postings = self.scores.query, self.evidence.by_document
        counts, length = self._counts_in(doc)
        impacts = postings.idf[query.terms] * counts * (K1 + 1) / (counts + postings.norm(length))
        return _carrying(query, impacts * query.weights)

    def _loss_of_record(self, doc: int, weight: float) -> float:
        """Work the organisation's own BM25 out again without one document's words."""
        postings, query = self.evidence.by_organisation, self.scores.query
        if not self.evidence.is_public[doc]:
            return 0.0
        gone, length = self._counts_in(doc)
        counts = postings.counts_on(self.row, query.terms, self.impacts)
        left = np.maximum(0, counts - gone * weight)
        norm = postings.norm(float(postings.lengths[self.row]) - length * weight)
        after = postings.idf[query.terms] * left * (K1 + 1) / np.maximum(left + norm, 1e-9)
        lost = float(((self.impacts - after) * query.weights).sum())
        return self.scores.weights.organisation * lost / query.ideal(postings.idf)

    def _counts_in(self, doc: int) -> tuple[Floats, float]:
        """Give how often each term of the query occurs in a document, and the document's length."""
        counts = self.evidence.counts
        here = slice(counts.indptr[doc], counts.indptr[doc + 1])
        often = counts.data[here]
        held = dict(zip(counts.indices[here].tolist(), often.tolist(), strict=True))
        wanted = [held.get(term, 0) for term in self.scores.query.terms.tolist()]
        return np.array(wanted, dtype=np.float32), float(often.sum())


def _carrying(query: Query, impacts: Floats) -> tuple[tuple[str, ...], tuple[str, ...]]:
    order = np.argsort(-impacts, kind="stable")[: 2 * MOST_WORDS]
    enough = order[impacts[order] > TELLING_SHARE * impacts.max(initial=0)]
    terms = query.terms[enough].tolist()
    concepts = tuple(query.surface[term] for term in terms if term in query.concepts)
    found = [query.surface[term] for term in terms if term not in query.concepts]
    return joined(found, query.neighbours)[:MOST_WORDS], concepts


def joined(found: Sequence[str], neighbours: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """Join words that stand beside each other in the need: "tandem", "cells" → "tandem cells"."""
    left = {word.lower(): word for word in found}
    phrases: list[str] = []
    for word in [*left]:
        if word not in left:
            continue
        pairs = [pair for other in left for pair in ((word, other), (other, word))]
        pair = next((pair for pair in pairs if pair in neighbours), None)
        phrases.append(left[word] if pair is None else neighbours[pair])
        for part in pair or (word,):
            left.pop(part, None)
    return tuple(phrases)


def passage(text: str, need: Iterable[str], longest: int = 240) -> str:
    """Give the sentence of a text that holds most of the given words, cut to a length.

    Shape: an extract of `text`; empty when no sentence holds any of the words.
    Units: `longest` in characters.
    Errors: none.
    Source: none.
    """
    wanted = {term for word in need for language in LANGUAGES for term in surface_terms(word, language)[0]}
    best, most = "", 0
    for sentence in _sentences(text):
        found = {
            term for language in LANGUAGES for term in surface_terms(sentence, language)[0] if term in wanted
        }
        if len(found) > most:
            best, most = sentence, len(found)
    return best if len(best) <= longest else best[: longest - 1].rsplit(" ", 1)[0] + "…"


def _sentences(text: str) -> list[str]:
    marked = text.replace("! ", "!\n").replace("? ", "?\n").replace(". ", ".\n")
    return [line.strip() for line in marked.splitlines() if words(line)]
