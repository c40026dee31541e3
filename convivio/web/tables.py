"""What is shown, as a table to take away: CSV and XLSX that no spreadsheet runs as formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_SHEET_CELL = 32_767
WIDEST, NARROWEST = 60, 8
_unprintable = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Cell: TypeAlias = object
"""Text, a number, a day, yes or no, or nothing; anything else is written as its text."""


def csv_response(name: str, columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with a CSV file of this name, which spreadsheets open in the right letters."""
    return _download(name, "csv", CSV, as_csv(columns, rows).encode())


def xlsx_response(name: str, columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with a workbook of this name, of one sheet."""
    return _download(name, "xlsx", XLSX, as_xlsx(name, columns, rows))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: its name, the heads of its columns, its rows."""

    name: str
    columns: Sequence[object]
    rows: Iterable[Sequence[Cell]]


def workbook_response(name: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """Answer with a workbook of this name, of several sheets."""
    return _download(name, "xlsx", XLSX, as_workbook(sheets))


def as_csv(columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> str:
    """Write a table as CSV, with a byte order mark; text that would be a formula gets an apostrophe."""
    file = io.StringIO(newline="")
    _write_into(file, columns, rows)
    return file.getvalue()


def write_csv(path: Path, columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> None:
    """Write the same into a file, row by row: of a table that is larger than memory should be."""
    with path.open("w", encoding="utf-8", newline="") as file:
        _write_into(file, columns, rows)


def _write_into(file: TextIO, columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> None:
    file.write("\ufeff")
    writer = csv.writer(file)
    writer.writerow([_harmless(str(column)) for column in columns])
    writer.writerows([_in_csv(cell) for cell in row] for row in rows)


def as_xlsx(name: str, columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write a table as a workbook: text stays text, whatever it begins with."""
    return as_workbook([Sheet(name, columns, rows)])


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Write tables as a workbook, a sheet each."""
    book = Workbook(write_only=True)
    for one in sheets:
        _write_sheet(book, one)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_sheet(book: Any, one: Sheet) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", one.name)[:31] or "1")
    sheet.freeze_panes = "A2"
    for place, column in enumerate(one.columns):
        width = min(max(len(str(column)) + 4, NARROWEST), WIDEST)
        sheet.column_dimensions[_letters(place)].width = width
    sheet.append([_text_cell(sheet, str(column), bold=True) for column in one.columns])
    for row in one.rows:
        sheet.append([_in_sheet(sheet, cell) for cell in row])


def _download(name: str, ending: str, kind: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    file_name = f"{slugify(name) or 'convivio'}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file_name) or ""
    return response


def _in_csv(cell: Cell) -> str:
    if isinstance(cell, str):
        return _harmless(cell)
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(int(cell))  # yes and no as 1 and 0
    if isinstance(cell, float | Decimal):
        return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
    if isinstance(cell, datetime):
        return localtime(cell).strftime("%Y-%m-%d %H:%M") if cell.tzinfo else cell.strftime("%Y-%m-%d %H:%M")
    return cell.isoformat() if isinstance(cell, date) else _harmless(str(cell))


def _harmless(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run."""
    text = _unprintable.sub("", text)
    return f"'{text}" if text.startswith(FORMULA_BEGINNINGS) else text


def _in_sheet(sheet: Any, cell: Cell) -> Any:
    if cell is None or isinstance(cell, bool | int | float | Decimal):
        return cell
    if isinstance(cell, datetime):
        return localtime(cell).replace(tzinfo=None) if cell.tzinfo else cell
    return cell if isinstance(cell, date) else _text_cell(sheet, str(cell))


def _text_cell(sheet: Any, text: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=_unprintable.sub("", text)[:LONGEST_SHEET_CELL])
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _letters(place: int) -> str:
    """Return the name of a column of a sheet: 0 is A, 26 is AA."""
    letters, rest = "", place + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        letters = chr(65 + last) + letters
    return letters
