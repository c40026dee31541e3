"""Writing who took part in the projects of a data set."""

from decimal import Decimal
from typing import Any

from convivio.opendata.cordis.rows import ParticipationRow
from convivio.opendata.reports import Report
from convivio.opendata.writing import Progress, delete, insert_values, update
from convivio.trackrecord.models import Participation

Numbers = dict[str, int]
Where = tuple[int, int, str]
"""A project, an organisation and a role."""
Facts = tuple[int, Decimal | None, Decimal | None, bool]
"""The position, the contribution, the total cost, and whether the organisation has left."""

FIELDS = ("position", "contribution", "total_cost", "has_left")


def write_participations(
    rows: list[ParticipationRow], projects: Numbers, bodies: Numbers, report: Report, progress: Progress
) -> None:
    """Make the participations in each project of the file those that the file names."""
    wanted = _wanted(rows, projects, bodies)
    known = _known({project for project, _, _ in wanted})
    fresh = [(*where, *facts) for where, facts in wanted.items() if where not in known]
    changed = [
        _row(where, facts, number)
        for where, (number, before) in known.items()
        if where in wanted and (facts := _to_take(wanted[where], before)) != before
    ]
    gone = [(number, where) for where, (number, _) in known.items() if where not in wanted]
    delete(Participation, [number for number, _ in gone])
    update(changed, FIELDS, progress)
    insert_values(Participation, ("project", "organisation", "role", *FIELDS), fresh, progress)
    touched = (
        {row[0] for row in fresh} | {row.project_id for row in changed} | {where[0] for _, where in gone}
    )
    report.touch("project", touched)
    tally = report.of("participations")
    tally.add("new", len(fresh))
    tally.add("changed", len(changed))
    tally.add("removed", len(gone))
    tally.add("unchanged", len(wanted) - len(fresh) - len(changed))


def _wanted(rows: list[ParticipationRow], projects: Numbers, bodies: Numbers) -> dict[Where, Facts]:
    wanted: dict[Where, Facts] = {}
    for row in rows:
        where = (projects[row.project], bodies[row.body], row.role)
        facts = (row.position, _euros(row.contribution), _euros(row.total_cost), row.has_left)
        wanted[where] = _together(wanted[where], facts) if where in wanted else facts
    return wanted


def _to_take(said: Facts, before: Facts) -> Facts:
    """Keep the amounts that we know where the file says nothing of them."""
    position, contribution, total_cost, has_left = said
    return (
        position,
        before[1] if contribution is None else contribution,
        before[2] if total_cost is None else total_cost,
        has_left,
    )


def _together(one: Facts, other: Facts) -> Facts:
    """Add up what two bodies that are one organisation received in one role."""
    return min(one[0], other[0]), _sum(one[1], other[1]), _sum(one[2], other[2]), one[3] and other[3]


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other


def _known(projects: set[int]) -> dict[Where, tuple[int, Facts]]:
    columns = ("id", "project_id", "organisation_id", "role", *FIELDS)
    known: dict[Where, tuple[int, Facts]] = {}
    rows: Any = Participation.objects.values_list(*columns).iterator(chunk_size=5000)
    for number, project, organisation, role, *facts in rows:
        if project in projects:
            position, contribution, total_cost, has_left = facts
            known[project, organisation, role] = number, (position, contribution, total_cost, has_left)
    return known


def _row(where: Where, facts: Facts, number: int) -> Participation:
    project, organisation, role = where
    return Participation(
        pk=number,
        project_id=project,
        organisation_id=organisation,
        role=role,
        **dict(zip(FIELDS, facts, strict=True)),
    )


def _euros(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
