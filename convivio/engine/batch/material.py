"""What the batch reads: three tables of whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convivio.engine import store

Whole = NDArray[np.int64]

SCALE = 1000
"""Thousandths of a BM25 share: finer than two documents of one kind ever differ in meaning."""

COLUMNS = {
    "held": ("organisation", "term", "weight"),
    "asked": ("ask", "term", "weight"),
    "parts": ("organisation", "document"),
}


@dataclass(frozen=True, slots=True)
class Material:
    """What organisations hold, what calls and needs ask for, and who took part in what.

    Shape: `held`, `asked` and `parts` have the columns named in COLUMNS, one array each, and no row
        twice; `organisations`, `asks` and `terms` are the names of the numbers, by number.
    Units: weights in thousandths of a BM25 share, above 0.
    Errors: none.
    Source: docs/decisions/0044-one-batch-program.md.
    """

    held: tuple[Whole, Whole, Whole]
    asked: tuple[Whole, Whole, Whole]
    parts: tuple[Whole, Whole]
    organisations: Sequence[str] = ()
    asks: Sequence[str] = ()
    terms: Sequence[str] = ()

    def tables(self) -> dict[str, dict[str, Whole]]:
        """Give each table as columns by name."""
        every = {"held": self.held, "asked": self.asked, "parts": self.parts}
        return {name: dict(zip(COLUMNS[name], every[name], strict=True)) for name in COLUMNS}

    def save(self, folder: Path) -> None:
        arrays = {
            f"{name}_{column}": array
            for name, columns in self.tables().items()
            for column, array in columns.items()
        }
        lists = {"organisations": self.organisations, "asks": self.asks, "terms": self.terms}
        store.save(folder, arrays, lists)

    @classmethod
    def load(cls, folder: Path) -> Self:
        def columns(name: str) -> list[Whole]:
            return [store.load_array(folder, f"{name}_{column}") for column in COLUMNS[name]]

        return cls(
            (*columns("held"),),  # type: ignore[arg-type]
            (*columns("asked"),),  # type: ignore[arg-type]
            (*columns("parts"),),  # type: ignore[arg-type]
            *(store.load_list(folder, name) for name in ("organisations", "asks", "terms")),
        )


def whole_weights(shares: sparse.csr_matrix) -> tuple[Whole, Whole, Whole]:
    """Turn BM25 shares into rows of whole numbers; what rounds to nothing is left out.

    Shape: owners × terms in; owner, term and weight out, a row for each pair.
    Units: thousandths of a share.
    Errors: none.
    Source: rounding is done once, here, before any engine adds anything up.
    """
    table = shares.tocoo()
    weights = np.rint(np.asarray(table.data, dtype=np.float64) * SCALE).astype(np.int64)
    kept = weights > 0
    return table.row[kept].astype(np.int64), table.col[kept].astype(np.int64), weights[kept]
