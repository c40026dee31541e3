"""Who knows whom: those who worked with the leads, and those who worked with these, on what fits.

People join those they know, and after them those whom these know. Both are counted on the common
past that the reader may see: a project shared by few counts more than one shared by many.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convivio.engine.history import ROLE_WEIGHTS, History
from convivio.engine.postings import Floats

FEWEST = 2
"""Members that make a document a common one."""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """How near each organisation stands to the leads.

    Shape: `direct` and `through_others` one for each organisation; `paths` one for each document, how
        much of the second step goes through it.
    Units: shares of the leads' common projects, 0 to 1; `through_others` of the square of the
        documents' score as well. Each only grows with more evidence.
    Errors: none; without leads, or without a past of theirs, all are 0.
    Source: measured on windows of 2023 and 2024; docs/explanation/matching-quality.md.
    """

    direct: Floats
    through_others: Floats
    paths: Floats


class Graph:
    """The past as numbers: organisations × documents, each part by its role's weight.

    `all_parts` with everybody's own profile, `parts` of what is shared only.
    """

    def __init__(self, history: History) -> None:
        links = history.documents_of
        shape = (len(history.organisations), len(history.documents))
        every = ROLE_WEIGHTS[links.roles]
        weights = every * history.is_shared[links.rows]
        self.all_parts = sparse.csr_matrix((every, links.rows, links.starts), shape=shape)
        self.parts = sparse.csr_matrix((weights, links.rows, links.starts), shape=shape)
        self.squares = self.parts.multiply(self.parts).tocsr()
        self.members = self.parts.T.tocsr()
        self.sizes = np.bincount(links.rows[weights > 0], minlength=shape[1])

    def acquaintance(
        self, leads: NDArray[np.int64], with_leads: NDArray[np.int64], sees: NDArray[np.bool_], document: Floats
    ) -> Acquaintance:  # fmt: skip
        """Take one step from the leads to those they worked with, and one more to where the text fits."""
        is_common = (self.sizes >= FEWEST) & sees
        light = is_common / np.maximum(self.sizes, FEWEST).astype(np.float32)
        theirs = np.zeros(len(light), dtype=np.float32)
        theirs[with_leads] = light[with_leads]
        many = float(np.count_nonzero(theirs)) + 1
        met = self.parts @ theirs
        met[leads] = 0
        busy = np.sqrt(self.parts @ is_common.astype(np.float32) + 1)
        sown = met / many / busy
        fits = light * document**2
        paths = (self.members @ sown) * fits
        second = self.parts @ paths - sown * (self.squares @ fits)
        second[leads] = 0
        return Acquaintance(
            (met / np.sqrt(many)).astype(np.float32),
            np.maximum(second, 0).astype(np.float32),
            paths.astype(np.float32),
        )
