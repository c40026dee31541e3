"""Keeping the index as fresh as the database: changes read by one writer, or all built anew."""

import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from convivio.engine.documents import Document, Participation
from convivio.engine.errors import IndexIsBusy, IndexIsMissing
from convivio.engine.index import Index, build
from convivio.kernel.keys import split_key
from convivio.kernel.spread import learn_spread
from convivio.search.documents import declaration_of, declarations, documents_of
from convivio.search.models import Change

TELLING_SECONDS = 0.2
MANY = 20_000
"""Changes beyond which building anew costs less than taking them in one by one."""


def the_index() -> Index:
    """Return the open index of this installation.

    Errors: IndexIsMissing, before it was ever built.
    """
    return _opened(Path(settings.INDEX_FOLDER))


@lru_cache(maxsize=4)
def _opened(folder: Path) -> Index:
    return Index(folder)


def rebuild_index(progress: Callable[[int], None] | None = None) -> int:
    """Build the index of everything anew, put it in the old one's place, and count its documents.

    Readers keep the old one until the new one is whole. Whatever brought so many rows, the database
    learns of them too.
    Errors: IndexIsBusy, while another process writes it.
    """
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    parts = (part for one in declarations() if one.parts for part in one.parts(None))
    count = build(Path(settings.INDEX_FOLDER), _counted(_everything(), progress), parts)
    Change.objects.filter(pk__lte=last).delete()
    learn_spread()
    return count


def refresh_index() -> int:
    """Take in what changed since the last time, and return how many documents that was.

    Another process that is at it already does the work: then there is nothing to do.
    """
    changes = list(Change.objects.order_by("pk").values_list("pk", "key")[: MANY + 1])
    try:
        index = the_index()
        if len(changes) > MANY:
            return rebuild_index()
        if not changes:
            return 0
        documents, gone, parts = _of_changes({key for _, key in changes})
        index.refresh(documents, gone, parts, wait_seconds=5)
    except IndexIsMissing:
        return rebuild_index()
    except IndexIsBusy:
        return 0
    Change.objects.filter(pk__lte=changes[-1][0]).delete()
    return len(documents) + len(gone)


def _of_changes(keys: set[str]) -> tuple[list[Document], list[str], list[Participation]]:
    numbers: dict[str, set[int]] = {}
    for key in keys:
        kind, number = split_key(key)
        numbers.setdefault(kind, set()).add(number)
    documents: list[Document] = []
    parts: list[Participation] = []
    for kind, wanted in numbers.items():
        declared = declaration_of(kind)
        if declared is None:
            continue
        documents += documents_of(declared, wanted)
        if declared.parts is not None:
            parts += declared.parts(wanted)
    gone = sorted(keys - {document.key for document in documents})
    return documents, gone, parts


def _everything() -> Iterator[Document]:
    for declared in declarations():
        yield from documents_of(declared, None)


def _counted(documents: Iterator[Document], progress: Callable[[int], None] | None) -> Iterator[Document]:
    shown_at = time.monotonic()
    for count, document in enumerate(documents, 1):
        if progress and time.monotonic() - shown_at > TELLING_SECONDS:
            shown_at = time.monotonic()
            progress(count)
        yield document
