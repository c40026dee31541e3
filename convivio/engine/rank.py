"""Who could be a partner: organisations in the order of what they can show for a need.

Four kinds of evidence are added up, each on a scale that does not depend on the others:

* the *documents* an organisation took part in (past projects, its own profile), each scored by
  BM25; one that fits closely counts far more than many that touch the subject, and to be among
  the nearest of all documents counts as well;
* the *organisation's* whole public record read as one text, which finds breadth;
* the *collaboration* with whoever asks, because people join those they know;
* the *introduction* by those whom they know, to those who worked with these on what fits.

The sum only grows when evidence is added, so what is shown as a reason is what made the score. A
long text says a lot about who fits; of the title of a call, who knows whom says more. So the weights
pass from those of a short need to those of a long one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from convivio.engine.acquaintance import Acquaintance
from convivio.engine.documents import FACETS
from convivio.engine.errors import NoAudience, UnknownFacet
from convivio.engine.evidence import Evidence, Mask
from convivio.engine.history import ROLE_WEIGHTS
from convivio.engine.need import Need, Query, ask
from convivio.engine.postings import Floats

# How much the best document outweighs the sum of weaker ones: the 6-norm of their scores.
POWER = 6
# Documents below this share of the best one add less than a thousandth of what it adds.
NEGLIGIBLE = 0.3

# To be the nearest of all documents is worth a share of 1/11, the next 1/12, and so on to the last.
NEAREST = 300
NEAR_OFFSET = 11
# Where the logarithms of shares bend.
NEARNESS_BEND, DIRECT_BEND, SECOND_BEND = 0.005, 0.0005, 1e-6
SHORT_NEED, LONG_NEED = 15, 60
# How much more than all it did, read as one text, the closest of it says whether it fits at all.
FIT_OF_DOCUMENTS = 1.75

Circle = Literal["known", "new"]


@dataclass(frozen=True, slots=True)
class Weights:
    """What each kind of evidence weighs.

    Shape: one number for each.
    Units: of the score, for one unit of the evidence's own scale.
    Errors: none.
    Source: fitted by likelihood of the later members, none below 0, on consortia of 2023 and early
        2024 of which nothing later than each window was known; docs/explanation/matching-quality.md.
    """

    documents: float
    nearness: float
    organisation: float
    collaboration: float
    introduction: float

    @classmethod
    def for_need(cls, query: Query) -> "Weights":
        """Give the weights for as many words as a need has."""
        terms = max(len(query.terms), 1)
        share = float(np.clip(np.log(terms / SHORT_NEED) / np.log(LONG_NEED / SHORT_NEED), 0, 1))
        pairs = zip(SHORT, LONG, strict=True)
        return cls(*(share * long + (1 - share) * short for short, long in pairs))


SHORT = (0.5, 0.512, 0.5, 0.211, 0.399)
LONG = (2.793, 0.482, 11.6, 0.101, 0.439)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, what they may see and whom they want to find.

    Shape: `audiences` keys of what the reader may see, at least one; `leads` the organisations
        that already are in (the coordinator first); `filters` values by facet, any of which will
        do; `exclude` keys; `experience` past projects at least; `before` a day: what happened on
        it or later is unknown.
    Units: experience in projects.
    Errors: NoAudience, UnknownFacet.
    Source: none.
    """

    audiences: Sequence[str]
    leads: Sequence[str] = ()
    filters: Mapping[str, Sequence[str]] | None = None
    exclude: Sequence[str] = ()
    experience: int = 0
    before: date | None = None

    def __post_init__(self) -> None:
        if not self.audiences:
            raise NoAudience("Nobody was named as the reader.")
        for facet in self.filters or ():
            if facet not in FACETS:
                raise UnknownFacet(f"There is no facet {facet!r}; there are {', '.join(FACETS)}.")


@dataclass(frozen=True, slots=True)
class Contributions:
    """What each kind of evidence added to a score; they add up to it."""

    documents: float
    organisation: float
    collaboration: float
    introduction: float


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


