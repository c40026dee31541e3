"""The answers to a need, narrowed by facets, counted, and parted into known and new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from convivio.engine.rank import Ranking, best, suggestions_of, wanted
from convivio.engine.rank import Suggestion as Ranked
from convivio.vocabulary.facet_names import narrowest

FACETS = ("kind", "size", "country", "nuts", "concept", "experience")
Chosen = Mapping[str, Sequence[str]]


def narrowed(ranking: Ranking, chosen: Chosen) -> NDArray[np.bool_]:
    """Say of each organisation whether it answers the need and fits what is chosen."""
    filters = {
        name: narrowest(list(values)) if name == "nuts" else list(values)
        for name, values in chosen.items()
        if values
    }
    mask = wanted(ranking.evidence, replace(ranking.asked, filters=filters))
    return np.asarray(mask & (ranking.scores.total > 0))


def counted(ranking: Ranking, chosen: Chosen) -> dict[str, dict[str, int]]:
    """Count the answers by each facet, as if that facet itself were not chosen."""
    return {
        facet: ranking.evidence.facet_counts(
            facet, narrowed(ranking, {name: values for name, values in chosen.items() if name != facet})
        )
        for facet in FACETS
    }


def best_of(
    ranking: Ranking, mask: NDArray[np.bool_], *, known: bool, after: int, most: int
) -> tuple[list[Ranked], int]:
    """Give one stretch of one list, and how long the list is."""
    shared = ranking.scores.shared > 0
    here = mask & (shared if known else ~shared)
    total = np.where(here, ranking.scores.total, 0)
    count = int(np.count_nonzero(here))
    rows = best(total, min(after + most, count))[after:]
    keys = [ranking.evidence.history.organisations[row] for row in rows.tolist()]
    return suggestions_of(ranking, keys), count
