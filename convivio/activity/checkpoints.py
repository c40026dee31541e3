"""Checkpoints: the end of the chain, signed, kept in a file outside the database.

Whoever rewrites the whole chain in the database cannot rewrite these lines without the key, so a
chain that was cut or made anew no longer agrees with them. Each line also carries the digest of the
line before. A line torn by a power cut is passed over, and the next one begins a line of its own.

Where the key changes, a line names the old and the new one, and both sign it. Who holds either can
so prove the lines of both.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.timezone import now

from convivio.activity import trace_keys
from convivio.activity.errors import KeyIsLost
from convivio.activity.trace_keys import fingerprint, holds, private_key, public_half

BEGINNING = "0" * 64
TAIL = 64 * 1024
TOLD = ("position", "digest", "settled", "at", "key", "previous")
"""What every line says, besides its signature."""


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
    old_key: str = ""
    new_key: str = ""
    countersignature: str = ""

    @property
    def message(self) -> bytes:
        names = [*TOLD, "old_key", "new_key"] if self.new_key else TOLD
        return _message({name: getattr(self, name) for name in names})

    def is_signed_by(self, public: str) -> bool:
        """Say whether this key signed it; where the key changes, whether both did."""
        if not holds(public, self.signature, self.message):
            return False
        return not self.new_key or (
            self.old_key == public and holds(self.new_key, self.countersignature, self.message)
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
    """Sign the end of the chain and put it on disk, for good, before returning.

    Errors: KeyIsLost, when there are checkpoints and the key that signed them is gone.
    """
    file = file or path()
    last = _last_line(file)
    key = _key_after(last)
    words = _words(position, digest, settled, key, last)
    _append(file, {**words, "signature": key.sign(_message(words)).hex()})


def write_change_of_key(position: int, digest: str, settled: int) -> str:
    """Make a new key, let both sign a line that says so, and return its public half.

    The new key waits in a file beside the old one until the line is on disk; should the machine stop
    between the two, the next who signs finishes the change.
    """
    file = path()
    last = _last_line(file)
    old, new = _key_after(last), trace_keys.make_next()
    public = public_half(new)
    words = _words(position, digest, settled, old, last)
    words |= {"old_key": public_half(old), "new_key": public}
    message = _message(words)
    signed = {"signature": old.sign(message).hex(), "countersignature": new.sign(message).hex()}
    _append(file, {**words, **signed})
    trace_keys.take_next(public)
    return public


def put_aside() -> Path | None:
    """Rename the file, so that the next checkpoint begins another; its lines still prove what they did."""
    if not path().exists():
        return None
    aside = path().with_name(f"checkpoints-until-{now():%Y-%m-%d-%H%M%S}.jsonl")
    path().rename(aside)
    return aside


def _key_after(last: Checkpoint | None) -> Ed25519PrivateKey:
    """Return the key that signs after a line: never another in place of one that is gone."""
    if not _has_key_after(last):
        raise KeyIsLost
    return private_key()


def _has_key_after(last: Checkpoint | None) -> bool:
    """Say whether the key is there that has to sign after a line; before the first, any is."""
    if last is None:
        return True
    if last.new_key:
        trace_keys.take_next(last.new_key)
    name = fingerprint(last.new_key) if last.new_key else last.key
    return trace_keys.path().exists() and fingerprint(trace_keys.public_key()) == name


def key_is_there() -> bool:
    """Say whether the key is there that has to sign the next checkpoint."""
    return trace_keys.path().exists() and _has_key_after(last())


def _words(
    position: int, digest: str, settled: int, key: Ed25519PrivateKey, last: Checkpoint | None
) -> dict[str, Any]:
    return {
        "position": position,
        "digest": digest,
        "settled": settled,
        "at": now().isoformat(timespec="seconds"),
        "key": fingerprint(public_half(key)),
        "previous": _digest(last.line) if last else BEGINNING,
    }


def _append(file: Path, words: dict[str, Any]) -> None:
    line = json.dumps(words, sort_keys=True)
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


def last(file: Path | None = None) -> Checkpoint | None:
    """Read the last checkpoint; None, before the first."""
    return _last_line(file or path())


def last_position(file: Path | None = None) -> int:
    """Return how far the last checkpoint reaches; 0, before the first."""
    last = _last_line(file or path())
    return last.position if last else 0


def read(public: str, file: Path | None = None) -> Reading:
    """Read a file of checkpoints, and try each signature; the key given is one of those that signed."""
    lines = list(_lines(file or path()))
    found = [one for line in lines if (one := _parsed(line)) is not None]
    broken, previous = [], BEGINNING
    for one, key in zip(found, _keys_of(found, public), strict=True):
        if not one.is_signed_by(key):
            broken.append((one.position, "has a checkpoint with a wrong signature"))
        elif one.previous != previous:
            broken.append((one.position, "has a checkpoint that does not follow the one before it"))
        previous = _digest(one.line)
    return Reading(tuple(found), tuple(broken), len(lines) - len(found))


def _keys_of(found: Sequence[Checkpoint], public: str) -> list[str]:
    """Say which key has to have signed each line: one key, and others as lines say that it changed.

    Where the key given is none of them, it has to have signed them all: so none holds.
    """
    changes = [one for one in found if one.new_key]
    keys = [*(one.old_key for one in changes), changes[-1].new_key] if changes else [public]
    if public not in keys:
        return [public] * len(found)
    signers, place = [], 0
    for one in found:
        signers.append(keys[place])
        place += bool(one.new_key)
    return signers


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
