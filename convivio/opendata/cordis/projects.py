"""Writing the projects of a data set, and the fields of science that they are about."""

from datetime import date
from decimal import Decimal
from typing import Any

from convivio.opendata.cordis.rows import ProjectConceptRow, ProjectRow
from convivio.opendata.reports import Report
from convivio.opendata.writing import Progress, delete, insert, insert_values, set_changed, update
from convivio.sources.models import Reading
from convivio.trackrecord.models import Project

Numbers = dict[str, int]
PAGE = "https://cordis.europa.eu/project/id/"
TEXTS = ("acronym", "title", "objective", "keywords", "scheme", "legal_basis", "status")
DAYS = ("signed_on", "starts_on", "ends_on")
AMOUNTS = ("total_cost", "contribution")
FIELDS = (*TEXTS, *DAYS, *AMOUNTS, "signed_is_start", "topic", "url", "reading")


def write_projects(
    projects: list[ProjectRow], topics: Numbers, reading: Reading, report: Report, progress: Progress
) -> Numbers:
    """Write each project by programme and number, and return their numbers in our table by theirs."""
    programmes = {row.programme for row in projects}
    known = {(row.programme, row.code): row for row in Project.objects.filter(programme__in=programmes)}
    fresh, changed = [], []
    for row in projects:
        project = known.get((row.programme, row.code))
        if project is None:
            fresh.append(
                Project(programme=row.programme, code=row.code, reading=reading, **_values(row, topics))
            )
        elif set_changed(project, _to_take(project, _values(row, topics))):
            project.reading = reading
            changed.append(project)
    update(changed, FIELDS, progress)
    written = insert(fresh, progress)
    report.touch("project", (project.pk for project in (*written, *changed)))
    tally = report.of("projects")
    tally.add("new", len(written))
    tally.add("changed", len(changed))
    tally.add("unchanged", len(projects) - len(written) - len(changed))
    numbers = {key: project.pk for key, project in known.items()}
    numbers.update({(project.programme, project.code): project.pk for project in written})
    return {row.code: numbers[row.programme, row.code] for row in projects}


def _values(row: ProjectRow, topics: Numbers) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in TEXTS},
        **{name: _day(getattr(row, name)) for name in DAYS},
        **{name: _euros(getattr(row, name)) for name in AMOUNTS},
        "signed_is_start": row.signed_is_start,
        "topic_id": topics.get(row.topic),
        "url": f"{PAGE}{row.code}",
    }


def _to_take(project: Project, values: dict[str, Any]) -> dict[str, Any]:
    """Leave alone what the file says nothing of, and a day of signature that was better known."""
    said = {name: value for name, value in values.items() if value not in {"", None}}
    if values["signed_is_start"] and project.signed_on and not project.signed_is_start:
        del said["signed_on"], said["signed_is_start"]
    return said


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _euros(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def write_project_concepts(
    rows: list[ProjectConceptRow], projects: Numbers, concepts: Numbers, report: Report
) -> None:
    """Make the fields of science of each project in the file those that the file names."""
    links = Project.concepts.through
    wanted = {(projects[row.project], concepts[row.concept]) for row in rows}
    about = {project for project, _ in wanted}
    known: dict[tuple[int, int], int] = {}
    for number, project, concept in links.objects.values_list("id", "project_id", "concept_id").iterator():
        if project in about:
            known[project, concept] = number
    fresh = sorted(wanted - known.keys())
    gone = {pair: number for pair, number in known.items() if pair not in wanted}
    insert_values(links, ("project", "concept"), fresh)
    delete(links, list(gone.values()))
    report.touch("project", (project for project, _ in (*fresh, *gone)))
    tally = report.of("projects' fields")
    tally.add("new", len(fresh))
    tally.add("unchanged", len(wanted) - len(fresh))
    tally.add("removed", len(gone))
