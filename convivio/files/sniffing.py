"""What a file is, by its bytes: what it says of itself by its name is not believed.

Only what stands in this list is taken. A page or a drawing that a browser would run is none of it, whatever it
is called; nothing is unpacked, and an archive that would unpack to very much is refused by what it declares.
"""

import re
import zipfile
from pathlib import Path

from convivio.files.models import Kind

HEAD = 4096
BEGINNINGS = ((b"%PDF-", Kind.PDF), (b"\x89PNG\r\n\x1a\n", Kind.PNG), (b"\xff\xd8\xff", Kind.JPEG))
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
    b"application/vnd.oasis.opendocument.presentation": Kind.ODP,
}
OFFICE_PARTS = {
    "word/document.xml": Kind.DOCX,
    "xl/workbook.xml": Kind.XLSX,
    "ppt/presentation.xml": Kind.PPTX,
}
PROGRAMS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml)$|^(basic|scripts)/|\.(exe|js|vbs|jar|class)$", re.IGNORECASE
)
MOST_PARTS = 10_000
END_OF_LIST, LARGE_LIST = b"PK\x05\x06", b"PK\x06\x07"
LONGEST_END = 65_557
"""The record that ends an archive, with the longest comment that may follow."""
LONGEST_LIST = 2 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
MARKUP = re.compile(
    rb"^\s*<|<\s*(!doctype|html|head|body|script|svg|iframe|object|embed|math|\?xml)\b", re.IGNORECASE
)
"""What a browser may read as a page, wherever it stands in a text."""
NO_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
AT_ONCE = 1024 * 1024


def kind_of(path: Path) -> Kind | None:
    """Say what a file is; None for whatever is not taken. A text may be a table too: its name tells."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for beginning, kind in BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head.startswith(b"PK\x03\x04"):
        return _in_an_archive(path)
    return Kind.TXT if _is_text(path) else None


def _in_an_archive(path: Path) -> Kind | None:
    if not _has_a_short_list(path):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = {one.filename for one in parts}
            is_too_much = len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_UNPACKED
            if is_too_much or any(PROGRAMS.search(name) for name in names):
                return None
            return _open_document(archive, parts[0]) if parts[0].filename == "mimetype" else _office(names)
    except (zipfile.BadZipFile, ValueError, OSError, IndexError, NotImplementedError, RuntimeError):
        return None


def _has_a_short_list(path: Path) -> bool:
    """Say whether the list of contents of an archive is short enough to be read at all."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - LONGEST_END))
        tail = file.read()
    end = tail.rfind(END_OF_LIST)
    if end < 0 or LARGE_LIST in tail or len(tail) - end < 22:  # noqa: PLR2004 - as long as the record is
        return False
    return int.from_bytes(tail[end + 12 : end + 16], "little") <= LONGEST_LIST


def _open_document(archive: zipfile.ZipFile, said: zipfile.ZipInfo) -> Kind | None:
    if said.compress_type != zipfile.ZIP_STORED or said.file_size > HEAD:
        return None
    return OPEN_DOCUMENTS.get(archive.read(said).strip())


def _office(names: set[str]) -> Kind | None:
    found = [kind for part, kind in OFFICE_PARTS.items() if part in names]
    return found[0] if len(found) == 1 and "[Content_Types].xml" in names else None


def _is_text(path: Path) -> bool:
    """Say whether all of it is words, of which no browser would make a page."""
    before = b""
    with path.open("rb") as file:
        while block := file.read(AT_ONCE):
            if NO_TEXT.search(block) or MARKUP.search((before + block) if before else block):
                return False
            before = block[-64:]
    return bool(before)
