"""What the reader of CORDIS gives: plain rows, whatever the columns of that year's files were."""

from typing import NamedTuple


class ProjectRow(NamedTuple):
    """A project, as its file says.

    `signed_is_start` marks a day of signature that the file does not give, for which its first day stands.
    """

    programme: str
    code: str
    acronym: str
    title: str
    objective: str
    keywords: str
    topic: str
    scheme: str
    legal_basis: str
    status: str
    signed_on: str | None
    signed_is_start: bool
    starts_on: str | None
    ends_on: str | None
    total_cost: str | None
    contribution: str | None


class TopicRow(NamedTuple):
    """What a call asked for: its code, and its title where the files give one."""

    code: str
    title: str
    keywords: str = ""


class ConceptRow(NamedTuple):
    """A field of science: codes and labels from the top down, "/23/53" and "/natural sciences/chemistry"."""

    code: str
    labels: str
    title: str


class ProjectConceptRow(NamedTuple):
    """A project is about a field of science."""

    project: str
    concept: str


class BodyRow(NamedTuple):
    """An organisation, with the most recent that the files say of it; `key` is "pic:…" or "vat:…"."""

    key: str
    pic: str
    vat: str
    name: str
    short_name: str
    sme: bool | None
    activity: str
    street: str
    postcode: str
    city: str
    country: str
    nuts: str
    latitude: float | None
    longitude: float | None
    website: str


class ParticipationRow(NamedTuple):
    """A body in a project, with its role; its amounts are added up where the file names it twice."""

    project: str
    body: str
    role: str
    position: int
    contribution: str | None
    total_cost: str | None
    has_left: bool


class AboutRow(NamedTuple):
    """What holds for the whole data set: its programme, and the newest day it speaks of."""

    programme: str
    newest: str | None


class NoteRow(NamedTuple):
    """Something that was left out, cut or mended: how many times, and where first."""

    file: str
    line: int
    times: int
    what: str
    sample: str


TABLES: dict[str, type] = {
    "project": ProjectRow,
    "topic": TopicRow,
    "concept": ConceptRow,
    "project_concept": ProjectConceptRow,
    "body": BodyRow,
    "participation": ParticipationRow,
    "about": AboutRow,
    "note": NoteRow,
}

LENGTHS = {
    "programme": 60,
    "code": 40,
    "acronym": 120,
    "title": 1000,
    "topic": 120,
    "topic_title": 600,
    "scheme": 80,
    "legal_basis": 60,
    "status": 20,
    "concept": 80,
    "concept_path": 400,
    "name": 300,
    "short_name": 120,
    "street": 240,
    "postcode": 20,
    "city": 120,
    "website": 300,
}
"""The longest text that each of our columns takes; a test compares them with the tables."""
