"""What organisations did and say, in numbers: the ground on which partners are ranked.

Two levels of the same evidence. A *document* (a past project, an organisation's own profile) has
its words; an *organisation* has the words of all the public documents it took part in. Both are
kept as postings with BM25 worked out, next to the history of who took part in what, so that one
query adds up numbers and its reasons can be read off the same numbers.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from convivio.engine import store
from convivio.engine.acquaintance import Graph
from convivio.engine.declared import Pages
from convivio.engine.documents import Document, Participation
from convivio.engine.history import ROLE_WEIGHTS, ROLES, History, day_number
from convivio.engine.postings import Postings
from convivio.engine.terms import Terms

_ROLE_NUMBERS = {role: number for number, role in enumerate(ROLES)}
_SEPARATOR = "|"

Mask = NDArray[np.bool_]


class Evidence:
    """Everything that ranking partners needs.

    Shape: `counts` documents × terms, how often; `by_document` and `by_organisation` postings over
        the rows of `history`; audiences and facets as one string a row.
    Units: counts of words; days as in History.
    Errors: none; an organisation without evidence simply scores 0.
    Source: Balog, Azzopardi and de Rijke, Formal Models for Expert Finding (2006): both the
        candidate's and the document's level; measured together in bench/.
    """

    def __init__(  # noqa: PLR0913, PLR0917 — the parts of one stored thing
        self, history: History, terms: Terms, counts: sparse.csr_matrix, by_document: Postings,
        by_organisation: Postings, document_audiences: Sequence[str],
        organisation_audiences: Sequence[str], organisation_facets: Sequence[str],
    ) -> None:  # fmt: skip
        self.history, self.terms, self.counts = history, terms, counts
        self.by_document, self.by_organisation = by_document, by_organisation
        self.document_audiences = document_audiences
        self.organisation_audiences = organisation_audiences
        self.organisation_facets = organisation_facets

    @classmethod
    def of(cls, documents: Iterable[Document], parts: Iterable[Participation]) -> Self:
        """Build from documents and participations; what takes no part in anything is left out."""
        shelf = Shelf()
        shelf.link(parts)
        for document in documents:
            shelf.add(document)
        return cls.from_shelf(shelf)

    @classmethod
    def from_shelf(cls, shelf: "Shelf") -> Self:
        history, counts, audiences = shelf.assembled()
        return cls(
            history,
            shelf.terms,
            counts,
            Postings.of(counts),
            Postings.of(organisation_counts(history, counts, audiences)),
            audiences,
            [audience for audience, _ in shelf.organisations.values()],
            [facets for _, facets in shelf.organisations.values()],
        )

    def before(self, day: date) -> "Evidence":
        """Give the evidence as it stood before a day: nothing later counts, in no figure."""
        kept = self.history.is_before(day)
        links = self.history.documents_of
        still = kept[links.rows]
        history = History.of(
            self.history.organisations,
            self.history.documents,
            self.history.days,
            (links.owners[still], links.rows[still], links.roles[still]),
        )
        counts = (sparse.diags(kept.astype(np.float32)) @ self.counts).tocsr()
        counts.eliminate_zeros()
        audiences = self.document_audiences
        return Evidence(
            history,
            self.terms,
            counts,
            Postings.of(counts),
            Postings.of(organisation_counts(history, counts, audiences)),
            audiences,
            self.organisation_audiences,
            self.organisation_facets,
        )

    def changed(
        self, documents: Sequence[Document], deleted: Sequence[str],
        parts: Iterable[Participation] | None,
    ) -> "Evidence":  # fmt: skip
        """Give the evidence after changes, or this one when they do not touch it.

        `parts` are all the participations in the changed documents, None when they are as before;
        those in other documents stay.
        """
        parts = None if parts is None else list(parts)
        if not self._is_touched(documents, deleted, parts):
            return self
        shelf = Shelf.from_evidence(self)
        keys = [document.key for document in documents]
        for key in (*keys, *deleted):
            shelf.documents.pop(key, None)
        for key in deleted if parts is None else (*keys, *deleted):
            shelf.links.pop(key, None)
        for key in deleted:
            shelf.organisations.pop(key, None)
        shelf.link(parts or ())
        for document in documents:
            shelf.add(document)
        return Evidence.from_shelf(shelf)

    def _is_touched(
        self, documents: Iterable[Document], deleted: Iterable[str],
        parts: Iterable[Participation] | None,
    ) -> bool:  # fmt: skip
        known = self.history.organisation_rows.keys() | self.history.document_rows.keys()
        return (
            bool(parts)
            or any(document.type == "organisation" for document in documents)
            or not known.isdisjoint([*(document.key for document in documents), *deleted])
        )

    @cached_property
    def written(self) -> Mask:
        """Say of each document whether it holds any word at all."""
        return np.asarray(np.diff(self.counts.indptr) > 0)

    @cached_property
    def is_public(self) -> Mask:
        """Say of each document whether everyone may see it."""
        return self.sees_documents(["public"])

    @cached_property
    def experience(self) -> NDArray[np.int64]:
        """Count, for each organisation, what it took part in, as far as everyone may know it."""
        links = self.history.documents_of
        counted = (self.is_public & self.history.is_shared)[links.rows]
        return np.bincount(links.owners[counted], minlength=len(self.history.organisations))

    @cached_property
    def graph(self) -> Graph:
        return Graph(self.history)

    @cached_property
    def pages(self) -> Pages:
        return Pages.of(self.history, self.counts, self.by_document.idf, self.terms)

    def sees_documents(self, audiences: Iterable[str]) -> Mask:
        return _visible(self.document_audiences, self._document_audience_codes, audiences)

    def sees_organisations(self, audiences: Iterable[str]) -> Mask:
        return _visible(self.organisation_audiences, self._organisation_audience_codes, audiences)

    def organisations_with(self, facet: str, values: Iterable[str]) -> Mask:
        """Say of each organisation whether it has one of these values."""
        names, starts, owners = self._facet_columns
        mask = np.zeros(len(self.organisation_facets), dtype=bool)
        for value in values:
            column = names.get(f"{facet}={value}")
            if column is not None:
                mask[owners[starts[column] : starts[column + 1]]] = True
        return mask

    def facet_values(self, facet: str) -> list[str]:
        """Give the values of a facet that some organisation has, in alphabetical order."""
        return sorted(self._values_of.get(facet, ()))

    def facet_counts(self, facet: str, mask: Mask) -> dict[str, int]:
        """Count the organisations of a mask by each value of a facet."""
        _names, starts, owners = self._facet_columns
        values = self._values_of.get(facet, {})
        columns = np.fromiter(values.values(), dtype=np.int64, count=len(values))
        here = np.concatenate([[0], np.cumsum(mask[owners])])
        counts = (here[starts[columns + 1]] - here[starts[columns]]).tolist()
        return {value: count for value, count in zip(values, counts, strict=True) if count}

    @cached_property
    def _values_of(self) -> dict[str, dict[str, int]]:
        """Give for each facet the column of each of its values."""
        found: dict[str, dict[str, int]] = {}
        for name, column in self._facet_columns[0].items():
            facet, _equals, value = name.partition("=")
            found.setdefault(facet, {})[value] = column
        return found

    @cached_property
    def _document_audience_codes(self) -> tuple[list[str], NDArray[np.int64]]:
        return _coded(self.document_audiences)

    @cached_property
    def _organisation_audience_codes(self) -> tuple[list[str], NDArray[np.int64]]:
        return _coded(self.organisation_audiences)

    @cached_property
    def _facet_columns(self) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int64]]:
        names: dict[str, int] = {}
        columns: list[int] = []
        owners: list[int] = []
        for owner, facets in enumerate(self.organisation_facets):
            for facet in facets.split(_SEPARATOR) if facets else ():
                columns.append(names.setdefault(facet, len(names)))
                owners.append(owner)
        order = np.argsort(np.array(columns, dtype=np.int64), kind="stable")
        starts = np.zeros(len(names) + 1, dtype=np.int64)
        np.cumsum(np.bincount(columns, minlength=len(names)), out=starts[1:]) if columns else None
        return names, starts, np.array(owners, dtype=np.int64)[order]

    def save(self, folder: Path) -> None:
        self.history.save(folder)
        arrays = {
            "counts_starts": self.counts.indptr.astype(np.int64),
            "counts_terms": self.counts.indices.astype(np.int32),
            "counts_often": self.counts.data.astype(np.float32),
            **self.by_document.arrays("by_document"),
            **self.by_organisation.arrays("by_organisation"),
        }
        lists = {
            "terms": self.terms.lines(),
            "document_audiences": self.document_audiences,
            "organisation_audiences": self.organisation_audiences,
            "organisation_facets": self.organisation_facets,
        }
        store.save(folder, arrays, lists)
        shape = {"documents": self.counts.shape[0], "terms": self.counts.shape[1]}
        (folder / "shape.json").write_text(json.dumps(shape), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        shape = json.loads((folder / "shape.json").read_text(encoding="utf-8"))
        parts = ("often", "terms", "starts")
        counts = sparse.csr_matrix(
            tuple(store.load_array(folder, f"counts_{part}") for part in parts),
            shape=(shape["documents"], shape["terms"]),
        )
        history = History.load(folder)
        return cls(
            history,
            Terms.from_lines(store.load_list(folder, "terms")),
            counts,
            Postings.load(folder, "by_document"),
            Postings.load(folder, "by_organisation"),
            _of_length(store.load_list(folder, "document_audiences"), len(history.documents)),
            _of_length(store.load_list(folder, "organisation_audiences"), len(history.organisations)),
            _of_length(store.load_list(folder, "organisation_facets"), len(history.organisations)),
        )


class Shelf:
    """Where documents and participations are gathered before the numbers are worked out.

    Shape: `organisations` maps a key to its audiences and facets; `documents` a key to its day,
        audiences, terms and how often each occurs; `links` a document's key to its members.
    Units: as in Evidence.
    Errors: none.
    Source: none.
    """

    def __init__(self) -> None:
        self.terms = Terms()
        self.organisations: dict[str, tuple[str, str]] = {}
        self.documents: dict[
            str, tuple[int, str, NDArray[np.int32], NDArray[np.uint16] | NDArray[np.float32]]
        ] = {}
        self.links: dict[str, list[tuple[str, int]]] = {}

    @classmethod
    def from_evidence(cls, evidence: Evidence) -> Self:
        shelf, history, counts = cls(), evidence.history, evidence.counts
        shelf.terms = evidence.terms
        shelf.organisations = dict(
            zip(
                history.organisations,
                zip(evidence.organisation_audiences, evidence.organisation_facets, strict=True),
                strict=True,
            )
        )
        starts = counts.indptr.tolist()
        days = history.days.tolist()
        for row, key in enumerate(history.documents):
            here = slice(starts[row], starts[row + 1])
            audiences = evidence.document_audiences[row]
            shelf.documents[key] = (days[row], audiences, counts.indices[here], counts.data[here])
        links = history.members_of
        triples = (links.owners.tolist(), links.rows.tolist(), links.roles.tolist())
        for doc, org, role in zip(*triples, strict=True):
            members = shelf.links.setdefault(history.documents[doc], [])
            members.append((history.organisations[org], role))
        return shelf

    def link(self, parts: Iterable[Participation]) -> None:
        for part in parts:
            members = self.links.setdefault(part.document, [])
            members.append((part.organisation, _ROLE_NUMBERS.get(part.role, 0)))

    def add(self, document: Document) -> None:
        audiences = _SEPARATOR.join(document.audiences)
        if document.type == "organisation":
            facets = _SEPARATOR.join(
                f"{name}={value}" for name, values in document.facets.items() for value in values
            )
            self.organisations[document.key] = (audiences, facets)
            self.links.pop(document.key, None)
            if document.en or document.it or document.evidence:
                self.links[document.key] = [(document.key, _ROLE_NUMBERS["self"])]
        if document.key in self.links:
            terms, often = self.terms.count(document)
            day = None if document.type == "organisation" else document.day
            self.documents[document.key] = (day_number(day), audiences, terms, often)

    def assembled(self) -> tuple[History, sparse.csr_matrix, list[str]]:
        """Give the history, the counts and the audiences of the documents, by row."""
        organisations, documents = list(self.organisations), list(self.documents)
        rows = {key: row for row, key in enumerate(organisations)}
        links = [
            (rows[organisation], doc, role)
            for doc, key in enumerate(documents)
            for organisation, role in self.links.get(key, ())
            if organisation in rows
        ]
        org, doc, role = np.array(links, dtype=np.int64).reshape(-1, 3).T
        days = np.array([day for day, *_ in self.documents.values()], dtype=np.int32)
        triple = (org.astype(np.int32), doc.astype(np.int32), role.astype(np.uint8))
        history = History.of(organisations, documents, days, triple)
        return history, self._counts(), [audience for _, audience, *_ in self.documents.values()]

    def _counts(self) -> sparse.csr_matrix:
        terms = [terms for _, _, terms, _ in self.documents.values()]
        often = [often for *_, often in self.documents.values()]
        starts = np.zeros(len(terms) + 1, dtype=np.int64)
        if not terms:
            return sparse.csr_matrix((0, self.terms.size), dtype=np.float32)
        np.cumsum([len(row) for row in terms], out=starts[1:])
        data = np.concatenate(often).astype(np.float32)
        shape = (len(terms), self.terms.size)
        return sparse.csr_matrix((data, np.concatenate(terms), starts), shape=shape)


def organisation_counts(
    history: History, counts: sparse.csr_matrix, audiences: Sequence[str]
) -> sparse.csr_matrix:
    """Add up, for each organisation, the words of the public documents it took part in.

    Only public ones: these sums are shared by all readers, and must not tell one what only
    another may see.
    """
    links = history.documents_of
    is_public = np.array(["public" in a.split(_SEPARATOR) for a in audiences], dtype=bool)
    kept = is_public[links.rows] if len(audiences) else np.zeros(0, dtype=bool)
    shape = (len(history.organisations), len(history.documents))
    triple = (ROLE_WEIGHTS[links.roles[kept]], (links.owners[kept], links.rows[kept]))
    return (sparse.csr_matrix(triple, shape=shape) @ counts).tocsr()


def _coded(strings: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    distinct: dict[str, int] = {}
    codes = [distinct.setdefault(string, len(distinct)) for string in strings]
    return list(distinct), np.array(codes, dtype=np.int64)


def _visible(
    strings: Sequence[str], coded: tuple[list[str], NDArray[np.int64]], audiences: Iterable[str]
) -> Mask:
    distinct, codes = coded
    reader = set(audiences)
    sees = np.array([not reader.isdisjoint(s.split(_SEPARATOR)) for s in distinct], dtype=bool)
    return sees[codes]


def _of_length(strings: list[str], length: int) -> list[str]:
    """Undo what a text file cannot say: whether one empty string or none was written."""
    return strings if len(strings) == length else [""] * length
