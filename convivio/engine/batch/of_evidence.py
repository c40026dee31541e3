"""What of the evidence goes into the batch: what one reader may see, in whole numbers."""

from collections.abc import Iterable, Sequence

import numpy as np
from scipy import sparse

from convivio.engine.batch.material import Material, Whole, whole_weights
from convivio.engine.documents import Document
from convivio.engine.evidence import Evidence
from convivio.engine.rank_calls import Calls


def material_of(evidence: Evidence, asks: Iterable[Document], *, audiences: Sequence[str]) -> Material:
    """Write down what a reader of these audiences may see of the evidence and of calls and needs.

    Organisations are numbered in the order of their keys, so that a tie is broken the same way after
    the index was built anew.

    Shape: as in Material; an organisation that the reader may not see has no number.
    Units: as in Material.
    Errors: none.
    Source: weights are those of `by_organisation`, made of public documents only, and of Calls.
    """
    calls = Calls(evidence, sorted(_seen(asks, audiences), key=lambda one: one.key))
    sees = np.flatnonzero(evidence.sees_organisations(audiences)).tolist()
    keys = evidence.history.organisations
    rows = np.array(sorted(sees, key=keys.__getitem__), dtype=np.int64)
    numbers = np.full(len(keys), -1, dtype=np.int64)
    numbers[rows] = np.arange(len(rows))
    held, asked = _held(evidence, numbers), whole_weights(calls.impacts)
    return Material(
        held,
        asked,
        _parts(evidence, numbers, audiences),
        [keys[row] for row in rows.tolist()],
        calls.keys,
        _words(evidence, calls, np.union1d(held[1], asked[1])),
    )


def _seen(documents: Iterable[Document], audiences: Sequence[str]) -> Iterable[Document]:
    reader = set(audiences)
    return (one for one in documents if not reader.isdisjoint(one.audiences))


def _held(evidence: Evidence, numbers: Whole) -> tuple[Whole, Whole, Whole]:
    postings = evidence.by_organisation
    shape = (postings.size, len(postings.idf))
    shares = sparse.csc_matrix((postings.impacts, postings.rows, postings.starts), shape=shape)
    owners, terms, weights = whole_weights(shares)
    kept = numbers[owners] >= 0
    return numbers[owners[kept]], terms[kept], weights[kept]


def _parts(evidence: Evidence, numbers: Whole, audiences: Sequence[str]) -> tuple[Whole, Whole]:
    """Give who took part in what is shared and may be seen."""
    links = evidence.history.documents_of
    seen = evidence.sees_documents(audiences) & evidence.history.is_shared
    kept = seen[links.rows] & (numbers[links.owners] >= 0)
    return numbers[links.owners[kept]], links.rows[kept].astype(np.int64)


def _words(evidence: Evidence, calls: Calls, spoken: Whole) -> list[str]:
    """Give a word for each term that goes in: as a call writes it, or else its stem; no other word is told."""
    lines = evidence.terms.lines()
    words = [""] * len(lines)
    for term in spoken.tolist():
        words[term] = lines[term].partition(" ")[2]
    for surface in reversed(calls.surface):
        words_here = ((term, word) for term, word in surface.items() if words[term])
        for term, word in words_here:
            words[term] = word
    return words
