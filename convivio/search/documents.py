"""What rooms declare to be found, and how they say that a row changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from convivio.engine.documents import Document as Document
from convivio.engine.documents import Participation as Participation
from convivio.search.models import Change

V = TypeVar("V")

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


DataOf = Callable[[Iterable[int] | None], dict[int, dict[str, object]]]
"""From row numbers (None for all rows) to more small values to draw those rows' results with."""

_data: dict[str, list[DataOf]] = {}


def declare_data(kind: str, data_of: DataOf) -> None:
    """Let a higher room add what a lower room's results are drawn with: the projects of an organisation."""
    _data.setdefault(kind, []).append(data_of)


def documents_of(declared: Declaration, numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the documents of a room's rows, with what other rooms say of them."""
    wanted = None if numbers is None else set(numbers)
    facets = [facets_of(wanted) for facets_of in _facets.get(declared.kind, ())]
    data = [data_of(wanted) for data_of in _data.get(declared.kind, ())]
    for document in declared.documents(wanted):
        number = int(document.key.rpartition(":")[2])
        more_facets = _joined(found.get(number) for found in facets)
        more_data = _joined(found.get(number) for found in data)
        if more_facets or more_data:
            yield replace(
                document,
                facets={**document.facets, **more_facets},
                data={**document.data, **more_data},
            )
        else:
            yield document


def _joined(parts: Iterable[dict[str, V] | None]) -> dict[str, V]:
    joined: dict[str, V] = {}
    for part in parts:
        joined.update(part or {})
    return joined


def declarations() -> tuple[Declaration, ...]:
    return tuple(_declared[kind] for kind in sorted(_declared))


def declaration_of(kind: str) -> Declaration | None:
    return _declared.get(kind)


def has_changed(*keys: str) -> None:
    """Note, in the transaction that changes these rows, that their documents are old."""
    Change.objects.bulk_create([Change(key=key) for key in keys])
