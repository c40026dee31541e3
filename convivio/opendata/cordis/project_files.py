"""The files of CORDIS that speak of projects: project, topics, euroSciVoc, legalBasis. Plain Python."""

import re
from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from convivio.opendata import cells
from convivio.opendata.cordis.notes import Notes
from convivio.opendata.cordis.rows import LENGTHS, ConceptRow, ProjectConceptRow, ProjectRow, TopicRow
from convivio.opendata.csv_tables import CsvTable
from convivio.opendata.unreadable import Unreadable, gettext_noop

Found = tuple[str, list[Any]]

PROGRAMMES = {"HORIZON": "HORIZON", "HE": "HORIZON", "H2020": "H2020", "FP7": "FP7"}
_several = re.compile(r"[;|]|,\s*")


@dataclass(slots=True)
class Topics:
    """The topics that projects name, and the titles that a file gives them."""

    notes: Notes
    of_project: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    keywords: dict[str, str] = field(default_factory=dict)

    def name(self, code: str, title: str, line: int) -> str:
        """Keep a topic, and return its code as our column takes it."""
        kept = self.notes.fit(cells.words(code), LENGTHS["topic"], "topic", line)
        if kept and (title or kept not in self.titles):
            self.titles[kept] = self.notes.fit(
                cells.words(title), LENGTHS["topic_title"], "topic title", line
            )
        return kept

    def read_own_file(self, table: CsvTable) -> None:
        for line, (code, title, keywords) in table.rows("topic", "title", "keywords"):
            kept = self.name(code, title, line)
            if kept:
                self.keywords[kept] = " | ".join(
                    word for part in keywords.split("|") if (word := cells.words(part))
                )

    def rows(self) -> Iterator[Found]:
        for code, title in self.titles.items():
            yield "topic", list(TopicRow(code, title, self.keywords.get(code, "")))


@dataclass(slots=True)
class Projects:
    """What is remembered of the projects that were read: when each was signed, and their programmes."""

    signed: dict[str, str] = field(default_factory=dict)
    programmes: Counter[str] = field(default_factory=Counter)
    newest: str | None = None

    def programme(self) -> str:
        return self.programmes.most_common(1)[0][0]


def read_topics(table: CsvTable, topics: Topics) -> None:
    table.require("projectID", "topic")
    for line, (project, code, title) in table.rows("projectID", "topic", "title"):
        topics.of_project.setdefault(_number(project), topics.name(code, title, line))


def read_legal_bases(table: CsvTable) -> dict[str, str]:
    """Return the main legal basis of each project."""
    table.require("projectID", "legalBasis")
    found: dict[str, str] = {}
    for _line, (project, basis, main) in table.rows("projectID", "legalBasis", "uniqueProgrammePart"):
        if main.strip().casefold() == "true" or _number(project) not in found:
            found[_number(project)] = cells.words(basis)
    return found


def read_projects(
    table: CsvTable, bundle: str, topics: Topics, legal_bases: dict[str, str]
) -> Generator[Found, None, Projects]:
    """Give the projects; each is kept once, by its number."""
    table.require("id", "title")
    notes = Notes(table.name)
    projects = Projects()
    wanted = (
        "id acronym title objective keywords status startDate endDate ecSignatureDate totalCost "
        "ecMaxContribution legalBasis topics frameworkProgramme fundingScheme contentUpdateDate"
    ).split()
    for line, row in table.rows(*wanted):
        cell = dict(zip(wanted, row, strict=True))
        code = notes.fit(_number(cell["id"]), LENGTHS["code"], "project number", line)
        if not code or code in projects.signed:
            notes.add(
                "project without a number, left out" if not code else "project named twice, left out", line
            )
            continue
        cell["id"] = code
        cell["frameworkProgramme"] = _programme(cell, bundle, table.name, line)
        project = _project(cell, notes, line, topics, legal_bases)
        projects.programmes[project.programme] += 1
        projects.signed[code] = project.signed_on or ""
        updated = notes.read(cells.day, cell["contentUpdateDate"], "contentUpdateDate", line)
        projects.newest = max(filter(None, (projects.newest, updated)), default=None)
        yield "project", list(project)
    if not projects.signed:
        raise Unreadable(gettext_noop("It holds no project."), file=table.name)
    for note in notes.rows():
        yield "note", list(note)
    return projects


def _project(
    cell: dict[str, str], notes: Notes, line: int, topics: Topics, legal_bases: dict[str, str]
) -> ProjectRow:
    def text(column: str, ours: str) -> str:
        return notes.fit(cells.words(cell[column]), LENGTHS[ours], column, line)

    def day(column: str) -> str | None:
        return notes.read(cells.day, cell[column], column, line)

    signed, starts = day("ecSignatureDate"), day("startDate")
    code, acronym = cell["id"], text("acronym", "acronym")
    basis = cell["legalBasis"] or legal_bases.get(code, "")
    return ProjectRow(
        programme=text("frameworkProgramme", "programme"),
        code=code,
        acronym=acronym,
        title=text("title", "title") or acronym or code,
        objective=cells.visible(cell["objective"]),
        keywords=cells.words(cell["keywords"]),
        topic=topics.of_project.get(code) or topics.name(_several.split(cell["topics"])[0], "", line),
        scheme=text("fundingScheme", "scheme"),
        legal_basis=notes.fit(
            cells.words(_several.split(basis)[0]), LENGTHS["legal_basis"], "legalBasis", line
        ),
        status=text("status", "status").lower(),
        signed_on=signed or starts,
        signed_is_start=signed is None and starts is not None,
        starts_on=starts,
        ends_on=day("endDate"),
        total_cost=notes.read(cells.amount, cell["totalCost"], "totalCost", line),
        contribution=notes.read(cells.amount, cell["ecMaxContribution"], "ecMaxContribution", line),
    )


def _programme(cell: dict[str, str], bundle: str, file: str, line: int) -> str:
    """Tell the framework programme of a project: by its row, its topic, its basis, or the file's name."""
    said = cell["frameworkProgramme"].strip()
    if said:
        return PROGRAMMES.get(said.upper(), said)
    for hint in (cell["topics"], cell["legalBasis"], bundle, file):
        for word, programme in PROGRAMMES.items():
            if len(word) > 2 and word in hint.upper():  # noqa: PLR2004 - “HE” is in many words
                return programme
    problem = gettext_noop(
        "Nothing says which framework programme this is: there is no column “frameworkProgramme”."
    )
    raise Unreadable(problem, file=file, line=line)


def read_concepts(table: CsvTable, projects: dict[str, str]) -> Iterator[Found]:
    """Give the fields of science, each once, and those of each project."""
    table.require("projectID", "euroSciVocCode")
    notes = Notes(table.name)
    seen: set[str] = set()
    wanted = ("projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle")
    for line, (project, code, path, title) in table.rows(*wanted):
        concept = cells.words(code)
        if not concept.startswith("/") or len(concept) > LENGTHS["concept"]:
            notes.add("field of science without a usable code, left out", line, code)
            continue
        if _number(project) not in projects:
            notes.add("field of science of an unknown project, left out", line, project)
            continue
        if concept not in seen:
            seen.add(concept)
            yield "concept", list(ConceptRow(concept.rstrip("/"), cells.words(path), cells.words(title)))
        yield "project_concept", list(ProjectConceptRow(_number(project), concept.rstrip("/")))
    for note in notes.rows():
        yield "note", list(note)


def _number(text: str) -> str:
    return text.strip().removesuffix(".0")
