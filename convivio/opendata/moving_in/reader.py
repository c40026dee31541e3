"""A workbook to move in with: its sheets that we know, each as it stands. Plain Python, within limits.

Gives the table “sheet” (the name of a sheet, as people see it), “header” (a row of titles), “row” (the
number of the line, then the cells) and “unknown” (the name of a sheet that is none of ours).
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from convivio.opendata.csv_tables import plain
from convivio.opendata.members.reader import (
    LARGEST_FILE,
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    OTHER_KINDS,
    as_text,
    weigh,
    without_the_empty_end,
)
from convivio.opendata.moving_in.columns import EXPLANATIONS, SHEETS, sheet_called
from convivio.opendata.unreadable import Unreadable, gettext_noop

Found = Iterator[tuple[str, list[Any]]]
MOST_SHEETS = 40


def read(path: str, name: str) -> Found:
    """Give the sheets of a workbook, one after the other; empty rows fall away, and keep their numbers.

    Raises:
        Unreadable: it is of another kind, damaged, too large, or holds no sheet that we know.
    """
    content = _content(Path(path), name)
    try:
        weigh(name, content)
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        yield from _sheets(name, book)
    except (zipfile.BadZipFile, zlib.error, EOFError, InvalidFileException, KeyError, SyntaxError) as case:
        raise Unreadable(gettext_noop("The workbook is damaged, or cut short."), file=name) from case


def _content(file: Path, name: str) -> bytes:
    if file.stat().st_size > LARGEST_FILE:
        problem = gettext_noop("The file is larger than %(most)s MB.")
        raise Unreadable(problem, file=name, most=LARGEST_FILE >> 20)
    content = file.read_bytes()
    if not content.strip():
        raise Unreadable(gettext_noop("The file is empty."), file=name)
    if content.startswith(b"PK"):
        return content
    for beginning, kind in OTHER_KINDS.items():
        if content.lstrip().startswith(beginning):
            raise Unreadable(gettext_noop("%(kind)s An XLSX workbook is needed."), file=name, kind=kind)
    raise Unreadable(gettext_noop("This is not an XLSX workbook. Save it as XLSX."), file=name)


def _sheets(name: str, book: Any) -> Found:
    seen: set[str] = set()
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    for sheet in visible[:MOST_SHEETS]:
        code = sheet_called(sheet.title)
        if not code:
            if plain(sheet.title) not in EXPLANATIONS:
                yield "unknown", [sheet.title]
            continue
        if code in seen:
            problem = gettext_noop("Two sheets are called alike; the second is “%(sheet)s”. Keep one.")
            raise Unreadable(problem, file=name, sheet=sheet.title[:40])
        seen.add(code)
        yield "sheet", [code, sheet.title]
        yield from _rows(name, sheet)
    if not seen:
        problem = gettext_noop("No sheet is one that we know. Call them: %(names)s.")
        raise Unreadable(problem, file=name, names=", ".join(kind.title for kind in SHEETS.values()))


def _rows(name: str, sheet: Any) -> Found:
    width, count = 0, 0
    for line, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1000, values_only=True), 1):
        cells = without_the_empty_end([as_text(cell) for cell in row])
        _refuse_what_is_too_much(name, sheet.title, line, cells)
        if not cells:
            continue
        if not width:
            width = len(cells)
            yield "header", cells
            continue
        count += 1
        if count > MOST_ROWS:
            problem = gettext_noop("The sheet “%(sheet)s” has more than %(most)s rows.")
            raise Unreadable(problem, file=name, sheet=sheet.title, most=f"{MOST_ROWS:,}")
        yield "row", [line, *cells[:width], *[""] * (width - len(cells))]


def _refuse_what_is_too_much(name: str, sheet: str, line: int, cells: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        problem = gettext_noop("The sheet “%(sheet)s” has more than %(most)s columns.")
        raise Unreadable(problem, file=name, line=line, sheet=sheet, most=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        problem = gettext_noop("A cell of the sheet “%(sheet)s” is longer than %(most)s characters.")
        raise Unreadable(problem, file=name, line=line, sheet=sheet, most=f"{LONGEST_CELL:,}")
