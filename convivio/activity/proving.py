"""Proving the trace: walking the chain, and comparing it with the signed checkpoints."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from convivio.activity.checkpoints import BEGINNING, Checkpoint
from convivio.activity.checkpoints import Reading as Checkpoints
from convivio.activity.sealing import link_digest
from convivio.activity.trace import canonical, digest_of_words

Rows = Callable[[str], Iterator[Sequence[Any]]]
"""Asks a database, and gives the rows of its answer."""
MOST_TOLD = 1_000
AT_ONCE = 2_000
MOMENT_IN = {
    "sqlite": "CASE length(t.at) WHEN 26 THEN t.at || '' ELSE t.at || '.000000' END",
    "postgresql": "to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
}
FACTS_IN = {"sqlite": "t.facts", "postgresql": "t.facts::text"}
CHAIN = (
    "SELECT l.position, l.entry, l.digest, t.digest, {at}, t.verb, t.subject, t.person, t.acting_for, "
    "t.because, t.salt, {facts} FROM activity_link l LEFT JOIN activity_trace t ON t.number = l.entry "
    "WHERE l.position > {after} ORDER BY l.position"
)
OUTSIDE = (
    "SELECT t.number FROM activity_trace t LEFT JOIN activity_link l ON l.entry = t.number "
    "WHERE l.entry IS NULL ORDER BY t.number"
)
HEAD = "SELECT number, digest FROM activity_tracehead WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Flaw:
    """An entry with which something is wrong, and what."""

    number: int
    problem: str


@dataclass(slots=True)
class Proof:
    """What the proof found: how much is sealed, how much is not yet, and what is wrong."""

    entries: int = 0
    sealed: int = 0
    unsealed: int = 0
    checkpoints: int = 0
    torn: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    def blame(self, number: int, problem: str) -> None:
        if len(self.flaws) < MOST_TOLD:
            self.flaws.append(Flaw(number, problem))

    @property
    def holds(self) -> bool:
        return not self.flaws


def prove(read: Checkpoints, *, rows: Rows | None = None, vendor: str = "", after: int = 0) -> Proof:
    """Walk the chain, and say where it was changed, cut, filled in or made anew.

    What was written since the last checkpoint is counted as unsealed: nothing vouches for it yet.
    With `after`, the walk begins at the last checkpoint before that place, and takes its word.
    """
    rows, vendor = rows or _rows_here, vendor or connection.vendor
    proof = Proof(checkpoints=len(read.checkpoints), torn=read.torn)
    for number, problem in read.broken:
        proof.blame(number, f"{problem}")
    begin = max((one for one in read.checkpoints if one.position <= after), key=_place, default=None)
    last, digest = _walk(proof, read, rows, vendor, begin)
    _compare_ends(proof, read, rows, last, digest)
    proof.sealed = min(read.last.position, last) if read.last else 0
    outside = [row[0] for row in rows(OUTSIDE)]
    settled = read.last.settled if read.last else 0
    for number in outside:
        if number <= settled:
            proof.blame(number, "was put in among entries that were sealed before it")
    proof.entries = last + len(outside)
    proof.unsealed = proof.entries - proof.sealed
    return proof


def _place(checkpoint: Checkpoint) -> int:
    return checkpoint.position


def _walk(
    proof: Proof, read: Checkpoints, rows: Rows, vendor: str, begin: Checkpoint | None
) -> tuple[int, str]:
    """Walk the links, and return the place and the digest of the last."""
    position, previous = (begin.position, begin.digest) if begin else (0, BEGINNING)
    signed = {one.position: one.digest for one in read.checkpoints}
    question = CHAIN.format(at=MOMENT_IN[vendor], facts=FACTS_IN[vendor], after=position)
    for place, entry, link, digest, *words in rows(question):
        position += 1
        if place != position:
            proof.blame(entry, "comes after a gap in the chain")
            position = place
        if digest is None:
            proof.blame(entry, "was deleted")
        else:
            words[-1] = canonical(words[-1])
            if digest_of_words(words) != digest:
                proof.blame(entry, "was changed")
            if link_digest(previous, position, entry, digest) != link:
                proof.blame(entry, "does not follow the entry sealed before it")
        if place in signed and signed[place] != link:
            proof.blame(entry, "is not what its checkpoint says")
        previous = link
    return position, previous


def _compare_ends(proof: Proof, read: Checkpoints, rows: Rows, last: int, digest: str) -> None:
    """Compare the end of the chain with the head, and with the checkpoints beyond it."""
    beyond = [one.position for one in read.checkpoints if one.position > last]
    if beyond:
        proof.blame(last + 1, f"is where the end was cut off: {max(beyond) - last} sealed entries are gone")
    head = next(iter(rows(HEAD)), (0, BEGINNING))
    if tuple(head) != (last, digest) and not beyond:
        proof.blame(last + 1, "is where the end was cut off")


def _rows_here(question: str) -> Iterator[Sequence[Any]]:
    """Ask the database of this installation, a few rows at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(question)
        while found := cursor.fetchmany(AT_ONCE):
            yield from found
