"""Importing a data set of CORDIS: read whole, then written in one transaction, or not at all."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.kernel.actors import Actor
from convivio.kernel.commands import Progress
from convivio.opendata.cordis import sources
from convivio.opendata.cordis.data_set import TOPICS_READER, DataSet, read_data_set
from convivio.opendata.cordis.organisations import write_organisations
from convivio.opendata.cordis.participations import write_participations
from convivio.opendata.cordis.projects import write_project_concepts, write_projects
from convivio.opendata.cordis.rows import NoteRow
from convivio.opendata.cordis.vocabulary import write_concepts, write_topics
from convivio.opendata.digests import digest_of
from convivio.opendata.reports import Report
from convivio.opendata.writing import without_collecting
from convivio.search.documents import has_changed
from convivio.sources.models import Reading, Source
from convivio.trackrecord.models import Participation, Project

Doing = Callable[[str], Progress]
"""Begin to show the progress of something."""


@dataclass(slots=True)
class Import:
    """One import: what to read, who asked for it, and how to show its progress."""

    path: Path
    by: Actor | None = None
    again: bool = False
    doing: Doing = Progress
    began: float = field(default_factory=time.monotonic)


def import_cordis(job: Import) -> Report:
    """Bring the track record up to date with a zip or a folder as the Commission publishes it.

    What was read before, to the byte, is not read again unless `again` is said.

    Raises:
        BadFile: it cannot be used; the database is as it was.
    """
    digest = digest_of(job.path)
    before = None if job.again else sources.read_before(digest)
    if before is not None and _still_there(before):
        return _nothing_new(job, before)
    with without_collecting():
        return _import(job, digest)


def _import(job: Import, digest: str) -> Report:
    found = _read(job)
    about = found.about[0]
    with transaction.atomic():
        reading = _begin(job, sources.source_of(about.programme), digest, about.newest)
        report = Report(f"{reading.source.title}, from {job.path.name}")
        _write(found, reading, report, job.doing)
        _end(job, reading, report, found.note)
    return report


def import_topics(job: Import) -> Report:
    """Bring titles and experts' keywords of topics up to date with a CSV file: topic, title, keywords.

    Raises:
        BadFile: it cannot be used; the database is as it was.
    """
    digest = digest_of(job.path)
    found = _read(job, TOPICS_READER)
    with transaction.atomic():
        source = sources.describe(sources.TOPICS, "CORDIS: topics of calls")
        reading = _begin(job, source, digest, None)
        report = Report(f"{source.title}, from {job.path.name}")
        write_topics(found.topic, reading, report)
        _end(job, reading, report, found.note)
    return report


def _read(job: Import, *reader: str) -> DataSet:
    progress = job.doing("Reading")
    try:
        return read_data_set(job.path, progress, *reader)
    finally:
        progress.close()


def _write(found: DataSet, reading: Reading, report: Report, doing: Doing) -> None:
    concepts = write_concepts(found.concept, reading, report)
    topics = write_topics(found.topic, reading, report)
    bodies = write_organisations(found.body, reading, report, doing("Writing organisations"))
    projects = write_projects(found.project, topics, reading, report, doing("Writing projects"))
    write_project_concepts(found.project_concept, projects, concepts, report)
    write_participations(found.participation, projects, bodies, report, doing("Writing participations"))


def _begin(job: Import, source: Source, digest: str, newest: str | None) -> Reading:
    """Take the data set for ourselves: two imports of it at once wait for each other."""
    held = Source.objects.select_for_update().get(pk=source.pk)
    published_on = date.fromisoformat(newest) if newest else _day_of_file(job.path)
    return sources.begin(held, file_name=job.path.name, digest=digest, published_on=published_on)


def _day_of_file(path: Path) -> date:
    return localdate(datetime.fromtimestamp(path.stat().st_mtime, tz=UTC))


def _end(job: Import, reading: Reading, report: Report, notes: list[NoteRow]) -> None:
    for note in notes:
        first = f"{note.file}, line {note.line:,}" + (f": “{note.sample}”" if note.sample else "")
        report.notes.append(f"{note.times:,} × {note.what} (first in {first})")
        if "left out" in note.what:
            report.of(_kind_left_out(note.what)).add("left out", note.times)
    has_changed(*sorted(report.touched))
    reading.state = Reading.State.DONE
    reading.ended_at = now()
    reading.counts = {"reader": sources.READER_VERSION, **report.counts(), **_sizes(reading)}
    reading.save()
    record("source.read", reading, by=job.by, facts={"source": reading.source.slug, **report.counts()})
    report.seconds = time.monotonic() - job.began


def _kind_left_out(what: str) -> str:
    if what.startswith("particip"):
        return "participations"
    return "projects" if what.startswith("project") else "projects' fields"


def _sizes(reading: Reading) -> dict[str, int]:
    """Count what there is of a data set, to know later whether it is still there."""
    projects = Project.objects.filter(reading__source=reading.source)
    return {
        "projects_there": projects.count(),
        "participations_there": Participation.objects.filter(project__in=projects).count(),
    }


def _still_there(reading: Reading) -> bool:
    return all(reading.counts.get(name) == count for name, count in _sizes(reading).items())


def _nothing_new(job: Import, before: Reading) -> Report:
    report = Report(f"{before.source.title}, from {job.path.name}")
    for kind, tally in before.counts.items():
        if isinstance(tally, dict):
            report.of(kind).add(
                "unchanged", sum(tally.get(what, 0) for what in ("new", "changed", "unchanged"))
            )
    report.notes.append(f"This very file was read on {before.read_at:%Y-%m-%d}, and all of it is still here.")
    report.seconds = time.monotonic() - job.began
    return report
