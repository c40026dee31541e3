"""What an address asks of the members' list: words, filters, columns, order, page."""

from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict

from convivio.kernel.keys import number_in
from convivio.office.columns import BY_KEY, NAME, Column, columns_named
from convivio.office.lines import Line, Sheet, State
from convivio.office.members_facets import FACET_NAMES, narrowed
from convivio.search.addresses import chosen_in

LONGEST_WORDS = 200
KEPT = ("q", *FACET_NAMES, "col", "sort")
"""What makes a view: the page and the ticked lines are not of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A way to look at the members."""

    words: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    sort: str = NAME.key
    is_falling: bool = False
    view: int | None = None

    @classmethod
    def of(cls, query: QueryDict) -> Self:
        """Read an address; what it cannot mean is left out."""
        sort = query.get("sort", "")
        key = sort.removeprefix("-")
        known = key in BY_KEY
        return cls(
            " ".join(query.get("q", "").split())[:LONGEST_WORDS],
            chosen_in(query, FACET_NAMES),
            tuple(columns_named(query.getlist("col"))),
            key if known else NAME.key,
            sort.startswith("-") and known,
            number_in(query.get("view", "")),
        )

    @classmethod
    def said(cls, query: str) -> Self:
        return cls.of(QueryDict(query))

    @property
    def sort_code(self) -> str:
        return f"-{self.sort}" if self.is_falling else self.sort

    @property
    def query(self) -> str:
        """The address of this view: its filters, columns and order, in one form."""
        said = QueryDict(mutable=True)
        if self.words:
            said["q"] = self.words
        for name, kept in self.chosen.items():
            said.setlist(name, kept)
        said.setlist("col", [column.key for column in self.columns])
        said["sort"] = self.sort_code
        return said.urlencode()


def answered(sheet: Sheet, asked: Asked) -> list[Line]:
    """Give the lines that an address asks for, in its order."""
    lines = narrowed(sheet, with_words(sheet, asked.words), asked.chosen)
    column = BY_KEY[asked.sort]
    full = [line for line in lines if not column.rank(sheet, line)[0]]
    empty = [line for line in lines if column.rank(sheet, line)[0]]
    return sorted(full, key=lambda line: column.rank(sheet, line)[1], reverse=asked.is_falling) + empty


def with_words(sheet: Sheet, words: str) -> list[Line]:
    """Keep the lines that have every word in their name, town, or the names of their people who sign."""
    wanted = words.casefold().split()
    if not wanted:
        return sheet.lines
    signs = BY_KEY["signatory"]
    return [line for line in sheet.lines if all(word in _said(sheet, line, signs) for word in wanted)]


def _said(sheet: Sheet, line: Line, signs: Column) -> str:
    one = line.organisation
    parts = (one.name, one.short_name, one.city, one.email, *(signs.value(sheet, line) or ()))
    return " ".join(parts).casefold()


def members_now(lines: list[Line]) -> list[Line]:
    """Keep those who are members today, suspended or not."""
    return [line for line in lines if line.state in {State.MEMBER, State.SUSPENDED}]
