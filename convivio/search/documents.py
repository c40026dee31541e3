"""What rooms declare to be found, and how they say that a row changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from convivio.engine.documents import Document
from convivio.search.models import Change


@dataclass(frozen=True, slots=True)
class Declaration:
    """How one room turns its rows into documents.

    `documents(None)` gives the document of every row; `documents(numbers)` those of these rows
    that still exist.
    """

    kind: str
    documents: Callable[[Iterable[int] | None], Iterator[Document]]


_declared: dict[str, Declaration] = {}


def declare_documents(
    kind: str, documents: Callable[[Iterable[int] | None], Iterator[Document]]
) -> None:
    """Let a room say how its rows are found."""
    _declared[kind] = Declaration(kind, documents)


def declarations() -> tuple[Declaration, ...]:
    return tuple(_declared[kind] for kind in sorted(_declared))


def has_changed(*keys: str) -> None:
    """Note, in the transaction that changes these rows, that their documents are old."""
    Change.objects.bulk_create([Change(key=key) for key in keys])
