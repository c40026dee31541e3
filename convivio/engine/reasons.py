"""Why an organisation is suggested: read off the numbers that made its score.

A reason names its evidence and weighs what the score would lose without it. What would lose nothing
is not a reason. Sentences are phrased elsewhere, in the reader's language, from these values.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from convivio.engine.analysis import LANGUAGES, surface_terms, words
from convivio.engine.evidence import Evidence
from convivio.engine.history import ROLE_WEIGHTS, ROLES, day_of
from convivio.engine.need import Query
from convivio.engine.postings import K1, B, Postings
from convivio.engine.rank import (
    COLLABORATION_WEIGHT,
    DOCUMENT_WEIGHT,
    POWER,
    Ranking,
    Scores,
    Suggestion,
)

Kind = Literal["past_work", "profile", "record", "collaboration"]

MOST_DOCUMENTS = 3
MOST_SHARED = 3
MOST_WORDS = 4
# A word that brings less than this share of a document's score is not what carried it.
TELLING_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as values.

    Shape: `kind` past_work (a document it took part in fits: `evidence` its key, `role`, `day`),
        profile (its own words fit: `evidence` its own key), record (all it did, taken together:
        `evidence` the documents that hold most), collaboration (it worked with a lead: `evidence`
        the documents shared, newest first, `count` how many). `words` are words of the need, as
        written there, that carried it, neighbours joined; `concepts` keys of concepts.
    Units: `weight` is what the score would lose without this evidence, above 0.
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
    """Give the reasons of a suggestion, the weightiest first.

    Shape: at most MOST_DOCUMENTS of past work, and one of each other kind.
    Units: as in Reason.
    Errors: none; the suggestion must come from this ranking.
    Source: see the module.
    """
    scores, row = ranking.scores, suggestion.row
    case = _Case(ranking.evidence, scores, row)
    reasons = [*case.of_documents(), *case.of_the_record(), *case.of_collaboration()]
    return sorted(reasons, key=lambda reason: -reason.weight)


class _Case:
    """One organisation's evidence for one query."""

    def __init__(self, evidence: Evidence, scores: Scores, row: int) -> None:
        self.evidence, self.scores, self.row = evidence, scores, row
        history = evidence.history
        docs = history.documents_of.of(row)
        weights = ROLE_WEIGHTS[history.documents_of.roles_of(row)]
        fits = scores.document[docs] > 0
        order = np.argsort(-(scores.document[docs[fits]] * weights[fits]), kind="stable")
        self.docs, self.weights = docs[fits][order], weights[fits][order]
        self.roles = history.documents_of.roles_of(row)[fits][order]

    def of_documents(self) -> Iterable[Reason]:
        history, query = self.evidence.history, self.scores.query
        triples = zip(self.docs.tolist(), self.weights.tolist(), self.roles.tolist(), strict=True)
        for doc, weight, role in list(triples)[:MOST_DOCUMENTS]:
            loss = self._loss_of_document(doc, weight) + self._loss_of_record(doc, weight)
            if ROLES[role] != "self":
                loss += self._loss_of_collaboration(doc)
            if loss <= 0:
                continue
            found, concepts = telling_words(self.evidence, query, doc)
            yield Reason(
                "profile" if ROLES[role] == "self" else "past_work",
                (history.documents[doc],),
                loss,
                found,
                concepts,
                ROLES[role],
                day_of(int(history.days[doc])),
            )

    def of_the_record(self) -> Iterable[Reason]:
        weight = float(self.scores.organisation[self.row])
        if weight <= 0 or len(self.docs) <= MOST_DOCUMENTS:
            return
        query = self.scores.query
        impacts = _impacts(self.evidence.by_organisation, query.terms, self.row) * query.weights
        found, concepts = _carrying(query, impacts)
        keys = tuple(self.evidence.history.documents[doc] for doc in self.docs[:MOST_DOCUMENTS])
        yield Reason("record", keys, weight, found, concepts, count=len(self.docs))

    def of_collaboration(self) -> Iterable[Reason]:
        count = int(self.scores.shared[self.row])
        if not count:
            return
        history = self.evidence.history
        mine = history.documents_of.of(self.row).tolist()
        docs = [doc for doc in mine if doc in self.scores.with_leads]
        docs.sort(key=lambda doc: -history.days[doc])
        keys = tuple(history.documents[doc] for doc in docs[:MOST_SHARED])
        day = day_of(int(history.days[docs[0]]))
        weight = float(self.scores.collaboration[self.row])
        yield Reason("collaboration", keys, weight, day=day, count=count)

    def _loss_of_document(self, doc: int, weight: float) -> float:
        before = float(self.scores.documents[self.row])
        rest = max(0.0, before**POWER - weight * float(self.scores.document[doc]) ** POWER)
        return float(DOCUMENT_WEIGHT * (before - rest ** (1 / POWER)))

    def _loss_of_record(self, doc: int, weight: float) -> float:
        """Work the organisation's own BM25 out again without one document's words."""
        evidence, query = self.evidence, self.scores.query
        if "public" not in evidence.document_audiences[doc].split("|"):
            return 0.0
        postings = evidence.by_organisation
        impacts = _impacts(postings, query.terms, self.row)
        counts = _counts(postings, query.terms, self.row, impacts)
        taken = evidence.counts[doc]
        held = dict(zip(taken.indices.tolist(), taken.data.tolist(), strict=True))
        gone = np.array([held.get(term, 0) for term in query.terms.tolist()]) * weight
        length = float(postings.lengths[self.row]) - float(taken.data.sum()) * weight
        norm = K1 * (1 - B + B * max(0.0, length) / postings.average_length)
        left = np.maximum(0, counts - gone)
        after = postings.idf[query.terms] * left * (K1 + 1) / np.maximum(left + norm, 1e-9)
        loss = float(((impacts - after) * query.weights).sum())
        return loss / query.ideal(postings.idf)

    def _loss_of_collaboration(self, doc: int) -> float:
        count = int(self.scores.shared[self.row])
        if not count or doc not in self.scores.with_leads:
            return 0.0
        return COLLABORATION_WEIGHT * float(np.log1p(count) - np.log1p(count - 1))


