"""Who took part in what, and when: the past that ranking and reasons look up.

Kept as numpy arrays beside the index: a hundred thousand participations are one megabyte and open
in milliseconds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from convivio.engine import store

# Its opposite is a number too, so that days can be put in either order.
NO_DAY = -(2**31 - 1)
_EPOCH = date(1970, 1, 1)

ROLES = ("participant", "coordinator", "associated_partner", "third_party", "self")
# How far a role shows that an organisation can do what the document says. Third parties and
# associated partners are named by another member and answer for a small part of the work.
ROLE_WEIGHTS = np.array([1.0, 1.0, 0.5, 0.3, 1.0], dtype=np.float32)

Rows = NDArray[np.int32]


def day_number(day: date | None) -> int:
    """Give the days since 1 January 1970, or NO_DAY."""
    return NO_DAY if day is None else (day - _EPOCH).days


def day_of(number: int) -> date | None:
    return None if number == NO_DAY else date.fromordinal(_EPOCH.toordinal() + number)


@dataclass(frozen=True, slots=True)
class PastPart:
    """One organisation's part in one document."""

    document: str
    role: str
    day: date | None


class Links:
    """For each row on one side, the rows it is linked to on the other, with their roles.

    Shape: `starts` (n + 1), `rows` and `roles` (one for each link), sorted by their owner.
    Units: row numbers; role numbers as in ROLES.
    Errors: none; a row without links gives empty arrays.
    Source: compressed sparse rows.
    """

    def __init__(self, starts: NDArray[np.int64], rows: Rows, roles: NDArray[np.uint8]) -> None:
        self.starts, self.rows, self.roles = starts, rows, roles

    @classmethod
    def between(cls, owners: Rows, rows: Rows, roles: NDArray[np.uint8], size: int) -> Self:
        order = np.lexsort((rows, owners))
        starts = np.zeros(size + 1, dtype=np.int64)
        np.cumsum(np.bincount(owners, minlength=size), out=starts[1:])
        return cls(starts, rows[order].astype(np.int32), roles[order].astype(np.uint8))

    def of(self, row: int) -> Rows:
        return self.rows[self.starts[row] : self.starts[row + 1]]

    def roles_of(self, row: int) -> NDArray[np.uint8]:
        return self.roles[self.starts[row] : self.starts[row + 1]]

    def of_all(self, rows: Rows) -> tuple[Rows, Rows, NDArray[np.uint8]]:
        """Give, for all links of these rows: the place in `rows`, the linked row, the role."""
        lengths = (self.starts[rows + 1] - self.starts[rows]).astype(np.int64)
        places = np.repeat(np.arange(len(rows), dtype=np.int32), lengths)
        shift = np.repeat(self.starts[rows] - (np.cumsum(lengths) - lengths), lengths)
        at = np.arange(len(places), dtype=np.int64) + shift
        return places, self.rows[at], self.roles[at]

    @cached_property
    def owners(self) -> Rows:
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


