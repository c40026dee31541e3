"""A published data set as it comes: a zip or a folder of files. Nothing is ever unpacked to disk.

Plain Python, for the process that reads within limits.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from convivio.opendata.unreadable import Unreadable, gettext_noop

MOST_ENTRIES = 10_000
MOST_BYTES = 1536 * 1024 * 1024
MODEST = 32 * 1024 * 1024
MOST_SQUEEZED = 60
"""Text squeezes four to ten times; a file that squeezes sixty times, and is large, is made to harm."""

OTHER_KINDS = (
    (b"%PDF", gettext_noop("This is a PDF.")),
    (b"\xd0\xcf\x11\xe0", gettext_noop("This is an old Office file.")),
    (b"{", gettext_noop("This is a JSON file.")),
    (b"[", gettext_noop("This is a JSON file.")),
    (b"<", gettext_noop("This is an XML or HTML file.")),
    (b"\x1f\x8b", gettext_noop("This is a gzip file.")),
    (b"7z\xbc\xaf", gettext_noop("This is a 7z file.")),
    (b"Rar!", gettext_noop("This is a RAR file.")),
)
NOT_A_ZIP = gettext_noop("This is not a zip.")
ZIP = gettext_noop("This is a zip or an Office file.")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a bundle: its name as people know it, its size, and how to open it."""

    name: str
    size: int
    packed: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a data set by name, lower-case, without folders."""

    name: str
    parts: dict[str, Part]

    def names(self) -> str:
        found = sorted(part.name for part in self.parts.values())
        return ", ".join(found[:8]) + (", …" if len(found) > 8 else "") if found else "—"  # noqa: PLR2004


@contextmanager
def opened(path: Path, sought: str) -> Iterator[Bundle]:
    """Open a zip, a folder, or a folder that holds one zip instead of the file that is sought.

    Raises:
        Unreadable: it is something else, is damaged, or is made to harm.
    """
    if path.is_dir():
        parts, zips = _in_folder(path)
        if len(zips) != 1 or any(sought in name for name in parts):
            yield Bundle(path.name, parts)
            return
        path = zips[0]
    with _zip(path) as archive:
        yield Bundle(path.name, dict(_in_zip(path.name, archive)))


def single(path: Path) -> Part:
    """Take one CSV file by itself.

    Raises:
        Unreadable: it is empty, or shows that it is a file of another kind.
    """
    with path.open("rb") as file:
        beginning = file.read(8)
    if not beginning:
        raise Unreadable(gettext_noop("The file is empty."), file=path.name)
    kind = _kind(beginning)
    if beginning.startswith(b"PK") or kind != NOT_A_ZIP:
        problem = gettext_noop("%(kind)s A CSV file is needed.")
        raise Unreadable(problem, file=path.name, kind=kind if kind != NOT_A_ZIP else ZIP)
    return Part(path.name, path.stat().st_size, path.stat().st_size, lambda: path.open("rb"))


def _in_folder(path: Path) -> tuple[dict[str, Part], list[Path]]:
    parts: dict[str, Part] = {}
    zips = []
    for number, found in enumerate(sorted(path.iterdir())):
        if number > MOST_ENTRIES:
            raise Unreadable(gettext_noop("The folder holds too many files."), file=path.name)
        if found.suffix.lower() == ".zip" and found.is_file() and "csv" in found.name.lower():
            zips.append(found)
        if found.suffix.lower() == ".csv" and (part := _file(found)):
            parts[found.name.lower()] = part
    return parts, zips


def _file(path: Path) -> Part | None:
    if path.is_symlink():
        raise Unreadable(
            gettext_noop("It is a link to another place; put the file itself there."), file=path.name
        )
    if not path.is_file():
        return None
    size = path.stat().st_size
    return Part(path.name, size, size, lambda: path.open("rb"))


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    with path.open("rb") as file:
        beginning = file.read(8)
    if not beginning:
        raise Unreadable(gettext_noop("The file is empty."), file=path.name)
    if not beginning.startswith(b"PK"):
        raise Unreadable(
            gettext_noop("%(kind)s A zip, or a folder with its files, is needed."),
            file=path.name,
            kind=_kind(beginning),
        )
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as case:
        raise Unreadable(gettext_noop("The zip is damaged, or cut short."), file=path.name) from case
    with archive:
        yield archive


def _kind(beginning: bytes) -> str:
    text = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, kind in OTHER_KINDS:
        if text.startswith(mark):
            return kind
    return NOT_A_ZIP


def _in_zip(zip_name: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, Part]]:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(gettext_noop("The zip holds too many files."), file=zip_name)
    if any(entry.filename == "[Content_Types].xml" for entry in entries):
        raise Unreadable(
            gettext_noop("This is an Office file, such as XLSX. A zip of CSV files is needed."), file=zip_name
        )
    for entry in entries:
        name = PurePosixPath(entry.filename.replace("\\", "/"))
        _refuse_a_trick(zip_name, entry, name)
        if entry.is_dir() or name.name.startswith(".") or name.suffix.lower() != ".csv":
            continue
        opens = partial(_member, archive, entry)
        yield name.name.lower(), Part(name.name, entry.file_size, entry.compress_size, opens)


def _refuse_a_trick(zip_name: str, entry: zipfile.ZipInfo, name: PurePosixPath) -> None:
    shown = entry.filename[:80]
    if name.is_absolute() or ".." in name.parts or ":" in entry.filename:
        problem = gettext_noop("“%(name)s” would lie outside the zip; no data set has such a file.")
        raise Unreadable(problem, file=zip_name, name=shown)
    if stat.S_ISLNK(entry.external_attr >> 16):
        problem = gettext_noop("“%(name)s” is a link, not a file; no data set has one.")
        raise Unreadable(problem, file=zip_name, name=shown)
    if entry.flag_bits & 1:
        problem = gettext_noop("“%(name)s” is locked with a password; unlock the zip first.")
        raise Unreadable(problem, file=zip_name, name=shown)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    content: Any = archive.open(entry)
    return io.BufferedReader(content, 1 << 20)


def weigh(bundle: Bundle, parts: list[Part]) -> None:
    """Refuse, from the sizes alone, parts that are too large to read, or squeezed beyond belief."""
    for part in parts:
        if part.size > MODEST and part.size > MOST_SQUEEZED * max(part.packed, 1):
            problem = gettext_noop("It would grow from %(packed)s to %(size)s MB when unpacked: a zip bomb.")
            raise Unreadable(
                problem, file=part.name, packed=f"{part.packed / 2**20:,.1f}", size=part.size >> 20
            )
    total = sum(part.size for part in parts)
    if total > MOST_BYTES:
        problem = gettext_noop("Its files would take %(size)s MB; at most %(most)s are read.")
        raise Unreadable(problem, file=bundle.name, size=f"{total >> 20:,}", most=f"{MOST_BYTES >> 20:,}")


@contextmanager
def damage_is_said(file: str, bundle: str) -> Iterator[None]:
    """Turn what a damaged file does to its reader into a sentence."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as case:
        raise Unreadable(
            gettext_noop("It is damaged, or cut short, inside %(bundle)s."), file=file, bundle=bundle
        ) from case
    except (NotImplementedError, RuntimeError) as case:
        raise Unreadable(
            gettext_noop("It is packed in a way that cannot be read, inside %(bundle)s."),
            file=file,
            bundle=bundle,
        ) from case
