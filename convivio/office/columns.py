"""The columns of the members' list: each knows its label and its values for all lines at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convivio.office import values
from convivio.office.lines import Line, Sheet, Values
from convivio.web.amounts import in_words, number
from convivio.web.amounts import money as in_euros

Work = Callable[[Sheet], Values]
EMPTY = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the address, its label, its values by organisation for all lines at once."""

    key: str
    label: str | Promise
    work: Work
    is_number: bool = False

    def value(self, sheet: Sheet, line: Line) -> Any:
        """The value of a line, to be sorted, shown or taken away."""
        return sheet.once(self.key, self.work).get(line.number)

    def shown(self, sheet: Sheet, line: Line) -> str:
        return shown(self.value(sheet, line))

    def exported(self, sheet: Sheet, line: Line) -> object:
        """The value as a cell: a day stays a day, a number a number, several things one text."""
        value = self.value(sheet, line)
        if isinstance(value, list | tuple):
            return "; ".join(str(one) for one in value)
        return value if isinstance(value, date | int | Decimal | None) else str(value)

    def rank(self, sheet: Sheet, line: Line) -> tuple[bool, Any]:
        """Where a line stands in this column's order; what is empty stands last."""
        value = self.value(sheet, line)
        if isinstance(value, list | tuple):
            value = ", ".join(str(one) for one in value)
        if value is None or value == "":
            return True, 0
        return False, str(value).casefold() if not isinstance(value, date | int | Decimal) else value


def shown(value: Any) -> str:
    """Say a value in the reader's language."""
    if value is None or value in ("", [], ()):
        return EMPTY
    if isinstance(value, Decimal):
        return str(in_euros(value))
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, int):
        return str(number(value))
    if isinstance(value, date):
        return in_words(value, "j M Y")
    return ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)


NAME = Column("name", _("Name"), values.names)
COLUMNS: tuple[Column, ...] = (
    NAME,
    Column("category", _("Category"), values.categories),
    Column("state", _("State"), values.states),
    Column("since", _("Member since"), values.since),
    Column("until", _("Member until"), values.until),
    Column("suspended", _("Suspended until"), values.suspended_until),
    Column("kind", _("Kind"), values.kinds),
    Column("size", _("Size"), values.sizes),
    Column("town", _("Town"), values.towns),
    Column("province", _("Province"), values.provinces),
    Column("chains", _("Value chains"), values.chains),
    Column("signatory", _("Who signs"), values.signatories),
    Column("people", _("People who act"), values.people, is_number=True),
    Column("mandates_end", _("First mandate ends"), values.mandates_end),
    Column("accreditations", _("Accreditations"), values.accreditations),
    Column("last", _("Last active"), values.last_days),
    Column("last_what", _("What it did last"), values.last_whats),
    Column("proposals", _("Tables this year"), values.proposals, is_number=True),
    Column("projects", _("Projects"), values.projects, is_number=True),
    Column("encounters", _("Calls and visits this year"), values.encounters, is_number=True),
    Column("last_encounter", _("Last call or visit"), values.last_encounters),
    Column("owed", _("Dues owed"), values.owed, is_number=True),
    Column("confirmed", _("Page confirmed on"), values.confirmed),
    Column("email", _("E-mail address"), values.emails),
    Column("phone", _("Telephone"), values.phones),
    Column("website", _("Website"), values.websites),
    Column("resolution", _("Resolution"), values.resolutions),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("name", "category", "since", "town", "chains", "signatory", "last")


def columns_named(keys: Sequence[str]) -> list[Column]:
    """Give the columns of these keys in this order, the name always first; without any, the usual ones."""
    wanted = [BY_KEY[key] for key in dict.fromkeys(keys) if key in BY_KEY and key != NAME.key]
    return [NAME, *wanted] if wanted else [BY_KEY[key] for key in USUAL]
