"""Reading a data set of CORDIS: a zip or a folder as published, into rows. Plain Python.

It runs in a process within limits (`convivio.opendata.limits`), and imports no Django.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from convivio.opendata import bundles
from convivio.opendata.cordis import columns
from convivio.opendata.cordis.bodies import Bodies, read_bodies
from convivio.opendata.cordis.notes import Notes
from convivio.opendata.cordis.project_files import (
    Topics,
    read_concepts,
    read_legal_bases,
    read_projects,
    read_topics,
)
from convivio.opendata.cordis.rows import AboutRow
from convivio.opendata.csv_tables import CsvTable, read_table
from convivio.opendata.unreadable import Unreadable, gettext_noop

Rows = Iterator[tuple[str, list[Any]]]

COLUMNS = {
    "project": columns.PROJECT,
    "organization": columns.ORGANIZATION,
    "topics": columns.TOPICS,
    "euroSciVoc": columns.EUROSCIVOC,
    "legalBasis": columns.LEGAL_BASIS,
}


def read(path: str) -> Rows:
    """Give the rows of a data set, by the names of `rows.TABLES`; projects before who took part.

    Raises:
        Unreadable: with the file and the line that show it.
    """
    with bundles.opened(Path(path), sought="project") as bundle:
        parts = _known(bundle)
        bundles.weigh(bundle, list(parts.values()))
        yield from _read(bundle, parts)


def read_topics_file(path: str) -> Rows:
    """Give the rows of a file of topics: topic, title, and keywords between bars."""
    file = Path(path)
    part = bundles.single(file)
    bundle = bundles.Bundle(file.name, {file.name: part})
    bundles.weigh(bundle, [part])
    with _open(bundle, part, "topics") as table:
        table.require("topic")
        topics = Topics(Notes(part.name))
        topics.read_own_file(table)
        if not topics.titles:
            raise Unreadable(gettext_noop("It holds no topic."), file=part.name)
        yield from topics.rows()
        yield from _all("note", topics.notes.rows())


def _known(bundle: bundles.Bundle) -> dict[str, bundles.Part]:
    """Find, by the endings of their names, the files that are read."""
    parts = {}
    for ours, endings in columns.FILES.items():
        for name, part in bundle.parts.items():
            stem = name.removesuffix(".csv")
            if stem.endswith(tuple(endings)) and not any(word in stem for word in columns.NOT_THESE):
                parts[ours] = part
    for needed in ("project", "organization"):
        if needed not in parts:
            raise Unreadable(
                gettext_noop("There is no %(needed)s.csv in it; found: %(found)s."),
                file=bundle.name,
                needed=needed,
                found=bundle.names(),
            )
    return parts


def _read(bundle: bundles.Bundle, parts: dict[str, bundles.Part]) -> Rows:
    topics = Topics(Notes(parts["topics"].name if "topics" in parts else ""))
    if "topics" in parts:
        with _open(bundle, parts["topics"], "topics") as table:
            read_topics(table, topics)
    legal_bases: dict[str, str] = {}
    if "legalBasis" in parts:
        with _open(bundle, parts["legalBasis"], "legalBasis") as table:
            legal_bases = read_legal_bases(table)
    with _open(bundle, parts["project"], "project") as table:
        projects = yield from read_projects(table, bundle.name, topics, legal_bases)
    yield from topics.rows()
    if "euroSciVoc" in parts:
        with _open(bundle, parts["euroSciVoc"], "euroSciVoc") as table:
            yield from read_concepts(table, projects.signed)
    bodies = Bodies(projects.signed)
    with _open(bundle, parts["organization"], "organization") as table:
        yield from read_bodies(table, bodies)
    newest = max(filter(None, (projects.newest, bodies.newest)), default=None)
    yield "about", list(AboutRow(projects.programme(), newest))
    yield from _all("note", topics.notes.rows())


@contextmanager
def _open(bundle: bundles.Bundle, part: bundles.Part, ours: str) -> Iterator[CsvTable]:
    with bundles.damage_is_said(part.name, bundle.name), part.open() as stream:
        yield read_table(part.name, stream, COLUMNS[ours])


def _all(table: str, rows: Any) -> Rows:
    for row in rows:
        yield table, list(row)
