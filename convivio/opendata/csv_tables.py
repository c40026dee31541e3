"""A published CSV file, read line by line with a bound on everything.

Separators are found out; headers match whatever their case and signs; columns may be missing, new,
or in another order. Plain Python, for the process that reads within limits.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, Protocol

from convivio.opendata.unreadable import Unreadable, gettext_noop

LONGEST_LINE = 1_000_000
LONGEST_CELL = 200_000
MOST_COLUMNS = 500
SEPARATORS = ";,\t|"


class Reader(Protocol):
    """What `csv.reader` gives."""

    @property
    def line_num(self) -> int: ...
    def __next__(self) -> list[str]: ...
    def __iter__(self) -> Iterator[list[str]]: ...


Names = Mapping[str, Sequence[str]]
"""Our name of a column to the names it has had, ours included."""


@dataclass(slots=True)
class CsvTable:
    """A CSV file whose header was read.

    `columns` says where each of our columns is; one that the file lacks is not there.
    """

    name: str
    header: list[str]
    columns: dict[str, int]
    reader: Reader

    def has(self, column: str) -> bool:
        return column in self.columns

    def require(self, *columns: str) -> None:
        """Refuse a file without these columns."""
        for column in columns:
            if not self.has(column):
                raise Unreadable(
                    gettext_noop("There is no column “%(column)s”; there are: %(found)s."),
                    file=self.name,
                    line=1,
                    column=column,
                    found=", ".join(self.header)[:200],
                )

    def rows(self, *columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give the line where each row begins, and these columns of it; a missing one is empty."""
        width = len(self.header)
        positions = [self.columns.get(column, width) for column in columns]
        pick = itemgetter(*positions) if len(positions) > 1 else lambda row: (row[positions[0]],)
        line = self.reader.line_num + 1
        while (row := self._next()) is not None:
            if row:
                if len(row) != width:
                    self._mend(row, width, line)
                row.append("")
                yield line, pick(row)
            line = self.reader.line_num + 1

    def _next(self) -> list[str] | None:
        before = self.reader.line_num + 1
        try:
            return next(self.reader, None)
        except csv.Error as case:
            raise _bad_quotes(self.name, before, str(case)) from case

    def _mend(self, row: list[str], width: int, line: int) -> None:
        if len(row) > width and not any(row[width:]):
            del row[width:]
            return
        raise Unreadable(
            gettext_noop(
                "This row has %(found)s cells and the header has %(wanted)s: "
                "the file is damaged, or cut short."
            ),
            file=self.name,
            line=line,
            found=len(row),
            wanted=width,
        )


def read_table(name: str, stream: BinaryIO, names: Names) -> CsvTable:
    """Read the header of a CSV file, and get ready to read its rows.

    Raises:
        Unreadable: it is not text, has no header, or one beyond all measure.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = text_lines(name, stream)
    first = next(lines, "")
    separator = _separator(first)
    header = _header(name, first, separator)
    reader = csv.reader(_after(first, lines), delimiter=separator, strict=True)
    next(reader)
    return CsvTable(name, header, dict(_places(header, names)), reader)


def text_lines(name: str, stream: BinaryIO) -> Iterator[str]:
    """Give the lines of a UTF-8 text, none longer than a bound, with or without a byte order mark."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            problem = gettext_noop(
                "This line is longer than %(most)s characters; no published table has one."
            )
            raise Unreadable(problem, file=name, line=number, most=f"{LONGEST_LINE:,}")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as case:
            raise Unreadable(gettext_noop("This is not UTF-8 text."), file=name, line=number) from case
        if "\0" in text:
            raise Unreadable(gettext_noop("This is not text."), file=name, line=number)
        yield text.removeprefix("\ufeff") if number == 1 else text


def _after(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _separator(line: str) -> str:
    outside_quotes = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=outside_quotes.count)


def _header(name: str, line: str, separator: str) -> list[str]:
    if not line.strip():
        raise Unreadable(gettext_noop("The file is empty."), file=name, line=1)
    try:
        header = next(csv.reader([line], delimiter=separator, strict=True))
    except csv.Error as case:
        raise _bad_quotes(name, 1, str(case)) from case
    if len(header) > MOST_COLUMNS:
        problem = gettext_noop("It has %(found)s columns; at most %(most)s are read.")
        raise Unreadable(problem, file=name, line=1, found=f"{len(header):,}", most=MOST_COLUMNS)
    return header


def _bad_quotes(name: str, line: int, case: str) -> Unreadable:
    if "field limit" in case:
        problem = gettext_noop(
            "From here a cell is longer than %(most)s characters: a quotation mark may be missing."
        )
        return Unreadable(problem, file=name, line=line, most=f"{LONGEST_CELL:,}")
    if "unexpected end" in case:
        problem = gettext_noop("A quotation opens here and never closes: the file is damaged, or cut short.")
        return Unreadable(problem, file=name, line=line)
    return Unreadable(gettext_noop("The quotation marks of this row do not match."), file=name, line=line)


def _places(header: list[str], names: Names) -> Iterator[tuple[str, int]]:
    found = {plain(title): place for place, title in reversed(list(enumerate(header)))}
    for ours, theirs in names.items():
        for title in (ours, *theirs):
            if plain(title) in found:
                yield ours, found[plain(title)]
                break


def plain(title: str) -> str:
    """Reduce a title to its letters and digits, without case: “Project ID”, “project_id” and “projectID” are one."""
    return "".join(sign for sign in title.casefold() if sign.isalnum())
