"""What the columns of the members' list say of one member, from the rows of its life: no question more."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from convivio.dues.ledger import euros_of
from convivio.office import activity
from convivio.office.activity import Last
from convivio.office.happened import Happened, What
from convivio.office.lines import Values
from convivio.office.models import Encounter
from convivio.organisations.models import Accreditation

DOINGS = {
    What.TRACE: activity.What.TRACE,
    What.SEAT: activity.What.SEAT,
    What.PICK: activity.What.PICK,
    What.PROJECT: activity.What.PROJECT,
    What.ENCOUNTER: activity.What.MEETING,
}
"""What counts as a member's own doing."""


def known_from(rows: Iterable[Happened], number: int, day: date) -> dict[str, Values]:
    """Fill the columns of one member as `columns` and `activity` would, by their keys."""
    rows, new_year = list(rows), date(day.year, 1, 1)
    counts = Counter(row.what for row in rows if row.on and row.on >= new_year)
    projects = {row.number for row in rows if row.what == What.PROJECT}
    tables = {row.number for row in rows if row.what == What.SEAT and row.on and row.on >= new_year}
    known: dict[str, object] = {
        "accreditations": _held(rows, day),
        "owed": _owed(rows),
        "proposals": len(tables) or None,
        "projects": len(projects) or None,
        "encounters": counts[What.ENCOUNTER] or None,
        "last done": _last(rows, day),
    }
    return {key: {} if value is None else {number: value} for key, value in known.items()}


def _held(rows: Iterable[Happened], day: date) -> list[str] | None:
    held = {
        row.kind
        for row in rows
        if row.what == What.ACCREDITATION
        and row.on
        and row.on <= day
        and (row.until is None or row.until >= day)
    }
    return sorted(str(Accreditation.Kind(kind).label) for kind in held) or None


def _owed(rows: list[Happened]) -> object:
    """Say what is still owed; who was never asked has nothing here."""
    if not any(row.what == What.NOTICE for row in rows):
        return None
    return euros_of(sum(row.number for row in rows if row.what == What.OWED))


def _last(rows: Iterable[Happened], day: date) -> Last | None:
    """Find the last thing that it did; a mail of ours is nothing that they did."""
    done = [
        Last(row.on, DOINGS[What(row.what)])
        for row in rows
        if row.what in DOINGS and row.on and row.on <= day
        if not (row.what == What.ENCOUNTER and row.kind == Encounter.Kind.MAIL)
    ]
    return max(done, default=None)
