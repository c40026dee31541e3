"""Which rows hold which term, with the share of BM25 that each occurrence brings.

BM25 is worked out once, when the postings are made; a query then only adds numbers up. What each
term brought to each row can be read off again: this is where reasons come from.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convivio.engine import store

# Robertson's usual values; .4 to .9 for B moved nothing on three windows of real consortia.
K1 = 1.2
B = 0.75

Floats = NDArray[np.float32]


class Postings:
    """The terms of a collection of texts, by term.

    Shape: `starts` (terms + 1); `rows` and `impacts` one for each pair of term and row; `idf` one
        for each term; `lengths` one for each row.
    Units: `impacts` are BM25 shares, idf included, 0 to idf × (K1 + 1); lengths in terms.
    Errors: none; a term that no row holds has no impact.
    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
    """

    def __init__(
        self, starts: NDArray[np.int64], rows: NDArray[np.int32], impacts: Floats, idf: Floats,
        lengths: Floats,
    ) -> None:  # fmt: skip
        self.starts, self.rows, self.impacts = starts, rows, impacts
        self.idf, self.lengths = idf, lengths

    @classmethod
    def of(cls, counts: sparse.csr_matrix) -> Self:
        """Make the postings from how often each row (a text) holds each column (a term)."""
        by_term = counts.tocsc()
        by_term.sort_indices()
        lengths = np.asarray(counts.sum(axis=1), dtype=np.float32).ravel()
        frequency = np.diff(by_term.indptr).astype(np.float32)
        idf = inverse_frequency(frequency, int(np.count_nonzero(lengths)))
        norms = length_norms(lengths)
        rows = by_term.indices.astype(np.int32)
        impacts = by_term.data.astype(np.float32)
        impacts *= (K1 + 1) / (impacts + norms[rows])
        impacts *= np.repeat(idf, np.diff(by_term.indptr))
        return cls(by_term.indptr.astype(np.int64), rows, impacts, idf, lengths)

    @classmethod
    def load(cls, folder: Path, name: str) -> Self:
        parts = ("starts", "rows", "impacts", "idf", "lengths")
        return cls(*(store.load_array(folder, f"{name}_{part}") for part in parts))

    def arrays(self, name: str) -> Mapping[str, store.Array]:
        """Give what `store.save` must write for `load` to find."""
        return {
            f"{name}_starts": self.starts,
            f"{name}_rows": self.rows,
            f"{name}_impacts": self.impacts,
            f"{name}_idf": self.idf,
            f"{name}_lengths": self.lengths,
        }

    @cached_property
    def average_length(self) -> float:
        return average_length(self.lengths)

    @property
    def size(self) -> int:
        return len(self.lengths)

    def frequency(self, terms: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give how many rows hold each of these terms."""
        return np.asarray(self.starts[terms + 1] - self.starts[terms])

    def score(self, terms: NDArray[np.int64], weights: Floats) -> Floats:
        """Give every row's BM25 for these weighted terms."""
        scores = np.zeros(self.size, dtype=np.float32)
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            here = slice(self.starts[term], self.starts[term + 1])
            scores[self.rows[here]] += self.impacts[here] * np.float32(weight)
        return scores

    def impacts_on(self, row: int, terms: NDArray[np.int64]) -> Floats:
        """Give what each of these terms brings to one row; all are looked for by halving at once."""
        low, high = self.starts[terms], self.starts[terms + 1]
        end = high
        while (low < high).any():
            middle = (low + high) // 2
            below = self.rows[np.minimum(middle, len(self.rows) - 1)] < row
            is_open = low < high
            low = np.where(is_open & below, middle + 1, low)
            high = np.where(is_open & ~below, middle, high)
        at = np.minimum(low, max(0, len(self.rows) - 1))
        found = (low < end) & (self.rows[at] == row) if len(self.rows) else low < end
        return np.where(found, self.impacts[at], 0) if len(self.rows) else found.astype(np.float32)

    def counts_on(self, row: int, terms: NDArray[np.int64], impacts: Floats) -> Floats:
        """Give how often each term occurs in one row: BM25 solved for the count."""
        share = impacts / np.maximum(self.idf[terms], np.float32(1e-9))
        norm = self.norm(float(self.lengths[row]))
        return np.asarray(norm * share / np.maximum(K1 + 1 - share, 1e-6), dtype=np.float32)

    def norm(self, length: float) -> float:
        """Give the length term of a row of this length."""
        return float(K1 * (1 - B + B * max(0.0, length) / self.average_length))


def inverse_frequency(frequency: Floats, size: int) -> Floats:
    """Give how telling each term is, from in how many of `size` rows it occurs."""
    return np.log1p((size - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)


def length_norms(lengths: Floats) -> Floats:
    """Give BM25's length term for each row; a row of average length has K1."""
    return (K1 * (1 - B + B * lengths / average_length(lengths))).astype(np.float32)


def average_length(lengths: Floats) -> float:
    """Give the mean length of the rows that hold anything."""
    written = lengths[lengths > 0]
    return float(written.mean()) if len(written) else 1.0
