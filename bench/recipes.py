"""The bold recipes: what anyone would build in a week, to be beaten.

Words are counted once a text in a query (a word said twice asks for the same thing); BM25 with 1.2
and .75; projects give their members 1 / (10 + rank) for the first 300; lists are fused by
reciprocal rank with 60, weighted 1 (projects), .7 (organisations), .5 (past partners). Queries of a
topic alone leave out the organisations, whose long texts drown a short question.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
from scipy import sparse

from bench.cordis_files import rows
from convivio.engine.analysis import tokens
from convivio.engine.postings import Floats, Postings
from convivio.engine.scores import best

Recipe = Callable[[str, str], list[str]]
"""Words and the coordinator's key in; keys of organisations out, best first."""

FIRST_PROJECTS, AFTER, FUSION, DEEP = 300, 10, 60, 1500
WEIGHTS = (1.0, 0.7, 0.5)


class Recipes:
    """Everything signed before a day, as the bold recipes read it.

    Shape: `joined` organisations × projects, 1 where one took part in the other, in any role.
    Units: BM25.
    Errors: none; a query of unknown words is answered by past partners alone.
    Source: Balog, Azzopardi and de Rijke (2006); Cormack, Clarke and Büttcher (2009).
    """

    def __init__(
        self, keys: Sequence[str], terms: Mapping[str, int], counts: sparse.csr_matrix,
        joined: sparse.csr_matrix,
    ) -> None:  # fmt: skip
        self.keys, self.terms, self.joined = keys, terms, joined
        self.places = {key: place for place, key in enumerate(keys)}
        self.projects = Postings.of(counts)
        self.organisations = Postings.of((joined @ counts).tocsr())

    @classmethod
    def of(cls, cordis: Path, since: str) -> Self:
        projects = [row for row in rows(cordis, "project.csv") if row["ecSignatureDate"] < since]
        texts = ["\n".join((row["title"], row["keywords"], row["objective"])) for row in projects]
        terms, counts = counted(texts)
        places = {row["id"]: place for place, row in enumerate(projects)}
        keys: dict[str, int] = {}
        links = {
            (keys.setdefault(row["organisationID"], len(keys)), places[row["projectID"]])
            for row in rows(cordis, "organization.csv")
            if row["projectID"] in places
        }
        who, what = np.array(sorted(links), dtype=np.int64).reshape(-1, 2).T
        joined = sparse.csr_matrix(
            (np.ones(len(who), dtype=np.float32), (who, what)), shape=(len(keys), len(projects))
        )
        return cls(list(keys), terms, counts, joined)

    def by_name(self, text: str) -> Mapping[str, Recipe]:
        bold = self.bold if text == "full" else self.bold_of_a_call
        return {"organisations": self.of_organisations, "projects": self.of_projects, "bold": bold}

    def of_organisations(self, text: str, coordinator: str) -> list[str]:
        return self._keys(self._organisation_scores(text), coordinator)

    def of_projects(self, text: str, coordinator: str) -> list[str]:
        return self._keys(self._project_scores(text), coordinator)

    def bold(self, text: str, coordinator: str) -> list[str]:
        lists = (
            self._project_scores(text),
            self._organisation_scores(text),
            self._partner_scores(coordinator),
        )
        return self._fused(lists, WEIGHTS, coordinator)

    def bold_of_a_call(self, text: str, coordinator: str) -> list[str]:
        lists = (self._project_scores(text), self._partner_scores(coordinator))
        return self._fused(lists, (WEIGHTS[0], WEIGHTS[2]), coordinator)

    def _numbers(self, text: str) -> np.ndarray:
        return np.array(sorted({self.terms[word] for word in tokens(text, "en") if word in self.terms}), int)

    def _organisation_scores(self, text: str) -> Floats:
        return _scored(self.organisations, self._numbers(text))

    def _project_scores(self, text: str) -> Floats:
        first = _first(_scored(self.projects, self._numbers(text)), FIRST_PROJECTS)
        given = np.zeros(self.projects.size, dtype=np.float32)
        given[first] = 1 / (AFTER + 1 + np.arange(len(first)))
        return np.asarray(self.joined @ given)

    def _partner_scores(self, coordinator: str) -> Floats:
        row = self.joined[self.places[coordinator]] if coordinator in self.places else None
        if row is None:
            return np.zeros(len(self.keys), dtype=np.float32)
        return np.asarray((self.joined @ row.T).todense()).ravel()

    def _fused(self, lists: Sequence[Floats], weights: Sequence[float], coordinator: str) -> list[str]:
        fused = np.zeros(len(self.keys), dtype=np.float32)
        place = self.places.get(coordinator)
        for scores, weight in zip(lists, weights, strict=True):
            if place is not None:
                scores[place] = 0
            first = _first(scores, DEEP)
            fused[first] += weight / (FUSION + 1 + np.arange(len(first)))
        return self._keys(fused, coordinator)

    def _keys(self, scores: Floats, coordinator: str) -> list[str]:
        return [key for place in _first(scores, DEEP) if (key := self.keys[place]) != coordinator]


def _scored(postings: Postings, numbers: np.ndarray) -> Floats:
    return postings.score(numbers, np.ones(len(numbers), dtype=np.float32))


def _first(scores: Floats, limit: int) -> np.ndarray:
    return best(scores, min(limit, int(np.count_nonzero(scores > 0))))


def counted(texts: Sequence[str]) -> tuple[dict[str, int], sparse.csr_matrix]:
    """Count the words of texts: their numbers, and texts × words."""
    terms: dict[str, int] = {}
    starts: list[int] = [0]
    columns: list[int] = []
    often: list[int] = []
    for text in texts:
        counts = Counter(tokens(text, "en"))
        columns += [terms.setdefault(word, len(terms)) for word in counts]
        often += counts.values()
        starts.append(len(columns))
    matrix = sparse.csr_matrix(
        (np.array(often, dtype=np.float32), columns, starts), shape=(len(texts), len(terms))
    )
    return terms, matrix
