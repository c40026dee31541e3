"""The fingerprint of a file, or of the CSV files of a folder: the same digest, the same content."""

import hashlib
from pathlib import Path

from django.utils.translation import gettext_noop

from convivio.opendata.errors import BadFile

LARGEST = 2 * 1024 * 1024 * 1024


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, or of the names and contents of a folder's CSV and zip files.

    Raises:
        BadFile: there is nothing at this path, or something that is neither a file nor a folder,
            or that is too large.
    """
    try:
        return _digest_of(path)
    except OSError as case:
        raise BadFile(gettext_noop("It cannot be opened."), file=str(path)) from case


def _digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    for file in _files(path):
        if not file.is_file() or file.is_symlink():
            continue
        if file.stat().st_size > LARGEST:
            raise BadFile(gettext_noop("It is larger than 2 GB."), file=file.name)
        if path.is_dir():
            digest.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        with file.open("rb") as content:
            while block := content.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(found for found in path.iterdir() if found.suffix.lower() in {".csv", ".zip"})
    if not path.exists():
        raise BadFile(gettext_noop("There is nothing here."), file=str(path))
    if not path.is_file():
        raise BadFile(gettext_noop("It is neither a file nor a folder."), file=str(path))
    return [path.resolve()]
