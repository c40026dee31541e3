"""Which calls could an organisation win: each thing it did puts the calls in its own order.

Every past project (and the organisation's own profile) scores the calls by BM25, as a share of the
score it gives to the call it fits best; the shares are raised to a power, so that a call which is
first for one project outweighs a call that is middling for many, and added up. An organisation that
works in two fields so finds the calls of both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convivio.engine.analysis import LANGUAGES, guess_language, surface_terms
from convivio.engine.documents import Document
from convivio.engine.errors import NoAudience
from convivio.engine.evidence import Evidence
from convivio.engine.history import ROLE_WEIGHTS, day_of
from convivio.engine.need import OTHER_LANGUAGE
from convivio.engine.postings import K1, Floats, length_norms
from convivio.engine.rank import known_before
from convivio.engine.scores import best

# Chosen on calls of 2024 (bench/engine.py), where 2 to 16 differ by less than a hundredth.
POWER = 4
MOST_REASONS = 3
MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class CallReason:
    """One piece of evidence for a call.

    Shape: the key of what was done, the part of the score it made, words of the call it shares,
        and its day.
    Units: `weight` above 0; the weights of all evidence add up to the score.
    Errors: none.
    Source: computed from the contributions that made the score.
    """

    evidence: str
    weight: float
    words: tuple[str, ...]
    day: date | None


@dataclass(frozen=True, slots=True)
class CallSuggestion:
    """A call that fits, with its reasons.

    Shape: the call's key; reasons, the weightiest first.
    Units: `score` orders the calls of one answer, from 0 to the number of documents; `fit` from 0
        to 1 is how much of the best document's words the call holds, comparable between
        organisations and calls.
    Errors: none.
    Source: none.
    """

    key: str
    score: float
    fit: float
    reasons: tuple[CallReason, ...]


class Calls:
    """The calls that are candidates, read once and ranked for any number of organisations.

    Shape: `keys`; `impacts` calls × terms of the evidence; with `before`, only what was known then
        counts, in the rarity of words as in what organisations did.
    Units: BM25 shares of each term, its rarity among the evidence's documents included.
    Errors: none; a call without a word that the evidence knows fits nobody.
    Source: Robertson and Zaragoza (2009).
    """

    def __init__(self, evidence: Evidence, calls: Iterable[Document], before: date | None = None) -> None:
        self.evidence = evidence if before is None else known_before(evidence, before)
        self.keys: list[str] = []
        self.surface: list[dict[int, str]] = []
        counted: list[dict[int, float]] = []
        for call in calls:
            counts, surface = _read(self.evidence, call)
            self.keys.append(call.key)
            self.surface.append(surface)
            counted.append(counts)
        self.impacts = _impacts(self.evidence, counted)


def rank_calls(
    calls: Calls, organisations: Sequence[str], *, audiences: Sequence[str],
    exclude: Iterable[str] = (), limit: int = 20,
) -> list[CallSuggestion]:  # fmt: skip
    """Give the calls that fit what these organisations did and say, best first.

    Shape: at most `limit`; calls in `exclude` (joined before, dismissed) are left out.
    Units: as in CallSuggestion.
    Errors: NoAudience; organisations without evidence get an empty answer.
    Source: measured on calls that organisations later joined (bench/engine.py).
    """
    if not audiences:
        raise NoAudience("Nobody was named as the reader.")
    evidence = calls.evidence
    docs, weights = _documents(evidence, organisations, audiences)
    if not len(docs) or not calls.keys:
        return []
    asked = evidence.counts[docs]
    asked.data = asked.data * (K1 + 1) / (asked.data + K1)
    scores = np.asarray((calls.impacts @ asked.T).todense(), dtype=np.float32)
    shares = (scores / np.maximum(scores.max(axis=0), 1e-9)) ** POWER * weights
    fits = scores / np.maximum(asked @ evidence.by_document.idf * (K1 + 1), 1e-9)
    total = shares.sum(axis=1)
    excluded = set(exclude)
    total[[place for place, key in enumerate(calls.keys) if key in excluded]] = 0
    chosen = best(total, min(limit, int(np.count_nonzero(total))))
    return [
        CallSuggestion(
            calls.keys[place],
            float(total[place]),
            float(fits[place].max()),
            _reasons(calls, evidence, place, docs, shares[place]),
        )
        for place in chosen.tolist()
    ]


def _read(evidence: Evidence, call: Document) -> tuple[dict[int, float], dict[int, str]]:
    text = f"{call.title} {call.evidence} {call.en} {call.it}"
    language = guess_language(text)
    counts: dict[int, float] = {}
    surface: dict[int, str] = {}
    for other in LANGUAGES:
        trust = 1.0 if language in {other, None} else OTHER_LANGUAGE
        found, written = surface_terms(text, other)
        for term, count in found.items():
            number = evidence.terms.number(other, term)
            if number is not None:
                counts[number] = trust * count
                surface[number] = written[term]
    return counts, surface


def _impacts(evidence: Evidence, counted: Sequence[dict[int, float]]) -> sparse.csr_matrix:
    starts = np.cumsum([0, *(len(counts) for counts in counted)])
    terms = np.array([term for counts in counted for term in counts], dtype=np.int64)
    often = np.array([often for counts in counted for often in counts.values()], dtype=np.float32)
    shape = (len(counted), evidence.counts.shape[1])
    matrix = sparse.csr_matrix((often, terms, starts), shape=shape)
    lengths = np.asarray(matrix.sum(axis=1), dtype=np.float32).ravel()
    norms = np.repeat(length_norms(lengths), np.diff(matrix.indptr))
    matrix.data *= (K1 + 1) / (matrix.data + norms) * evidence.by_document.idf[matrix.indices]
    return matrix


def _documents(
    evidence: Evidence, organisations: Sequence[str], audiences: Sequence[str]
) -> tuple[NDArray[np.int64], Floats]:
    """Give what these organisations did that the reader may see, once each, and its weight."""
    links, known = evidence.history.documents_of, evidence.history.organisation_rows
    sees = evidence.sees_documents(audiences)
    weights: dict[int, float] = {}
    for row in (known[key] for key in organisations if key in known):
        pairs = zip(links.of(row).tolist(), ROLE_WEIGHTS[links.roles_of(row)].tolist(), strict=True)
        for doc, weight in pairs:
            if sees[doc]:
                weights[doc] = max(weight, weights.get(doc, 0))
    return np.array(list(weights), dtype=np.int64), np.array(list(weights.values()), dtype=np.float32)


def _reasons(
    calls: Calls, evidence: Evidence, place: int, docs: NDArray[np.int64], shares: Floats
) -> tuple[CallReason, ...]:
    history = evidence.history
    chosen = best(shares, min(MOST_REASONS, int(np.count_nonzero(shares))))
    return tuple(
        CallReason(
            history.documents[docs[at]],
            float(shares[at]),
            _shared_words(calls, evidence, place, int(docs[at])),
            day_of(int(history.days[docs[at]])),
        )
        for at in chosen.tolist()
    )


def _shared_words(calls: Calls, evidence: Evidence, place: int, doc: int) -> tuple[str, ...]:
    here = slice(evidence.counts.indptr[doc], evidence.counts.indptr[doc + 1])
    held = set(evidence.counts.indices[here].tolist())
    there = slice(calls.impacts.indptr[place], calls.impacts.indptr[place + 1])
    terms = calls.impacts.indices[there]
    order = np.argsort(-calls.impacts.data[there], kind="stable")
    shared = [calls.surface[place][term] for term in terms[order].tolist() if term in held]
    return tuple(dict.fromkeys(shared))[:MOST_WORDS]
