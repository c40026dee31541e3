"""What organisations declare of themselves: how much of a page speaks of the need.

A newcomer has a page and no past. Its page cannot stand against all that others took part in by how
much of the *need* it covers; it can by how much of *itself* the need is about. A page that boasts of
everything speaks little of anything, so what is stuffed into it only dilutes it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convivio.engine.analysis import LANGUAGES
from convivio.engine.history import ROLES, History
from convivio.engine.postings import Floats
from convivio.engine.terms import Terms

SELF = ROLES.index("self")
# How fast a page of many words counts for less with each of them: with .5, a cosine, a page that
# holds every keyword there is would be found for all of them.
DILUTION = 0.9
# The mass of a few telling words: a page of one word is not ten times as much about it.
LEAST_MASS = 60.0
# Where a page says half of what a page can, and how steeply others fall off.
HALF, STEEPNESS = 0.035, 3


@dataclass(frozen=True)
class Pages:
    """The organisations' own pages, by term, each in its own language.

    Shape: `by_term` one pages × terms matrix for each language, concepts in both, and `spoken` whether a
        term belongs to it; `documents` and `owners` the rows, one for each page.
    Units: rarity of the term over the page's mass, its sum of squared rarities, to the power DILUTION.
    Errors: none.
    Source: the cosine of vectors of rarities (Salton and McGill, 1983) with pivoted length
        (Singhal, Buckley and Mitra, 1996); constants measured by bench/newcomers.py.
    """

    by_term: tuple[sparse.csc_matrix, ...]
    spoken: tuple[NDArray[np.bool_], ...]
    documents: NDArray[np.int64]
    owners: NDArray[np.int64]
    size: int

    @classmethod
    def of(
        cls, history: History, counts: sparse.csr_matrix, idf: Floats, terms: Terms,
        *, dilution: float = DILUTION,
    ) -> "Pages":  # fmt: skip
        links = history.documents_of
        is_own = links.roles == SELF
        documents = links.rows[is_own].astype(np.int64)
        said = counts[documents].sign()
        spoken = tuple(_spoken(terms, language) for language in LANGUAGES)
        by_term = tuple(_weighed(said, np.where(held, idf, 0), dilution) for held in spoken)
        owners = links.owners[is_own].astype(np.int64)
        return cls(by_term, spoken, documents, owners, len(history.organisations))

    def fit(self, terms: NDArray[np.int64], wanted: Floats, sees: NDArray[np.bool_]) -> Floats:
        """Say how much of each organisation's page speaks of a query, in whichever language says most.

        Shape: `terms` of the query and how much each is `wanted`, its weight times its rarity; one number for each organisation, 0 for those whose page the reader may not see.
        Units: 0 to 1; it falls with the words of the query that a page does not hold, and with those
            of the page that the query does not.
        Errors: none.
        Source: Pages.
        """
        fits = np.zeros(self.size, dtype=np.float32)
        length = max(float(np.linalg.norm(wanted[held[terms]])) for held in self.spoken)
        if length > 0 and len(self.documents):
            found = np.max([_added(pages, terms, wanted) for pages in self.by_term], axis=0) / length
            np.maximum.at(fits, self.owners, np.where(sees[self.documents], found, 0))
        steep = (fits / np.float32(HALF)) ** STEEPNESS
        return np.asarray(steep / (1 + steep), dtype=np.float32)


def _spoken(terms: Terms, language: str) -> NDArray[np.bool_]:
    """Say of each term whether a page in this language can hold it."""
    held = np.zeros(terms.size, dtype=bool)
    for space, numbers in terms.numbers.items():
        if space in {language, "concept"}:
            held[list(numbers.values())] = True
    return held


def _weighed(said: sparse.csr_matrix, rarity: Floats, dilution: float) -> sparse.csc_matrix:
    mass = np.asarray(said @ rarity**2).ravel() + LEAST_MASS
    weighed = (sparse.diags(mass**-dilution) @ said @ sparse.diags(rarity)).tocsc().astype(np.float32)
    weighed.eliminate_zeros()
    return weighed


def _added(pages: sparse.csc_matrix, terms: NDArray[np.int64], wanted: Floats) -> Floats:
    added = np.zeros(pages.shape[0], dtype=np.float32)
    for term, weight in zip(terms.tolist(), wanted.tolist(), strict=True):
        here = slice(pages.indptr[term], pages.indptr[term + 1])
        added[pages.indices[here]] += pages.data[here] * np.float32(weight)
    return added
