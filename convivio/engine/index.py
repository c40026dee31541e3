"""The one index: directory, search and matching, for readers who may see only what they may.

No query can be asked without naming its reader's audiences; counts and completions obey them as
results do. One process writes at a time, any number read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

import tantivy

from convivio.engine import analysis, clauses, folders, schema
from convivio.engine.documents import Document, Participation
from convivio.engine.errors import EmptyText
from convivio.engine.evidence import Evidence, Shelf

# Bytes that the writer fills before it writes a segment; two threads, as two cores.
BUILD_HEAP = 160_000_000
REFRESH_HEAP = 30_000_000
THREADS = 2
MOST_FACET_VALUES = 2000
MOST_REMEMBERED = 200
"""Audiences whose first view of the lists is kept counted."""
MOST_MATCHING_TERMS = 80

Order = Literal["relevance", "alphabet", "newest", "oldest"]
_ORDERS = {
    "alphabet": ("alphabet", tantivy.Order.Asc),
    "newest": ("day", tantivy.Order.Desc),
    "oldest": ("day", tantivy.Order.Asc),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One result, with enough to draw it."""

    key: str
    type: str
    score: float
    title: str
    day: date | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    Shape: `hits` of the page asked for; `total` of all pages; `facets` counts by facet and value,
        each facet counted as if it were not filtered itself; `is_guess` when nothing holds all the
        words as typed, and these hold some of them, or words spelt much alike.
    Units: counts of documents the reader may see.
    Errors: none.
    Source: none.
    """

    hits: list[Hit]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a search runs over: whose eyes, which types, which values, which days.

    Shape: `audiences` at least one key; `types` none for all; `filters` values by facet, any of
        which will do; `since` and `until` days, both included.
    Units: days.
    Errors: NoAudience, UnknownFacet when it is used.
    Source: none.
    """

    audiences: Sequence[str]
    types: Sequence[str] = ()
    filters: clauses.Filters = field(default_factory=dict)
    since: date | None = None
    until: date | None = None


def build(folder: Path, documents: Iterable[Document], parts: Iterable[Participation] = ()) -> int:
    """Build a new index from all documents and put it in the old one's place; give their number.

    Raises: UnknownFacet; IndexIsBusy when another process writes.
    """
    with folders.writing(folder, wait_seconds=0):
        generation = folders.new_generation(folder)
        shelf = Shelf()
        shelf.link(parts)
        count = _write_words(generation, _shelved(documents, shelf))
        evidence = folders.new_evidence(generation)
        Evidence.from_shelf(shelf).save(evidence)
        folders.switch_evidence(generation, evidence)
        folders.switch_generation(folder, generation)
    return count


def _shelved(documents: Iterable[Document], shelf: Shelf) -> Iterator[Document]:
    for document in documents:
        shelf.add(document)
        yield document


def _write_words(generation: Path, documents: Iterable[Document]) -> int:
    index = tantivy.Index(schema.made(), path=str(generation / "words"))
    analysis.register(index)
    writer = index.writer(BUILD_HEAP, THREADS)
    count = 0
    for count, document in enumerate(documents, 1):  # noqa: B007 — the last count is the answer
        writer.add_document(schema.entry(document))
    writer.commit()
    writer.wait_merging_threads()
    return count