class History:
    """All participations, both ways.

    Shape: `organisations` and `documents` are keys, their place is the row number; `days` one for
        each document; `documents_of` and `members_of` the links.
    Units: days since 1 January 1970, or NO_DAY where unknown.
    Errors: a key that was never seen has no past: empty answers, never an error.
    Source: decision in the blueprint: collaboration history is one of the three lists fused.
    """

    def __init__(
        self, organisations: Sequence[str], documents: Sequence[str], days: Rows,
        documents_of: Links, members_of: Links,
    ) -> None:  # fmt: skip
        self.organisations, self.documents, self.days = organisations, documents, days
        self.documents_of, self.members_of = documents_of, members_of

    @classmethod
    def of(
        cls, organisations: Sequence[str], documents: Sequence[str], days: Rows,
        links: tuple[Rows, Rows, NDArray[np.uint8]],
    ) -> Self:  # fmt: skip
        """Build from row numbers: `links` are the organisations, the documents and the roles.

        When an organisation has two parts in one document the one that weighs most stays.
        """
        org, doc, role = links
        order = np.lexsort((-ROLE_WEIGHTS[role], doc, org))
        org, doc, role = org[order], doc[order], role[order]
        first = np.ones(len(org), dtype=bool)
        first[1:] = (org[1:] != org[:-1]) | (doc[1:] != doc[:-1])
        org, doc, role = org[first], doc[first], role[first]
        return cls(
            organisations,
            documents,
            days,
            Links.between(org, doc, role, len(organisations)),
            Links.between(doc, org, role, len(documents)),
        )

    @classmethod
    def load(cls, folder: Path) -> Self:
        def links(side: str) -> Links:
            starts, rows, roles = (
                store.load_array(folder, f"{side}_{part}") for part in ("starts", "rows", "roles")
            )
            return Links(starts, rows, roles)

        return cls(
            store.load_list(folder, "organisations"),
            store.load_list(folder, "documents"),
            store.load_array(folder, "days"),
            links("documents_of"),
            links("members_of"),
        )

    def save(self, folder: Path) -> None:
        arrays = {"days": self.days}
        for side, links in (("documents_of", self.documents_of), ("members_of", self.members_of)):
            arrays |= {f"{side}_starts": links.starts, f"{side}_rows": links.rows}  # type: ignore[dict-item]
            arrays[f"{side}_roles"] = links.roles  # type: ignore[assignment]
        lists = {"organisations": self.organisations, "documents": self.documents}
        store.save(folder, arrays, lists)

    @cached_property
    def organisation_rows(self) -> Mapping[str, int]:
        return {key: row for row, key in enumerate(self.organisations)}

    @cached_property
    def document_rows(self) -> Mapping[str, int]:
        return {key: row for row, key in enumerate(self.documents)}

    @cached_property
    def is_shared(self) -> NDArray[np.bool_]:
        """Say of each document whether it is a common past, not an organisation's own profile."""
        return np.array([not key.startswith("organisation:") for key in self.documents], dtype=bool)

    def is_before(self, before: date | None) -> NDArray[np.bool_]:
        """Say of each document whether it was known on a day; what has no day always was."""
        if before is None:
            return np.ones(len(self.days), dtype=bool)
        return self.days < day_number(before)

    def parts(self, organisation: str, before: date | None = None) -> list[PastPart]:
        """Give what an organisation took part in, newest first."""
        row = self.organisation_rows.get(organisation)
        if row is None:
            return []
        pairs = zip(self.documents_of.of(row), self.documents_of.roles_of(row), strict=True)
        known = self.is_before(before) & self.is_shared
        kept = sorted((pair for pair in pairs if known[pair[0]]), key=lambda p: -self.days[p[0]])
        return [PastPart(self.documents[doc], ROLES[role], day_of(int(self.days[doc]))) for doc, role in kept]

    def count(self, organisation: str, before: date | None = None) -> int:
        return len(self.parts(organisation, before))

    def counts(self, before: date | None = None) -> NDArray[np.int64]:
        """Give, for every organisation by row, in how many documents it took part."""
        counted = (self.is_before(before) & self.is_shared)[self.documents_of.rows]
        owners = self.documents_of.owners[counted]
        return np.bincount(owners, minlength=len(self.organisations))

    def past_partners(self, organisation: str, before: date | None = None) -> dict[str, int]:
        """Give those who shared a document with an organisation, and how many they shared."""
        row = self.organisation_rows.get(organisation)
        if row is None:
            return {}
        docs = self.documents_of.of(row)
        docs = docs[(self.is_before(before) & self.is_shared)[docs]]
        members = self.members_of.of_all(docs)[1]
        met = Counter(members[members != row].tolist())
        return {self.organisations[member]: count for member, count in met.most_common()}

    def shared(self, one: str, other: str, before: date | None = None) -> list[str]:
        """Give the documents in which both took part, newest first."""
        known = {part.document for part in self.parts(other, before)}
        return [part.document for part in self.parts(one, before) if part.document in known]
