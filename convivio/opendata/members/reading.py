"""From a file to rows: read apart, within limits, and then field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput
from convivio.opendata.limits import Limits, read_apart
from convivio.opendata.members.columns import FIELDS
from convivio.opendata.members.values import MemberRow, read_row

READER = "convivio.opendata.members.reader:read"
LIMITS = Limits(memory_mb=512, cpu_seconds=20, seconds=30)
SAMPLE_ROWS = 3


@dataclass(slots=True)
class Sheet:
    """A list as it was read: its titles, its rows with the number of their line, and what to know of it."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def examples(self, place: int) -> list[str]:
        """Give the first few things that a column holds."""
        held = (row[place] for _, row in self.rows if row[place])
        return [text[:60] for text, _ in zip(dict.fromkeys(held), range(SAMPLE_ROWS), strict=False)]


def read_sheet(path: Path, name: str) -> Sheet:
    """Read a list from a CSV or XLSX file; `name` is what people call the file.

    Raises:
        BadFile: it is of another kind, damaged, made to harm, or too large.
    """
    sheet = Sheet()
    for table, row in read_apart(READER, str(path), name, limits=LIMITS):
        if table == "header":
            sheet.header = [str(cell) for cell in row]
        elif table == "notice":
            sheet.notices.append(_(str(row[0])))
        else:
            sheet.rows.append((int(row[0] or 0), [str(cell) for cell in row[1:]]))
    return sheet


def read_rows(sheet: Sheet, columns: Mapping[int, str]) -> list[MemberRow]:
    """Read the rows of a sheet, whose columns are these fields.

    Raises:
        BadInput: no column is the name, or one field has two.
    """
    check_columns(list(columns.values()))
    return [
        read_row(line, {name: cells[place] for place, name in columns.items() if place < len(cells)})
        for line, cells in sheet.rows
    ]


def check_columns(chosen: Sequence[str]) -> None:
    """Refuse a choice of columns without a name, or with one field twice."""
    if "name" not in chosen:
        raise BadInput(_("No column is the name. Say which one it is."))
    for one in chosen:
        if chosen.count(one) > 1:
            raise BadInput(_("Two columns are “%(field)s”. Choose one.") % {"field": _(FIELDS[one])})
