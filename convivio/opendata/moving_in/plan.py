"""What taking in a workbook would do, sheet by sheet and row by row; nothing is written here."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.audiences import Reader
from convivio.opendata.members import plan as members
from convivio.opendata.members.values import MemberRow, read_row
from convivio.opendata.moving_in.bodies import Bodies
from convivio.opendata.moving_in.columns import CONTACTS, DUES, MANDATES, ORGANISATIONS, PEOPLE
from convivio.opendata.moving_in.outcomes import Problem, Row, SheetPlan, Standing
from convivio.opendata.moving_in.planning_contacts import Contacts
from convivio.opendata.moving_in.planning_dues import Dues
from convivio.opendata.moving_in.planning_people import People
from convivio.opendata.moving_in.reading import Book

OF_MEMBERS = {
    members.Standing.REFUSED: Standing.REFUSED,
    members.Standing.DOUBLE: Standing.NEW,
    members.Standing.NEW: Standing.NEW,
    members.Standing.UPDATED: Standing.CHANGED,
    members.Standing.SAME: Standing.SAME,
}


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that is wrong, and where: enough to find the cell and mend it."""

    sheet: str
    line: int
    cell: str
    column: str
    said: str


@dataclass(slots=True)
class Whole:
    """What becomes of a whole workbook."""

    book: Book
    members: members.Plan
    sheets: dict[str, SheetPlan] = field(default_factory=dict)

    @property
    def will_write(self) -> int:
        return sum(sheet.will_write for sheet in self.sheets.values())

    @property
    def refused(self) -> int:
        return sum(len(sheet.refused) for sheet in self.sheets.values())

    def counts(self) -> dict[str, dict[str, int]]:
        return {code: sheet.counts() for code, sheet in self.sheets.items()}

    def lacking(self) -> Iterator[tuple[str, str]]:
        """Give the sheets that lack a column without which they cannot be used, and the titles of these."""
        for sheet in self.book.sheets.values():
            if sheet.lacking and sheet.rows:
                yield sheet.title, ", ".join(sheet.lacking)

    def report(self) -> Iterator[Refused]:
        """Give all that is wrong, row by row, with its cell."""
        for code, plan in self.sheets.items():
            sheet = self.book.sheets[code]
            for row in plan.refused:
                for problem in row.problems:
                    column = _(sheet.kind.fields[problem.column])
                    cell = sheet.cell(problem.column, row.line)
                    yield Refused(sheet.title, row.line, cell, column, problem.said)


def plan(book: Book, *, cluster: Cluster, reader: Reader | None, same: Iterable[int] = ()) -> Whole:
    """Say what becomes of each row of each sheet; a later sheet knows the organisations of the first.

    Without a `reader`, every organisation is looked at: the command line is the installation's own.
    """
    rows = [_member_row(line, cells) for line, cells in book.rows_of(ORGANISATIONS)]
    joined = members.plan(rows, cluster=cluster, reader=reader, on=localdate(), same=same)
    bodies = Bodies(cluster, joined.outcomes, reader)
    whole = Whole(book, joined)
    whole.sheets[ORGANISATIONS] = _of_members(joined.outcomes)
    people = People(book, bodies)
    whole.sheets[PEOPLE] = people.plan_people(book.rows_of(PEOPLE))
    whole.sheets[MANDATES] = people.plan_mandates(book.rows_of(MANDATES))
    whole.sheets[DUES] = Dues(cluster, bodies).plan(book.rows_of(DUES))
    whole.sheets[CONTACTS] = Contacts(cluster).plan(book.rows_of(CONTACTS))
    whole.sheets = {code: one for code, one in whole.sheets.items() if code in book.sheets}
    return whole


def _member_row(line: int, cells: dict[str, str]) -> MemberRow:
    row = read_row(line, cells)
    for name, text in cells.items():
        if text.startswith("="):
            row.refuse(name, _("A formula is not read: copy the cell and paste only its value."))
    return row


def _of_members(outcomes: Sequence[members.Outcome]) -> SheetPlan:
    """Say the outcomes of the member list in the words of the workbook."""
    plan = SheetPlan(ORGANISATIONS)
    for outcome in outcomes:
        row = Row(outcome.row.line, {}, outcome.row.name, OF_MEMBERS[outcome.standing], meant=outcome)
        if row.is_refused:
            row.problems = [Problem(outcome.row.columns.get(said, "name"), said) for said in outcome.reasons]
        else:
            row.remarks = [*outcome.reasons]
        plan.rows.append(row)
    return plan
