"""What rooms declare to be found, and how they say that a row changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from convivio.engine.documents import Document as Document
from convivio.engine.documents import Participation as Participation
from convivio.search.models import Change

DocumentsOf = Callable[[Iterable[int] | None], Iterator[Document]]
"""From row numbers (None for all rows) to the documents of those that exist."""
PartsOf = Callable[[Iterable[int] | None], Iterator[Participation]]
"""From row numbers (None for all rows) to who took part in those rows' documents."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """How one room turns its rows into documents, and who took part in them."""

    kind: str
    documents: DocumentsOf
    parts: PartsOf | None = None


_declared: dict[str, Declaration] = {}


def declare_documents(kind: str, documents: DocumentsOf, parts: PartsOf | None = None) -> None:
    """Let a room say how its rows are found: `kind` is the first half of their keys."""
    _declared[kind] = Declaration(kind, documents, parts)


FacetsOf = Callable[[Iterable[int] | None], dict[int, dict[str, tuple[str, ...]]]]
"""From row numbers (None for all rows) to more facets of those rows' documents."""

_facets: dict[str, list[FacetsOf]] = {}


def declare_facets(kind: str, facets_of: FacetsOf) -> None:
    """Let a higher room say more of a lower room's rows: the clusters of an organisation."""
    _facets.setdefault(kind, []).append(facets_of)


def documents_of(declared: Declaration, numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the documents of a room's rows, with what other rooms say of them."""
    wanted = None if numbers is None else set(numbers)
    more = [facets_of(wanted) for facets_of in _facets.get(declared.kind, ())]
    for document in declared.documents(wanted):
        added = [facets.get(int(document.key.rpartition(":")[2]), {}) for facets in more]
        if any(added):
            facets = dict(document.facets)
            for one in added:
                facets.update(one)
            yield replace(document, facets=facets)
        else:
            yield document


def declarations() -> tuple[Declaration, ...]:
    return tuple(_declared[kind] for kind in sorted(_declared))


def declaration_of(kind: str) -> Declaration | None:
    return _declared.get(kind)


def has_changed(*keys: str) -> None:
    """Note, in the transaction that changes these rows, that their documents are old."""
    Change.objects.bulk_create([Change(key=key) for key in keys])
