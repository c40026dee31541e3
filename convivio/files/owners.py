"""Whose files are whose: the room that owns a thing says who may read what is about it."""

from collections.abc import Callable
from dataclasses import dataclass

from convivio.files.models import Sort
from convivio.kernel.keys import split_key
from convivio.people.acting import Acting

MayRead = Callable[[Acting, str], bool]
"""From who asks and the key of a thing to whether they may read its files now."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The files of one kind of thing: who reads them, and how many of each sort there is room for."""

    may_read: MayRead
    pictures: int
    documents: int

    def most(self, sort: str) -> int:
        return self.pictures if sort == Sort.PICTURE else self.documents


_declared: dict[str, Owner] = {}


def declare_files(kind: str, may_read: MayRead, *, pictures: int = 6, documents: int = 10) -> None:
    """Let a room have files about its things; `may_read` is asked at every reading."""
    _declared[kind] = Owner(may_read, pictures, documents)


def owner_of(key: str) -> Owner:
    """Return what was declared for a thing.

    Errors: LookupError, when no room has declared files of this kind.
    """
    kind = split_key(key)[0]
    if kind not in _declared:
        message = f"nobody has declared files of “{kind}”"
        raise LookupError(message)
    return _declared[kind]


def may_read(acting: Acting, key: str) -> bool:
    """Say whether somebody may read what is about a thing now; for what nobody declared, nobody may."""
    kind = key.partition(":")[0]
    return kind in _declared and _declared[kind].may_read(acting, key)
