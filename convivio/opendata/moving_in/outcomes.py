"""What becomes of each row of a workbook, and why: the same words for every sheet."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.kernel.errors import BadInput
from convivio.opendata.cells import amount, day, words
from convivio.people.invitations.inviting import address_in

DECIMALS = 3


class Standing(models.TextChoices):
    """What becomes of a row."""

    REFUSED = "refused", gettext_lazy("refused")
    NEW = "new", gettext_lazy("new")
    CHANGED = "changed", gettext_lazy("changed")
    SAME = "same", gettext_lazy("same")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row, and in which of our fields."""

    column: str
    said: str


@dataclass(slots=True)
class Row:
    """One row of a sheet: what it says, what becomes of it, what is wrong with it, what to know of it."""

    line: int
    cells: Mapping[str, str]
    shown: str = ""
    standing: Standing = Standing.NEW
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    meant: Any = None

    def refuse(self, column: str, said: str) -> None:
        self.problems.append(Problem(column, said))
        self.standing = Standing.REFUSED

    @property
    def is_refused(self) -> bool:
        return self.standing == Standing.REFUSED

    @property
    def writes(self) -> bool:
        return self.standing in {Standing.NEW, Standing.CHANGED}

    def text(self, name: str, longest: int = 400) -> str:
        """Read a cell as one line; a formula, or what is too long, refuses the row."""
        told = words(self.cells.get(name, ""))
        if told.startswith("="):
            self.refuse(name, _("A formula is not read: copy the cell and paste only its value."))
            return ""
        if len(told) > longest:
            self.refuse(name, _("It is longer than %(most)s characters.") % {"most": longest})
        return told

    def address(self, name: str = "email", *, is_needed: bool = True) -> str:
        """Read an e-mail address, in the form in which addresses are compared."""
        told = self.text(name)
        if not told and not is_needed:
            return ""
        try:
            return address_in(told)
        except BadInput as refusal:
            self.refuse(
                name, refusal.message if told else _("Write the e-mail address: people are known by it.")
            )
            return ""

    def on(self, name: str) -> date | None:
        """Read a day."""
        told = self.text(name)
        try:
            found = day(told)
        except ValueError:
            said = _("“%(text)s” is no day: write 31/12/2024 or 2024-12-31.")
            self.refuse(name, said % {"text": told[:40]})
            return None
        return date.fromisoformat(found) if found else None

    def euros(self, name: str) -> Decimal | None:
        """Read an amount of euros; one that can be read in two ways refuses the row."""
        told = self.text(name)
        try:
            found = None if _is_doubtful(told) else amount(told)
        except ValueError:
            found = None
        if told and found is None:
            said = _("“%(text)s” is no amount of euros: write 1200 or 1.200,50.")
            self.refuse(name, said % {"text": told[:40]})
        return Decimal(found) if found is not None else None

    def not_to_come(self, name: str, told: date | None) -> None:
        """Refuse a day that is still to come."""
        if told is not None and told > localdate():
            self.refuse(name, _("This day is still to come."))


@dataclass(slots=True)
class SheetPlan:
    """What becomes of the rows of one sheet."""

    code: str
    rows: list[Row] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        found = Counter(row.standing for row in self.rows)
        return {standing.value: found[standing] for standing in Standing}

    @property
    def refused(self) -> list[Row]:
        return [row for row in self.rows if row.is_refused]

    @property
    def will_write(self) -> int:
        return sum(row.writes for row in self.rows)


def _is_doubtful(text: str) -> bool:
    """Say whether nobody knows what a dot means, as in 1.200; or there is less than a cent."""
    bare = text.replace("€", "").strip()
    signs = [sign for sign in ".," if sign in bare]
    if len(signs) != 1:
        return False
    whole, sign, rest = bare.rpartition(signs[0])
    return sign not in whole and len(rest) >= DECIMALS