@dataclass(frozen=True)
class Scores:
    """Every organisation's and document's score for one query: what suggestions are cut from.

    Shape: arrays over the rows of the evidence's history; `near` one for each document, `nearness`
        their sum for each organisation; `shared` counts documents in common with the leads,
        `with_leads` are the rows of the leads' documents.
    Units: as in Suggestion; `document` as a share of the ideal document, 0 to 1.
    Errors: none.
    Source: see the module.
    """

    query: Query
    weights: Weights
    document: Floats
    documents: Floats
    near: Floats
    nearness: Floats
    organisation: Floats
    shared: NDArray[np.int64]
    with_leads: frozenset[int]
    acquaintance: Acquaintance

    @cached_property
    def of_documents(self) -> Floats:
        best_of_them = self.weights.documents * self.documents
        near = _bent(self.weights.nearness, self.nearness, NEARNESS_BEND)
        return (best_of_them + near).astype(np.float32)

    @cached_property
    def of_organisation(self) -> Floats:
        return (self.weights.organisation * self.organisation).astype(np.float32)

    @cached_property
    def of_collaboration(self) -> Floats:
        return _bent(self.weights.collaboration, self.acquaintance.direct, DIRECT_BEND)

    @cached_property
    def of_introduction(self) -> Floats:
        return _bent(self.weights.introduction, self.acquaintance.through_others, SECOND_BEND)

    @cached_property
    def fit(self) -> Floats:
        """Say how closely what it did and says fits the words, whoever knows whom: 0 to about 3."""
        return (FIT_OF_DOCUMENTS * self.documents + self.organisation).astype(np.float32)

    @cached_property
    def total(self) -> Floats:
        acquainted = self.of_collaboration + self.of_introduction
        return (self.of_documents + self.of_organisation + acquainted).astype(np.float32)


def _bent(weight: float, values: Floats, bend: float) -> Floats:
    bent: Floats = (weight * np.log1p(values / bend)).astype(np.float32)
    return bent


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


def score(evidence: Evidence, query: Query, asked: Asked) -> Scores:
    """Score every document and organisation for a query."""
    document = evidence.by_document.score(query.terms, query.weights)
    document /= query.ideal(evidence.by_document.idf)
    document[~evidence.sees_documents(asked.audiences)] = 0
    organisation = evidence.by_organisation.score(query.terms, query.weights)
    organisation /= query.ideal(evidence.by_organisation.idf)
    shared, with_leads = shared_with(evidence, asked)
    near = _near(document)
    return Scores(
        query,
        Weights.for_need(query),
        document,
        _of_documents(evidence, document),
        near,
        (evidence.graph.all_parts @ near).astype(np.float32),
        organisation,
        shared,
        with_leads,
        _acquaintance(evidence, asked, with_leads, document),
    )


def _near(document: Floats) -> Floats:
    """Give the nearest documents a share that falls with their place."""
    places = best(document, min(NEAREST, int(np.count_nonzero(document))))
    near = np.zeros(len(document), dtype=np.float32)
    near[places] = 1 / (NEAR_OFFSET + np.arange(len(places)))
    return near


def _acquaintance(
    evidence: Evidence, asked: Asked, with_leads: frozenset[int], document: Floats
) -> Acquaintance:
    known = evidence.history.organisation_rows
    leads = np.array([known[key] for key in asked.leads if key in known], dtype=np.int64)
    common = np.array(sorted(with_leads), dtype=np.int64)
    return evidence.graph.acquaintance(leads, common, evidence.sees_documents(asked.audiences), document)


def _of_documents(evidence: Evidence, document: Floats) -> Floats:
    """Give each organisation the power mean of the documents it took part in."""
    history = evidence.history
    size = len(history.organisations)
    if not len(document):
        return np.zeros(size, dtype=np.float32)
    rows = np.flatnonzero(document > NEGLIGIBLE * document.max()).astype(np.int32)
    places, members, roles = history.members_of.of_all(rows)
    powers = document[rows].astype(np.float64)[places] ** POWER * ROLE_WEIGHTS[roles]
    sums = np.bincount(members, weights=powers, minlength=size)
    return (sums ** (1 / POWER)).astype(np.float32)


def shared_with(evidence: Evidence, asked: Asked) -> tuple[NDArray[np.int64], frozenset[int]]:
    """Count, for each organisation, the visible documents it shared with the leads; give these."""
    history = evidence.history
    size = len(history.organisations)
    rows = [history.organisation_rows[key] for key in asked.leads if key in history.organisation_rows]
    if not rows:
        return np.zeros(size, dtype=np.int64), frozenset()
    docs = np.unique(np.concatenate([history.documents_of.of(row) for row in rows]))
    sees = evidence.sees_documents(asked.audiences)
    docs = docs[history.is_shared[docs] & sees[docs]]
    shared = np.bincount(history.members_of.of_all(docs)[1], minlength=size)
    shared[rows] = 0
    return shared, frozenset(docs.tolist())


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


def best(values: Floats, limit: int) -> NDArray[np.int64]:
    """Give the places of the highest values, highest first, equal ones in order."""
    if limit < 1:
        return np.zeros(0, dtype=np.int64)
    if limit < len(values):
        least = np.partition(values, -limit)[-limit]
        places = np.flatnonzero(values >= least)
    else:
        places = np.arange(len(values))
    return places[np.argsort(-values[places], kind="stable")][:limit]


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
            ),
            row,
        )
        for row in rows.tolist()
    ]
