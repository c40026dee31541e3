"""Calls for members: would each Italian organisation have been told of the topics it then joined?

Candidates are the topics funded in a window; relevant to an organisation are those it joined and
had not joined before; asked are the organisations that took part in something earlier and have
something relevant. The bold recipe lets each past project rank the topics by BM25 and gives a topic
1 / (10 + rank) each time.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from pathlib import Path

import numpy as np
from scipy import sparse

from bench.cordis_files import Row, rows
from bench.partners import interval
from bench.recipes import counted
from convivio.engine.documents import Document
from convivio.engine.evidence import Evidence
from convivio.engine.postings import Postings
from convivio.engine.rank_calls import Calls, rank_calls

MEASURES = ("r_at_10", "ndcg_at_10")
COUNTRY, FIRST, AFTER = "IT", 10, 10

Topics = Mapping[str, Row]
Joined = dict[str, set[str]]


def compared(
    cordis: Path, topics: Topics, evidence: Evidence, since: str, until: str
) -> dict[str, float | int | str]:
    """Return the measures of the bold recipe and of the engine, and the paired gains."""
    projects = {row["id"]: row for row in rows(cordis, "project.csv")}
    had, wanted, candidates = asked(cordis, projects, topics, since, until)
    bold = _bold(cordis, projects, topics, candidates, since)
    calls = Calls(evidence, _documents(topics, candidates), date.fromisoformat(since))
    values: dict[str, list[list[float]]] = {"bold": [], "engine": []}
    for key, relevant in wanted.items():
        told = [topic for topic in bold(key) if topic not in had[key]]
        values["bold"].append(judged(told, relevant))
        found = rank_calls(
            calls, [f"organisation:{key}"], audiences=("public",), exclude=had[key], limit=FIRST
        )
        values["engine"].append(judged([hit.key for hit in found], relevant))
    return {f"{since}.calls.{name}": value for name, value in _figures(values).items()}


def _figures(values: Mapping[str, list[list[float]]]) -> dict[str, float | int]:
    tables = {name: np.array(table) for name, table in values.items()}
    figures: dict[str, float | int] = {"organisations": len(tables["bold"])}
    for name, table in tables.items():
        for measure, mean in zip(MEASURES, table.mean(axis=0), strict=True):
            figures[f"{name}.{measure}"] = round(float(mean), 4)
    for measure, column in zip(MEASURES, (tables["engine"] - tables["bold"]).T, strict=True):
        low, high = interval(column)
        figures[f"gain.{measure}"] = round(float(column.mean()), 4)
        figures |= {f"gain.{measure}_low": round(low, 4), f"gain.{measure}_high": round(high, 4)}
    return figures


def asked(
    cordis: Path, projects: Topics, topics: Topics, since: str, until: str
) -> tuple[Joined, Joined, list[str]]:
    """Give what each organisation had joined, what is relevant to it, and the candidates."""
    had, joined = defaultdict(set), defaultdict(set)
    for row in rows(cordis, "organization.csv"):
        project = projects.get(row["projectID"])
        if project is None or row["country"] != COUNTRY:
            continue
        if project["ecSignatureDate"] < since:
            had[row["organisationID"]].add(project["topics"])
        elif project["ecSignatureDate"] < until:
            joined[row["organisationID"]].add(project["topics"])
    funded = {row["topics"] for row in projects.values() if since <= row["ecSignatureDate"] < until}
    candidates = sorted(funded & topics.keys())
    wanted = {key: (new - had[key]) & topics.keys() for key, new in sorted(joined.items()) if key in had}
    return had, {key: new for key, new in wanted.items() if new}, candidates


def _documents(topics: Topics, candidates: Sequence[str]) -> list[Document]:
    return [
        Document(
            key=key, type="call", title=topics[key]["title"], en=topics[key]["keywords"].replace("|", " ")
        )
        for key in candidates
    ]


class _Bold:
    """The bold recipe for one window.

    Shape: `scores` past projects × candidates; `projects_of` rows of past projects by organisation.
    Units: BM25.
    Errors: none.
    Source: none.
    """

    def __init__(
        self, candidates: Sequence[str], scores: np.ndarray, projects_of: Mapping[str, list[int]]
    ) -> None:
        self.candidates, self.projects_of = candidates, projects_of
        order = np.argsort(-scores, axis=1, kind="stable")
        ranks = np.empty_like(order)
        np.put_along_axis(ranks, order, np.arange(len(candidates))[None, :], axis=1)
        self.given = np.where(scores > 0, 1 / (AFTER + 1 + ranks), 0)

    def __call__(self, organisation: str) -> list[str]:
        total = self.given[self.projects_of[organisation]].sum(axis=0)
        return [self.candidates[place] for place in np.argsort(-total, kind="stable") if total[place] > 0]


def _bold(cordis: Path, projects: Topics, topics: Topics, candidates: Sequence[str], since: str) -> _Bold:
    past = {key: row for key, row in projects.items() if row["ecSignatureDate"] < since}
    texts = [f"{topics[key]['title']}\n{topics[key]['keywords']}" for key in candidates]
    texts += ["\n".join((row["title"], row["keywords"], row["objective"])) for row in past.values()]
    _terms, counts = counted(texts)
    here = Postings.of(counts[: len(candidates)])
    impacts = sparse.csc_matrix(
        (here.impacts, here.rows, here.starts), shape=(len(candidates), counts.shape[1])
    )
    said = counts[len(candidates) :]
    said.data[:] = 1
    scores = np.asarray((said @ impacts.T).todense())
    places = {key: place for place, key in enumerate(past)}
    projects_of: dict[str, list[int]] = defaultdict(list)
    for row in rows(cordis, "organization.csv"):
        if row["projectID"] in places and row["country"] == COUNTRY:
            projects_of[row["organisationID"]].append(places[row["projectID"]])
    return _Bold(candidates, scores, projects_of)


def judged(ranking: Sequence[str], relevant: AbstractSet[str]) -> list[float]:
    """Give R@10 and nDCG@10 of one answer."""
    places = [place for place, key in enumerate(ranking[:FIRST]) if key in relevant]
    gain = sum(1 / math.log2(place + 2) for place in places)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(FIRST, len(relevant))))
    return [len(places) / len(relevant), gain / ideal]
