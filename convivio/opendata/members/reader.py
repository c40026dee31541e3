"""A member list as an office keeps it: a CSV file or an XLSX workbook. Plain Python.

Gives the table “header” (one row of titles), “row” (the number of the line, then the cells) and
“notice” (what a person should know). Every cell becomes text; a formula stays the text it is.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from convivio.opendata.cells import visible
from convivio.opendata.unreadable import Unreadable, gettext_noop

LARGEST_FILE = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
MOST_UNPACKED = 64 * 1024 * 1024
MOST_ENTRIES = 500
MOST_CELLS = 1_200_000
WIDEST_ROW = 2_000
"""Empty cells with a format stand in a row as well; beyond this many it is no list."""
SQUEEZED, MODEST = 80, 8 * 1024 * 1024
SEPARATORS = (";", ",", "\t")
GUESSED_ALPHABET = gettext_noop(
    "The file is not UTF-8: it was read as Western European (Latin-1). Check the accents."
)
OTHER_KINDS = {
    b"%PDF": gettext_noop("This is a PDF."),
    b"\xd0\xcf\x11\xe0": gettext_noop("This is an old Office file (.xls): save it as .xlsx or CSV."),
    b"\x1f\x8b": gettext_noop("This is a gzip file."),
    b"\x89PNG": gettext_noop("This is a picture."),
    b"\xff\xd8\xff": gettext_noop("This is a picture."),
    b"Rar!": gettext_noop("This is a RAR file."),
    b"{": gettext_noop("This is a JSON file."),
    b"<": gettext_noop("This is an XML or HTML file."),
}

Found = Iterator[tuple[str, list[Any]]]


def read(path: str, name: str) -> Found:
    """Give the titles and the rows of a list; empty rows fall away, and keep their numbers.

    Raises:
        Unreadable: it is of another kind, damaged, too large, or holds no rows.
    """
    file = Path(path)
    if file.stat().st_size > LARGEST_FILE:
        raise Unreadable(
            gettext_noop("The file is larger than %(most)s MB."), file=name, most=LARGEST_FILE >> 20
        )
    content = file.read_bytes()
    if not content.strip():
        raise Unreadable(gettext_noop("The file is empty."), file=name)
    if content.startswith(b"PK"):
        yield from _bounded(name, _rows_of_workbook(name, content))
        return
    for beginning, kind in OTHER_KINDS.items():
        if content.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(beginning):
            raise Unreadable(gettext_noop("%(kind)s A CSV or XLSX file is needed."), file=name, kind=kind)
    text, guessed = _text(name, content)
    if guessed:
        yield "notice", [GUESSED_ALPHABET]
    yield from _bounded(name, _rows_of_csv(name, text))


def _bounded(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Found:
    """Take the first row as titles, and give the others at its width."""
    width, count = 0, 0
    for line, cells in rows:
        _refuse_what_is_too_much(name, line, cells)
        if not any(cells):
            continue
        if not width:
            width = max(place for place, cell in enumerate(cells, 1) if cell)
            yield "header", list(cells[:width])
            continue
        count += 1
        if count > MOST_ROWS:
            problem = gettext_noop("It has more than %(most)s rows.")
            raise Unreadable(problem, file=name, line=line, most=f"{MOST_ROWS:,}")
        if any(cells[width:]):
            problem = gettext_noop("This row has more cells than the header has titles.")
            raise Unreadable(problem, file=name, line=line)
        yield "row", [line, *cells[:width], *[""] * (width - len(cells))]
    if not count:
        raise Unreadable(gettext_noop("It has no rows below the titles."), file=name)


def _refuse_what_is_too_much(name: str, line: int, cells: Sequence[str]) -> None:
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        problem = gettext_noop("It has more than %(most)s columns.")
        raise Unreadable(problem, file=name, line=line, most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        problem = gettext_noop("A cell is longer than %(most)s characters: a quotation mark may be missing.")
        raise Unreadable(problem, file=name, line=line, most=f"{LONGEST_CELL:,}")


def _text(name: str, content: bytes) -> tuple[str, bool]:
    """Read the letters; say whether their alphabet was a guess."""
    alphabet = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text, guessed = content.decode(alphabet), False
    except UnicodeDecodeError:
        text, guessed = content.decode("cp1252", errors="replace"), True
    if "\0" in text:
        raise Unreadable(gettext_noop("This is not text."), file=name)
    return text, guessed


def _rows_of_csv(name: str, text: str) -> Iterator[tuple[int, Sequence[str]]]:
    csv.field_size_limit(LONGEST_CELL * 4)
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = "".join(first.split('"')[::2])
    separator = max(SEPARATORS, key=outside_quotes.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            yield line, [_bare(cell) for cell in row]
            line = reader.line_num + 1
    except csv.Error as case:
        problem = gettext_noop("The quotation marks of this row do not match, or never close.")
        raise Unreadable(problem, file=name, line=line) from case


def _bare(cell: str) -> str:
    """Take the apostrophe away that our own exports put before text like a formula."""
    text = visible(cell)
    return text[1:] if text.startswith("'") and text[1:2] in set("=+-@＝＋－＠") else text


def _rows_of_workbook(name: str, content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        weigh(name, content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise Unreadable(gettext_noop("The workbook has no sheet that can be seen."), file=name)
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1000, values_only=True)
        for line, row in enumerate(rows, 1):
            yield line, without_the_empty_end([as_text(cell) for cell in row])
    except (zipfile.BadZipFile, zlib.error, EOFError, InvalidFileException, KeyError, SyntaxError) as case:
        raise Unreadable(gettext_noop("The workbook is damaged, or cut short."), file=name) from case


def weigh(name: str, content: bytes) -> None:
    """Refuse a workbook from the sizes that it declares, before any of it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if not any(entry.filename == "xl/workbook.xml" for entry in entries):
            problem = gettext_noop("This is a zip, but not an XLSX workbook. Save the list as XLSX or CSV.")
            raise Unreadable(problem, file=name)
        total = sum(entry.file_size for entry in entries)
        bombs = any(
            entry.file_size > MODEST and entry.file_size > SQUEEZED * max(entry.compress_size, 1)
            for entry in entries
        )
        if bombs or total > MOST_UNPACKED or len(entries) > MOST_ENTRIES:
            problem = gettext_noop("It would grow to %(size)s MB when unpacked; at most %(most)s are read.")
            raise Unreadable(problem, file=name, size=f"{total >> 20:,}", most=MOST_UNPACKED >> 20)
        for entry in entries:
            if entry.filename.startswith("xl/worksheets/"):
                _count_cells(name, archive.read(entry))


def _count_cells(name: str, sheet: bytes) -> None:
    """Refuse a sheet whose cells would take too long to read, by counting how often one begins."""
    if b"<!DOCTYPE" in sheet[:1000]:
        raise Unreadable(gettext_noop("The workbook is not one that a spreadsheet writes."), file=name)
    if sheet.count(b"<c") > MOST_CELLS:
        problem = gettext_noop("It has more than %(most)s cells.")
        raise Unreadable(problem, file=name, most=f"{MOST_CELLS:,}")
    if any(row.count(b"<c") > WIDEST_ROW for row in sheet.split(b"</row>")):
        problem = gettext_noop("It has more than %(most)s columns.")
        raise Unreadable(problem, file=name, most=MOST_COLUMNS)


def as_text(cell: object) -> str:
    """Return what a person sees in a cell; a formula is the text it was written with."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 - exact below
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else visible(str(cell))


def without_the_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells
