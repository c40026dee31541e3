"""What rooms declare to be found, and how they say that a row changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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


def declarations() -> tuple[Declaration, ...]:
    return tuple(_declared[kind] for kind in sorted(_declared))


def declaration_of(kind: str) -> Declaration | None:
    return _declared.get(kind)


def has_changed(*keys: str) -> None:
    """Note, in the transaction that changes these rows, that their documents are old."""
    Change.objects.bulk_create([Change(key=key) for key in keys])