class Index:
    """An open index, which follows what the writer does.

    Shape: a folder that `build` has filled.
    Units: none.
    Errors: IndexIsMissing when it was never built, or by an older form of this code.
    Source: measured against FTS5 and PostgreSQL in the decision records.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._generation: Path | None = None
        self._words_stamp = 0
        self._evidence_folder: Path | None = None
        self._evidence: Evidence | None = None
        self._index: tantivy.Index
        self._browsed: dict[tuple[object, ...], Mapping[str, Mapping[str, int]]] = {}
        self._follow()

    def search(  # noqa: PLR0913 — a search has these parts, all by name
        self, text: str, scope: Scope, *, limit: int = 20, offset: int = 0,
        order: Order = "relevance", facets: Sequence[str] = (),
        expansions: Mapping[str, float] | None = None,
    ) -> Found:  # fmt: skip
        """Find what a person types; without words, give everything in the scope.

        When nothing holds all the words, what holds some of them, or words spelt alike, is given.

        Raises: NoAudience, UnknownFacet.
        """
        searcher = self._searcher()
        for forgiving in (False, True):
            wanted = clauses.of_words(self._index.schema, text, expansions or {}, forgiving=forgiving)
            found = self._answer(searcher, wanted, scope, (limit, offset), order)
            if found.total or wanted is None:
                break
        counts = (
            self._counts(searcher, wanted, scope, facets) if text else self._browse(searcher, scope, facets)
        )
        return Found(found.hits, found.total, counts, bool(found.total) and forgiving)

    def count_by_type(
        self, text: str, scope: Scope, expansions: Mapping[str, float] | None = None
    ) -> Mapping[str, int]:
        """Count by type what `search` finds in the scope, in one pass; a type without any is left out.

        Raises: NoAudience, UnknownFacet.
        """
        searcher = self._searcher()
        counts: Mapping[str, int] = {}
        for forgiving in (False, True):
            wanted = clauses.of_words(self._index.schema, text, expansions or {}, forgiving=forgiving)
            counts = _values(searcher, self._within(wanted, scope), ["type"])["type"]
            if counts or wanted is None:
                break
        return counts

    def complete(self, typed: str, scope: Scope, limit: int = 8) -> list[Hit]:
        """Give what begins like the letters typed so far, one slip forgiven.

        Raises: NoAudience, UnknownFacet.
        """
        searcher = self._searcher()
        wanted = clauses.of_name(self._index.schema, typed)
        clauses.visible(self._index.schema, scope.audiences)
        if wanted is None:
            return []
        return self._answer(searcher, wanted, scope, (limit, 0), "relevance").hits

    def match(
        self, text: str, scope: Scope, *, limit: int = 100,
        expansions: Mapping[str, float] | None = None,
    ) -> list[Hit]:  # fmt: skip
        """Find what is about the same as a text of any length.

        Raises: EmptyText when the text holds no word; NoAudience, UnknownFacet.
        """
        searcher = self._searcher()
        weighted = clauses.text_weights(text[:2_000_000], expansions or {})
        clauses.visible(self._index.schema, scope.audiences)
        if not any(weighted.values()):
            raise EmptyText("The text holds no word to look for.")
        wanted = clauses.of_text(searcher, self._index.schema, weighted, MOST_MATCHING_TERMS)
        if wanted is None:
            return []
        return self._answer(searcher, wanted, scope, (limit, 0), "relevance").hits

    def count(self, scope: Scope) -> int:
        """Count what the reader may see in the scope."""
        return self._answer(self._searcher(), None, scope, (1, 0), "relevance").total

    def get(self, keys: Sequence[str], audiences: Sequence[str]) -> dict[str, Hit]:
        """Give these documents, as far as the reader may see them."""
        searcher, made = self._searcher(), self._index.schema
        query = clauses.everyone_of([clauses.visible(made, audiences), clauses.keys(made, keys)])
        hits = searcher.search(query, max(1, len(keys))).hits
        return {hit.key: hit for hit in (_hit(searcher, score, at) for score, at in hits)}

    def refresh(
        self, documents: Sequence[Document], deleted: Iterable[str] = (),
        parts: Iterable[Participation] | None = None, *, wait_seconds: float = 30,
    ) -> None:  # fmt: skip
        """Take in changed and new documents and drop deleted ones; readers see it at once.

        `parts` are all the participations in the changed documents; None keeps those they had.

        Raises: IndexIsBusy, UnknownFacet.
        """
        deleted = list(deleted)
        entries = [schema.entry(document) for document in documents]
        with folders.writing(self.folder, wait_seconds):
            self._follow()
            self._write(entries, [document.key for document in documents] + deleted)
            self._refresh_evidence(documents, deleted, parts)
        self._follow()

    @property
    def evidence(self) -> Evidence:
        """Give what ranking reads, as of the last refresh."""
        self._follow()
        if self._evidence is None:
            if self._evidence_folder is None:  # _follow sets it
                raise AssertionError
            self._evidence = Evidence.load(self._evidence_folder)
        return self._evidence

    def _write(self, entries: Iterable[tantivy.Document], gone: Iterable[str]) -> None:
        writer = self._index.writer(REFRESH_HEAP, 1)
        for key in gone:
            writer.delete_documents_by_term("key", key)
        for entry in entries:
            writer.add_document(entry)
        writer.commit()

    def _refresh_evidence(
        self, documents: Sequence[Document], deleted: Sequence[str],
        parts: Iterable[Participation] | None,
    ) -> None:  # fmt: skip
        if self._generation is None:  # _follow sets it
            raise AssertionError
        evidence = self.evidence.changed(documents, deleted, parts)
        if evidence is not self.evidence:
            folder = folders.new_evidence(self._generation)
            evidence.save(folder)
            folders.switch_evidence(self._generation, folder)

    def _searcher(self) -> tantivy.Searcher:
        self._follow()
        return self._index.searcher()

    def _follow(self) -> None:
        """See what was written since: a new generation, a commit, new evidence."""
        generation = folders.current_generation(self.folder)
        if generation != self._generation:
            self._index = tantivy.Index.open(str(generation / "words"))
            analysis.register(self._index)
            self._generation = generation
            self._browsed.clear()
        stamp = (generation / "words" / "meta.json").stat().st_mtime_ns
        if stamp != self._words_stamp:
            self._index.reload()
            self._words_stamp = stamp
            self._browsed.clear()
        evidence = folders.current_evidence(generation)
        if evidence != self._evidence_folder:
            self._evidence_folder, self._evidence = evidence, None

    def _within(self, wanted: tantivy.Query | None, scope: Scope, but: str = "") -> tantivy.Query:
        """Join what is wanted with the reader's eyes and the scope, one facet left out."""
        made = self._index.schema
        filters = clauses.filtered(made, scope.filters)
        parts = [
            clauses.visible(made, scope.audiences),
            *clauses.of_types(made, scope.types),
            *(query for facet, query in filters.items() if facet != but),
            *clauses.between(made, scope.since, scope.until),
        ]
        return clauses.everyone_of([*parts, wanted] if wanted is not None else parts)

    def _answer(
        self, searcher: tantivy.Searcher, wanted: tantivy.Query | None, scope: Scope,
        page: tuple[int, int], order: Order,
    ) -> Found:  # fmt: skip
        query = self._within(wanted, scope)
        limit, offset = page
        if order == "relevance" and wanted is None:
            order = "alphabet"
        if order == "relevance":
            result = searcher.search(query, limit, offset=offset, weight_by_field="weight")
        else:
            by, direction = _ORDERS[order]
            result = searcher.search(query, limit, order_by_field=by, offset=offset, order=direction)
        hits = [_hit(searcher, score, at) for score, at in result.hits]
        return Found(hits, result.count)  # type: ignore[attr-defined]

    def _browse(
        self, searcher: tantivy.Searcher, scope: Scope, facets: Sequence[str]
    ) -> Mapping[str, Mapping[str, int]]:
        """Count what stands there before anything is chosen: the same for everyone who sees the same.

        Remembered until the index changes; what is narrowed is too varied to be asked for twice.
        """
        if any(scope.filters.values()):
            return self._counts(searcher, None, scope, facets)
        asked = (frozenset(scope.audiences), tuple(scope.types), scope.since, scope.until, tuple(facets))
        if asked not in self._browsed:
            if len(self._browsed) >= MOST_REMEMBERED:
                self._browsed.clear()
            self._browsed[asked] = self._counts(searcher, None, scope, facets)
        return self._browsed[asked]

    def _counts(
        self, searcher: tantivy.Searcher, wanted: tantivy.Query | None, scope: Scope,
        facets: Sequence[str],
    ) -> Mapping[str, Mapping[str, int]]:  # fmt: skip
        """Count the values of facets: those not filtered in one pass, each filtered one without itself.

        Without the only filter there is, everything is counted, as for a list that nothing narrows.
        """
        narrows = [facet for facet, values in scope.filters.items() if values]
        filtered = [facet for facet in facets if facet in narrows]
        free = [facet for facet in facets if facet not in filtered]
        counts: dict[str, Mapping[str, int]] = {}
        for names, but in [(free, ""), *(([facet], facet) for facet in filtered)]:
            if wanted is None and narrows == [but]:
                counts.update(self._browse(searcher, replace(scope, filters={}), names))
            elif names:
                checked = [clauses.checked(name) for name in names]
                counts.update(_values(searcher, self._within(wanted, scope, but=but), checked))
        return counts


def _values(
    searcher: tantivy.Searcher, query: tantivy.Query, names: Sequence[str]
) -> dict[str, Mapping[str, int]]:
    """Count the values of some fields among what answers a query, in one pass."""
    asked = {name: {"terms": {"field": name, "size": MOST_FACET_VALUES}} for name in names}
    answer = searcher.aggregate(query, asked)
    return {name: {one["key"]: one["doc_count"] for one in answer[name]["buckets"]} for name in names}


def _hit(searcher: tantivy.Searcher, score: float, at: tantivy.DocAddress) -> Hit:
    fields = searcher.doc(at).to_dict()
    stored = schema.read_stored(bytes(fields["stored"][0]))
    day = stored["day"]
    return Hit(
        key=fields["key"][0],
        type=fields["type"][0],
        score=score,
        title=stored["title"],
        day=None if day is None else date.fromisoformat(day),
        data=stored["data"],
    )
