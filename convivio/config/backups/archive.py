"""One file of many parts: written whole or not at all, read only when every bit is as it was."""

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from convivio.kernel.errors import BadInput

TRAILER = re.compile(rb"convivio-backup-sha256 ([0-9a-f]{64})\n\Z")
TRAILER_LENGTH = len(b"convivio-backup-sha256 \n") + 64
MANIFEST = "manifest.json"
AT_ONCE = 1024 * 1024
FORM = 1


def write(target: Path, manifest: dict[str, Any], parts: Mapping[str, Path]) -> None:
    """Write the parts into one file with their manifest, and put it on disk for good."""
    listed = {name: {"sha256": sha256_of(path), "bytes": path.stat().st_size} for name, path in parts.items()}
    staged = target.with_name(f"{target.name}.partial")
    manifest_file = target.with_name(f"{target.name}.manifest")
    words = json.dumps({**manifest, "form": FORM, "parts": listed}, indent=1, sort_keys=True)
    try:
        descriptor = os.open(staged, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            manifest_file.write_text(words, encoding="utf-8")
            with tarfile.open(fileobj=file, mode="w") as tar:
                tar.add(manifest_file, MANIFEST, filter=_plain)
                for name, path in parts.items():
                    tar.add(path, name, filter=_plain)
            _close(file)
        staged.replace(target)
    finally:
        manifest_file.unlink(missing_ok=True)
        staged.unlink(missing_ok=True)


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _close(file: Any) -> None:
    """End a file with the digest of what stands in it."""
    file.flush()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0, os.SEEK_END)
    file.write(f"convivio-backup-sha256 {digest}\n".encode())
    file.flush()
    os.fsync(file.fileno())


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Take a backup apart into a folder, and return its manifest.

    Errors: BadInput, when it is no backup, or a bit of it changed, or something lacks.
    """
    if not source.is_file():
        raise BadInput(f"There is no file at {source}.")
    _refuse_what_changed(source)
    try:
        with tarfile.open(source) as tar:
            tar.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (tarfile.TarError, OSError, ValueError) as error:
        raise BadInput(f"{source.name} cannot be read as a backup: {error}.") from error
    if manifest.get("form") != FORM:
        raise BadInput(f"{source.name} has a form that this version of Convivio does not know.")
    for name, told in manifest["parts"].items():
        part = folder / name
        if not part.is_file() or sha256_of(part) != told["sha256"]:
            raise BadInput(f"{source.name} is not whole: “{name}” is not what was put in.")
    return manifest


def _refuse_what_changed(source: Path) -> None:
    length = source.stat().st_size - TRAILER_LENGTH
    digest = hashlib.sha256()
    with source.open("rb") as file:
        left = length
        while left > 0 and (block := file.read(min(AT_ONCE, left))):
            digest.update(block)
            left -= len(block)
        told = TRAILER.match(file.read())
    if length <= 0 or told is None:
        raise BadInput(f"{source.name} is no whole backup: its end is missing.")
    if told.group(1).decode() != digest.hexdigest():
        raise BadInput(f"{source.name} was damaged: it is not what was written.")


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
