"""From a workbook to its sheets: read apart, within limits, their columns found by their titles."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from convivio.opendata.limits import Limits, read_apart
from convivio.opendata.moving_in.columns import SHEETS, Kind

READER = "convivio.opendata.moving_in.reader:read"
LIMITS = Limits(memory_mb=512, cpu_seconds=20, seconds=30)


@dataclass(slots=True)
class Sheet:
    """One sheet as it was read: which of ours it is, which column is which field, its rows by field."""

    code: str
    title: str
    header: list[str] = field(default_factory=list)
    columns: dict[int, str] = field(default_factory=dict)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return SHEETS[self.code]

    @property
    def left_out(self) -> list[str]:
        """The titles of the columns that are none of ours."""
        return [title for place, title in enumerate(self.header) if place not in self.columns and title]

    @property
    def lacking(self) -> list[str]:
        """The titles of the columns without which the sheet cannot be used."""
        return [_(self.kind.fields[name]) for name in self.kind.needed if name not in self.columns.values()]

    def cell(self, name: str, line: int) -> str:
        """Name a cell as a spreadsheet does; only the row, where no column holds the field."""
        place = next((place for place, one in self.columns.items() if one == name), None)
        return f"{get_column_letter(place + 1)}{line}" if place is not None else str(line)


@dataclass(slots=True)
class Book:
    """A workbook as it was read: its sheets by code, and the names of those that are none of ours."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def rows_of(self, code: str) -> list[tuple[int, dict[str, str]]]:
        sheet = self.sheets.get(code)
        return [] if sheet is None or sheet.lacking else sheet.rows


def read_book(path: Path, name: str) -> Book:
    """Read a workbook; `name` is what people call the file.

    Raises:
        BadFile: it is of another kind, damaged, made to harm, or too large.
    """
    book, sheet = Book(), Sheet("", "")
    for table, row in read_apart(READER, str(path), name, limits=LIMITS):
        if table == "unknown":
            book.unknown.append(str(row[0]))
        elif table == "sheet":
            sheet = book.sheets[str(row[0])] = Sheet(str(row[0]), str(row[1]))
        elif table == "header":
            sheet.header = [str(cell) for cell in row]
            sheet.columns = sheet.kind.guess(sheet.header)
        else:
            sheet.rows.append((int(row[0] or 0), _by_field(sheet.columns, [str(cell) for cell in row[1:]])))
    return book


def _by_field(columns: Mapping[int, str], cells: list[str]) -> dict[str, str]:
    return {name: cells[place] for place, name in columns.items() if place < len(cells)}
