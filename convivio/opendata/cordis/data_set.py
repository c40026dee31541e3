"""A data set of CORDIS, read whole into memory before a single row is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from convivio.opendata.cordis.rows import (
    TABLES,
    AboutRow,
    BodyRow,
    ConceptRow,
    NoteRow,
    ParticipationRow,
    ProjectConceptRow,
    ProjectRow,
    TopicRow,
)
from convivio.opendata.limits import read_apart

READER = "convivio.opendata.cordis.reader:read"
TOPICS_READER = "convivio.opendata.cordis.reader:read_topics_file"


@dataclass(slots=True)
class DataSet:
    """The rows of a data set, by table."""

    project: list[ProjectRow] = field(default_factory=list)
    topic: list[TopicRow] = field(default_factory=list)
    concept: list[ConceptRow] = field(default_factory=list)
    project_concept: list[ProjectConceptRow] = field(default_factory=list)
    body: list[BodyRow] = field(default_factory=list)
    participation: list[ParticipationRow] = field(default_factory=list)
    about: list[AboutRow] = field(default_factory=list)
    note: list[NoteRow] = field(default_factory=list)


def read_data_set(path: Path, progress: Callable[[int], None], reader: str = READER) -> DataSet:
    """Read a zip or a folder as the Commission publishes it.

    Raises:
        BadFile: with the file and the line that show it.
    """
    found = DataSet()
    tables = {name: (getattr(found, name), row_type) for name, row_type in TABLES.items()}
    for number, (table, row) in enumerate(read_apart(reader, str(path))):
        rows, row_type = tables[table]
        rows.append(row_type(*row))
        progress(number)
    return found
