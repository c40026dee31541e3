"""Who could be a partner: organisations in the order of what they can show for a need.

Five kinds of evidence are added up, each on a scale that does not depend on the others:

* the *documents* an organisation took part in (past projects, its own profile), each scored by
  BM25; one that fits closely counts far more than many that touch the subject, and to be among
  the nearest of all documents counts as well;
* what an organisation *declares* on its own page, by how much of the page speaks of the need;
* the *organisation's* whole public record read as one text, which finds breadth;
* the *collaboration* with whoever asks, because people join those they know;
* the *introduction* by those whom they know, to those who worked with these on what fits.

The sum only grows when evidence is added, so what is shown as a reason is what made the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from convivio.engine.asked import Asked, Circle
from convivio.engine.evidence import Evidence, Mask
from convivio.engine.need import Need, ask
from convivio.engine.scores import Scores, best, score


@dataclass(frozen=True, slots=True)
class Contributions:
    """What each kind of evidence added to a score; they add up to it."""

    documents: float
    organisation: float
    collaboration: float
    introduction: float
    declared: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation that could be a partner.

    Shape: `key`; `circle` says whether it worked with one of the leads before; `row` its row in
        the evidence, for reasons.
    Units: score from 0 to about 10; comparable within one answer only.
    Errors: none.
    Source: none.
    """

    key: str
    score: float
    circle: Circle
    contributions: Contributions
    row: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer: suggestions in order, and what reasons are read from."""

    evidence: Evidence
    asked: Asked
    scores: Scores
    suggestions: tuple[Suggestion, ...]
    total: int


def rank_partners(evidence: Evidence, need: Need, asked: Asked, limit: int = 100) -> Ranking:
    """Give the organisations that fit a need best.

    Shape: at most `limit` suggestions, best first; equal scores stand in the order of the rows.
    Units: as in Suggestion.
    Errors: EmptyText for a need without words; NoAudience.
    Source: measured in bench/partners.py against the fused ranks of its parts.
    """
    if asked.before is not None:
        evidence = known_before(evidence, asked.before)
    scores = score(evidence, ask(evidence, need), asked)
    total = np.where(wanted(evidence, asked), scores.total, 0)
    found = int(np.count_nonzero(total))
    chosen = best(total, min(limit, found))
    return Ranking(evidence, asked, scores, tuple(_suggestions(evidence, scores, chosen)), found)


@lru_cache(maxsize=2)
def known_before(evidence: Evidence, day: date) -> Evidence:
    """Give the evidence as it stood before a day; the last two are kept, they take a second."""
    return evidence.before(day)


def wanted(evidence: Evidence, asked: Asked) -> Mask:
    """Say of each organisation whether the reader may see it and wants it."""
    mask = evidence.sees_organisations(asked.audiences)
    for facet, values in (asked.filters or {}).items():
        if values:
            mask = mask & evidence.organisations_with(facet, values)
    if asked.experience:
        mask = mask & (evidence.experience >= asked.experience)
    known = evidence.history.organisation_rows
    mask[[known[key] for key in (*asked.exclude, *asked.leads) if key in known]] = False
    return mask


def suggestions_of(ranking: Ranking, keys: Sequence[str]) -> list[Suggestion]:
    """Give the suggestions for organisations that somebody named, whatever their place.

    Shape: in the order of the keys, without those that the evidence does not know.
    """
    known = ranking.evidence.history.organisation_rows
    rows = np.array([known[key] for key in keys if key in known], dtype=np.int64)
    return _suggestions(ranking.evidence, ranking.scores, rows)


def _suggestions(evidence: Evidence, scores: Scores, rows: NDArray[np.int64]) -> list[Suggestion]:
    total = scores.total
    return [
        Suggestion(
            evidence.history.organisations[row],
            float(total[row]),
            "known" if scores.shared[row] else "new",
            Contributions(
                float(scores.of_documents[row]),
                float(scores.of_organisation[row]),
                float(scores.of_collaboration[row]),
                float(scores.of_introduction[row]),
                float(scores.of_declared[row]),
            ),
            row,
        )
        for row in rows.tolist()
    ]
