"""The other side of `reading`: the process that takes the text out of a document, and bounds itself.

Plain Python, run by its path: the document comes on standard input, the text goes out as JSON. No file is written.
"""

import codecs
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final
from xml.parsers import expat  # bounded with the process; a document type is refused

from pypdf import PdfReader

if sys.platform != "win32":
    import resource

MOST_PAGES: Final = 200
MOST_UNPACKED: Final = 64 * 1024 * 1024
LONGEST_MANIFEST: Final = 1024 * 1024
AT_ONCE: Final = 64 * 1024
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
LOCKED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
"""An office document with a password lies in the container of the old formats."""
PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The two that give their content piece by piece, so that a bomb is met before it bursts."""
NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")
STEERING: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad]")
BROKEN_WORD: Final = re.compile(r"(?<=[^\W\d_])[-\u2010\xad][ \t]*\n(?=[^\W\d_])")


class Refused(Exception):
    """The document gives no text: kind, locked, empty or too_much."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the elements of an office format mean, by their names without a namespace."""

    texts: frozenset[str]
    lines: frozenset[str]
    gaps: frozenset[str]
    left_out: frozenset[str]


WORD = Marks(frozenset({"t"}), frozenset({"p"}), frozenset({"tab", "br"}), frozenset({"Fallback"}))
OPEN = Marks(
    frozenset({"p", "h"}),
    frozenset({"p", "h"}),
    frozenset({"s", "tab", "line-break"}),
    frozenset({"tracked-changes", "annotation"}),
)


@dataclass(slots=True)
class Letters:
    """Gathers the text of an office document while its elements go by."""

    marks: Marks
    found: list[str] = field(default_factory=list)
    count: int = 0
    within: int = 0
    outside: int = 0

    def begins(self, name: str, _attributes: object) -> None:
        name = name.rpartition(" ")[2]
        self.outside += name in self.marks.left_out
        self.within += name in self.marks.texts
        if name in self.marks.gaps:
            self.add(" ")

    def ends(self, name: str) -> None:
        name = name.rpartition(" ")[2]
        self.outside -= name in self.marks.left_out
        self.within -= name in self.marks.texts
        if name in self.marks.lines:
            self.add("\n")

    def says(self, text: str) -> None:
        if self.within:
            self.add(text)

    def add(self, text: str) -> None:
        if not self.outside:
            self.found.append(text)
            self.count += len(text)


def main(arguments: list[str]) -> int:
    """Read one document: MEMORY_MB CPU_SECONDS LETTERS; give its text, or why there is none.

    Shape: one JSON object, {"text", "is_cut"} or {"refused"}.
    Units: megabytes; seconds of the processor; letters of text at most.
    Errors: none; whatever a document makes of its reader is a refusal.
    Source: decision 0042.
    """
    memory_mb, cpu_seconds, letters = map(int, arguments)
    bound(memory_mb, cpu_seconds)
    try:
        answer: dict[str, object] = read(sys.stdin.buffer.read(), letters)
    except Refused as case:
        answer = {"refused": str(case)}
    except MemoryError:
        answer = {"refused": "too_much"}
    except Exception:  # noqa: BLE001 - a broken document breaks its reader in many ways
        answer = {"refused": "broken"}
    sys.stdout.write(json.dumps(answer))
    return 0


def bound(memory_mb: int, cpu_seconds: int) -> None:
    """Let this process neither grow beyond its memory, nor last, nor write a file, nor leave a core."""
    if sys.platform == "win32":
        return
    limits = {
        resource.RLIMIT_AS: memory_mb << 20,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for what, limit in limits.items():
        _, hard = resource.getrlimit(what)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, allowed))


def read(data: bytes, letters: int) -> dict[str, object]:
    """Give the text of a document, as far as it is wanted. Raises: Refused."""
    pieces, gathered, is_cut = _pieces_of(data, letters), "", False
    for piece in pieces:
        gathered += piece or ""
        if piece is None or len(gathered) > letters:
            is_cut = True
            break
    text = cleaned(gathered)
    if not any(sign.isalpha() for sign in text):
        raise Refused("empty")
    return {"text": text[:letters], "is_cut": is_cut}


def cleaned(text: str) -> str:
    """Join words that the end of a line broke, and leave out signs that no text has."""
    whole = text.encode("utf-8", "replace").decode()
    return STEERING.sub("", BROKEN_WORD.sub("", whole.replace("\r\n", "\n").replace("\f", "\n")))


def _pieces_of(data: bytes, letters: int) -> Iterable[str | None]:
    """Say what the bytes are, and give their text piece by piece; None where it goes on unread."""
    if b"%PDF-" in data[:1024]:
        return _of_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _of_archive(data, letters)
    if data.startswith(OLD_OFFICE):
        raise Refused("locked" if LOCKED_OFFICE in data else "kind")
    return [_of_plain(data)]


def _of_pdf(data: bytes) -> Iterator[str | None]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("locked")
    for page in islice(reader.pages, MOST_PAGES):
        yield page.extract_text() + "\n"
    if len(reader.pages) > MOST_PAGES:
        yield None


def _of_archive(data: bytes, letters: int) -> Iterable[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names:
            return _of_part(archive, "word/document.xml", WORD, letters)
        if "content.xml" in names and _says_open_text(archive):
            return _of_part(archive, "content.xml", OPEN, letters)
    raise Refused("kind")


def _says_open_text(archive: zipfile.ZipFile) -> bool:
    """Say whether it is a text in the open format. Raises: Refused, if it asks for a password."""
    with archive.open("mimetype") as said:
        is_text = said.read(AT_ONCE).startswith(b"application/vnd.oasis.opendocument.text")
    with archive.open("META-INF/manifest.xml") as manifest:
        if is_text and b"encryption-data" in manifest.read(LONGEST_MANIFEST):
            raise Refused("locked")
    return is_text


def _of_part(archive: zipfile.ZipFile, name: str, marks: Marks, letters: int) -> list[str]:
    """Read one part of an archive piece by piece, until there is enough of it."""
    part = archive.getinfo(name)
    if part.flag_bits & 1:
        raise Refused("locked")
    if part.compress_type not in PACKINGS:
        raise Refused("kind")
    gathered, unpacked = Letters(marks), 0
    parser = _parser(gathered)
    with archive.open(part) as opened:
        while block := opened.read(AT_ONCE):
            unpacked += len(block)
            if unpacked > MOST_UNPACKED:
                raise Refused("too_much")
            parser.Parse(block, False)
            if gathered.count > letters:
                return gathered.found
    parser.Parse(b"", True)
    return gathered.found


def _parser(gathered: Letters) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = gathered.begins
    parser.EndElementHandler = gathered.ends
    parser.CharacterDataHandler = gathered.says
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def _refuse_document_type(*_said: object) -> None:
    """Neither format has one: it is there to name entities, and these to burst."""
    raise Refused("kind")


def _of_plain(data: bytes) -> str:
    """Read a text as it was written: in Unicode, or as older programs of Windows write it."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if NO_TEXT.search(text) or text.lstrip().startswith(("<", "{\\rtf")):
        raise Refused("kind")
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