def telling_words(evidence: Evidence, query: Query, doc: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the words of the need that carried a document, and its concepts."""
    impacts = _impacts(evidence.by_document, query.terms, doc) * query.weights
    return _carrying(query, impacts)


def _carrying(query: Query, impacts: NDArray[np.float32]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    order = np.argsort(-impacts, kind="stable")
    enough = order[impacts[order] > TELLING_SHARE * max(1e-9, float(impacts.sum()))]
    terms = query.terms[enough[: 2 * MOST_WORDS]].tolist()
    concepts = tuple(query.surface[term] for term in terms if term in query.concepts)
    found = [query.surface[term] for term in terms if term not in query.concepts]
    return joined(found, query.order)[:MOST_WORDS], concepts


def joined(found: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """Join words that stand beside each other in the need: "tandem", "cells" → "tandem cells"."""
    phrases: list[str] = []
    left = {word.lower() for word in found}
    for word in found:
        if word.lower() in left:
            pair = next((pair for pair in pairwise(order) if _is_pair(pair, word.lower(), left)), (word,))
            left -= {part.lower() for part in pair}
            phrases.append(" ".join(pair))
    return tuple(phrases)


def _is_pair(pair: tuple[str, str], word: str, left: set[str]) -> bool:
    first, second = pair[0].lower(), pair[1].lower()
    return first != second and word in {first, second} and {first, second} <= left


def _impacts(postings: Postings, terms: NDArray[np.int64], row: int) -> NDArray[np.float32]:
    """Give what each term brought to one row."""
    found = np.zeros(len(terms), dtype=np.float32)
    for place, term in enumerate(terms.tolist()):
        start, end = int(postings.starts[term]), int(postings.starts[term + 1])
        at = start + int(np.searchsorted(postings.rows[start:end], row))
        if at < end and postings.rows[at] == row:
            found[place] = postings.impacts[at]
    return found


def _counts(
    postings: Postings, terms: NDArray[np.int64], row: int, impacts: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Read back how often each term occurs in one row: BM25 solved for the count."""
    length = float(postings.lengths[row])
    norm = K1 * (1 - B + B * length / postings.average_length)
    share = impacts.astype(np.float64) / np.maximum(postings.idf[terms], 1e-9)
    return norm * share / np.maximum(K1 + 1 - share, 1e-9)


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
