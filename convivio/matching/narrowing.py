"""The answers to a need, narrowed by facets, counted, and parted into known and new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from convivio.engine.postings import Floats
from convivio.engine.rank import Ranking, suggestions_of, wanted
from convivio.engine.rank import Suggestion as Ranked
from convivio.engine.scores import best
from convivio.vocabulary.facet_names import narrowest

FACETS = ("kind", "size", "country", "nuts", "concept", "experience")
# Who fits less than half as well as the tenth best only touches the need: a common word is enough
# for a score, and whom one knows says nothing of it. The tenth, because one perfect match must not shut everybody else out.
YARDSTICK, LEAST_SHARE = 10, 0.5

Chosen = Mapping[str, Sequence[str]]
Mask = NDArray[np.bool_]


class Narrowing:
    """Which organisations answer a need, for any choice of filters.

    Shape: masks over the rows of the evidence's organisations. With `wide`, whoever only touches
        the need counts too.
    Units: none.
    Errors: UnknownFacet.
    Source: none.
    """

    def __init__(self, ranking: Ranking, *, wide: bool = False) -> None:
        self.ranking, self.wide = ranking, wide
        everybody = wanted(ranking.evidence, replace(ranking.asked, filters={}))
        self.total = np.where(everybody, ranking.scores.total, 0)
        self.touching: Mask = np.asarray(self.total > 0)
        fit = np.where(everybody, ranking.scores.fit, 0)
        self.fitting: Mask = np.asarray(self.touching & (fit >= self._least(fit)))

    def _least(self, fit: Floats) -> float:
        places = best(fit, min(YARDSTICK, int(np.count_nonzero(self.touching))))
        return LEAST_SHARE * float(fit[places[-1]]) if len(places) else 0.0

    def mask(self, chosen: Chosen) -> Mask:
        """Say of each organisation whether it answers the need and fits what is chosen."""
        answering = self.touching if self.wide else self.fitting
        return np.asarray(answering & self._within(chosen))

    def touch_it(self, chosen: Chosen, *, known: bool | None = None) -> int:
        """Count those that only touch the need, within what is chosen; of both lists, or of one."""
        mask = self.touching & ~self.fitting & self._within(chosen)
        if known is not None:
            mask &= (self.ranking.scores.shared > 0) == known
        return int(np.count_nonzero(mask))

    def _within(self, chosen: Chosen) -> Mask:
        evidence = self.ranking.evidence
        mask: Mask = np.ones(len(self.total), dtype=bool)
        for facet, values in chosen.items():
            asked = narrowest(list(values)) if facet == "nuts" else values
            if asked:
                mask &= evidence.organisations_with(facet, asked)
        return mask

    def counts(self, chosen: Chosen) -> dict[str, dict[str, int]]:
        """Count the answers by each facet, as if that facet itself were not chosen."""
        return {
            facet: self.ranking.evidence.facet_counts(
                facet, self.mask({name: values for name, values in chosen.items() if name != facet})
            )
            for facet in FACETS
        }

    def best_of(self, mask: Mask, *, known: bool, most: int) -> tuple[list[Ranked], int]:
        """Give the first of one list, and how long the list is."""
        shared = self.ranking.scores.shared > 0
        here = mask & (shared if known else ~shared)
        count = int(np.count_nonzero(here))
        rows = best(np.where(here, self.total, 0), min(most, count))
        keys = [self.ranking.evidence.history.organisations[row] for row in rows.tolist()]
        return suggestions_of(self.ranking, keys), count
