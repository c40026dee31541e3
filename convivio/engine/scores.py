"""What every organisation and every document scores for one query, kind of evidence by kind."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from convivio.engine.acquaintance import Acquaintance
from convivio.engine.asked import Asked
from convivio.engine.evidence import Evidence
from convivio.engine.history import ROLE_WEIGHTS
from convivio.engine.need import Query
from convivio.engine.postings import Floats
from convivio.engine.weights import DIRECT_BEND, NEARNESS_BEND, SECOND_BEND, Weights

# How much the best document outweighs the sum of weaker ones: the 6-norm of their scores.
POWER = 6
# Documents below this share of the best one add less than a thousandth of what it adds.
NEGLIGIBLE = 0.3

# To be the nearest of all documents is worth a share of 1/11, the next 1/12, and so on to the last.
NEAREST = 300
NEAR_OFFSET = 11
# How much more than all it did, read as one text, the closest of it says whether it fits at all.
FIT_OF_DOCUMENTS = 1.75


@dataclass(frozen=True)
class Scores:
    """Every organisation's and document's score for one query: what suggestions are cut from.

    Shape: arrays over the rows of the evidence's history; `near` one for each document, `nearness`
        their sum for each organisation; `shared` counts documents in common with the leads,
        `with_leads` are the rows of the leads' documents.
    Units: as in Suggestion; `document` as a share of the ideal document, 0 to 1.
    Errors: none.
    Source: convivio.engine.rank.
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
    declared: Floats

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
    def of_declared(self) -> Floats:
        return (self.weights.declared * self.declared).astype(np.float32)

    @cached_property
    def fit(self) -> Floats:
        """Say how closely what it did and says fits the words, whoever knows whom: 0 to about 3."""
        return (FIT_OF_DOCUMENTS * self.documents + self.organisation).astype(np.float32)

    @cached_property
    def total(self) -> Floats:
        acquainted = self.of_collaboration + self.of_introduction
        spoken_for = self.of_documents + self.of_organisation + self.of_declared
        return (spoken_for + acquainted).astype(np.float32)


def _bent(weight: float, values: Floats, bend: float) -> Floats:
    bent: Floats = (weight * np.log1p(values / bend)).astype(np.float32)
    return bent


def score(evidence: Evidence, query: Query, asked: Asked) -> Scores:
    """Score every document and organisation for a query."""
    document = evidence.by_document.score(query.terms, query.weights)
    document /= query.ideal(evidence.by_document.idf)
    document[~evidence.sees_documents(asked.audiences)] = 0
    organisation = evidence.by_organisation.score(query.terms, query.weights)
    organisation /= query.ideal(evidence.by_organisation.idf)
    shared, with_leads = shared_with(evidence, asked)
    near = _near(document)
    wanted = query.weights * evidence.by_document.idf[query.terms]
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
        evidence.pages.fit(query.terms, wanted, evidence.sees_documents(asked.audiences)),
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
