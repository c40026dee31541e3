"""Checkpoints: the end of the chain, signed, kept in a file outside the database.

Whoever rewrites the whole chain in the database cannot rewrite these lines without the key, so a
chain that was cut or made anew no longer agrees with them. Each line also carries the digest of the
line before. A line torn by a power cut is passed over, and the next one begins a line of its own.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.timezone import now

from convivio.activity.trace_keys import fingerprint, holds, private_key, public_half

BEGINNING = "0" * 64
TAIL = 64 * 1024


def path() -> Path:
    return Path(settings.HOME) / "checkpoints.jsonl"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One signed line: at this place of the chain stood this digest."""

    position: int
    digest: str
    settled: int
    at: str
    key: str
    previous: str
    signature: str
    line: str

    @property
    def message(self) -> bytes:
        return _message(
            {
                "position": self.position,
                "digest": self.digest,
                "settled": self.settled,
                "at": self.at,
                "key": self.key,
                "previous": self.previous,
            }
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file of checkpoints says: those that hold, and what is wrong with others."""

    checkpoints: tuple[Checkpoint, ...] = ()
    broken: tuple[tuple[int, str], ...] = ()
    torn: int = 0

    @property
    def last(self) -> Checkpoint | None:
        return self.checkpoints[-1] if self.checkpoints else None


def write(position: int, digest: str, settled: int, file: Path | None = None) -> None:
    """Sign the end of the chain and put it on disk, for good, before returning."""
    file = file or path()
    key = private_key()
    last = _last_line(file)
    words: dict[str, Any] = {
        "position": position,
        "digest": digest,
        "settled": settled,
        "at": now().isoformat(timespec="seconds"),
        "key": fingerprint(public_half(key)),
        "previous": _digest(last.line) if last else BEGINNING,
    }
    line = json.dumps({**words, "signature": key.sign(_message(words)).hex()}, sort_keys=True)
    _append(file, line)


def _append(file: Path, line: str) -> None:
    is_new = not file.exists()
    with file.open("a+b") as opened:
        opened.seek(0, os.SEEK_END)
        if opened.tell():
            opened.seek(-1, os.SEEK_END)
            line = line if opened.read(1) == b"\n" else f"\n{line}"
        opened.write(f"{line}\n".encode())
        opened.flush()
        os.fsync(opened.fileno())
    if is_new:
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def last_position(file: Path | None = None) -> int:
    """Return how far the last checkpoint reaches; 0, before the first."""
    last = _last_line(file or path())
    return last.position if last else 0


def read(public: str, file: Path | None = None) -> Reading:
    """Read a file of checkpoints, and try each signature with a public key."""
    found, broken, torn, previous = [], [], 0, BEGINNING
    for line in _lines(file or path()):
        one = _parsed(line)
        if one is None:
            torn += 1
            continue
        if not holds(public, one.signature, one.message):
            broken.append((one.position, "has a checkpoint with a wrong signature"))
        elif one.previous != previous:
            broken.append((one.position, "has a checkpoint that does not follow the one before it"))
        found.append(one)
        previous = _digest(line)
    return Reading(tuple(found), tuple(broken), torn)


def _lines(file: Path) -> Iterator[str]:
    if file.exists():
        text = file.read_text(encoding="utf-8", errors="replace")
        yield from (line for line in text.split("\n") if line)


def _last_line(file: Path) -> Checkpoint | None:
    """Read the last whole line from the end of the file."""
    if not file.exists():
        return None
    with file.open("rb") as opened:
        opened.seek(max(0, file.stat().st_size - TAIL))
        lines = opened.read().decode(errors="replace").split("\n")
    return next((one for line in reversed(lines) if (one := _parsed(line))), None)


def _parsed(line: str) -> Checkpoint | None:
    """Read a line; None for one that is torn."""
    try:
        words = json.loads(line)
        return Checkpoint(**words, line=line)
    except (ValueError, TypeError):
        return None


def _message(words: dict[str, Any]) -> bytes:
    return json.dumps(words, sort_keys=True).encode()


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
