"""How a past project is found, and who took part in it: the evidence behind every suggestion."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from convivio.kernel.audiences import PUBLIC
from convivio.organisations.models import Organisation
from convivio.search.documents import Document
from convivio.search.documents import Participation as Part
from convivio.trackrecord.models import Participation, Project, Topic
from convivio.vocabulary.models import Concept

BATCH = 500
ROLES = {Participation.Role.ASSOCIATED.value: "associated_partner"}
"""The roles that the index calls by another name than we do."""

COLUMNS = (
    "id", "programme", "code", "acronym", "title", "objective", "summary", "keywords", "topic_id", "scheme",
    "status", "signed_on", "ends_on", "contribution",
)  # fmt: skip


@dataclass(slots=True)
class Partner:
    """An organisation in a project, as far as the project's document speaks of it."""

    name: str
    slug: str
    country: str
    role: str


class Words:
    """What surrounds projects: topics by number, and fields of science with all that is above them."""

    @cached_property
    def topics(self) -> dict[int, tuple[str, str, str]]:
        rows = Topic.objects.values_list("id", "code", "title", "keywords")
        return {number: (code, title, keywords) for number, code, title, keywords in rows}

    @cached_property
    def concepts(self) -> dict[int, tuple[tuple[str, ...], str]]:
        """Give the facet values of each concept, itself and those above it, and their words."""
        rows = {row.pk: row for row in Concept.objects.all()}
        return {number: _upwards(row, rows) for number, row in rows.items()}


def _upwards(concept: Concept, rows: dict[int, Concept]) -> tuple[tuple[str, ...], str]:
    values, words = [], []
    here: Concept | None = concept
    while here is not None:
        values.append(f"{here.scheme}:{here.code}")
        words.append(here.label.in_language("en"))
        here = rows.get(here.broader_id or 0)
    return tuple(reversed(values)), " ".join(reversed(words))


def project_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each project, a batch of rows at a time."""
    words, organisations = Words(), Organisations()
    wanted = None if numbers is None else sorted(set(numbers))
    for batch in _batches(wanted):
        inside = [row["id"] for row in batch]
        concepts: dict[int, list[int]] = defaultdict(list)
        links = Project.concepts.through.objects.filter(project__in=inside).order_by("id")
        for project, concept in links.values_list("project_id", "concept_id"):
            concepts[project].append(concept)
        partners = _partners(inside, organisations)
        for row in batch:
            yield _document(row, words, concepts[row["id"]], partners[row["id"]])


def _batches(wanted: list[int] | None) -> Iterator[list[dict[str, Any]]]:
    rows = Project.objects.order_by("pk").values(*COLUMNS)
    if wanted is not None:
        for start in range(0, len(wanted), BATCH):
            yield list(rows.filter(pk__in=wanted[start : start + BATCH]))
        return
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1]["id"]
        yield batch


def _partners(projects: list[int], organisations: "Organisations") -> dict[int, list[Partner]]:
    """Find the partners of these projects that anyone may see, in the order of the source."""
    rows = Participation.objects.filter(project__in=projects).order_by("project_id", "position", "id")
    parts = list(rows.values_list("project_id", "organisation_id", "role"))
    organisations.learn({organisation for _, organisation, _ in parts})
    found: dict[int, list[Partner]] = defaultdict(list)
    for project, organisation, role in parts:
        known = organisations.public.get(organisation)
        if known is not None:
            found[project].append(Partner(*known, role))
    return found


class Organisations:
    """Name, slug and country of organisations, asked for once.

    Asked together with the participations, SQLite would begin at all that is public, for minutes.
    """

    def __init__(self) -> None:
        self.public: dict[int, tuple[str, str, str] | None] = {}

    def learn(self, numbers: set[int]) -> None:
        missing = sorted(numbers - self.public.keys())
        columns = ("id", "name", "slug", "country", "audience")
        for start in range(0, len(missing), BATCH):
            rows = Organisation.objects.filter(pk__in=missing[start : start + BATCH])
            for number, name, slug, country, audience in rows.values_list(*columns):
                self.public[number] = (name, slug, country) if audience == PUBLIC else None


def _document(row: dict[str, Any], words: Words, concepts: list[int], partners: list[Partner]) -> Document:
    code, title, keywords = words.topics.get(row["topic_id"], ("", "", ""))
    around = [words.concepts[number] for number in concepts]
    leader = next((one for one in partners if one.role == Participation.Role.COORDINATOR), None)
    countries = tuple(sorted({one.country for one in partners if one.country}))
    return Document(
        key=f"project:{row['id']}",
        type="project",
        title=row["title"],
        names=tuple(name for name in (row["acronym"], row["code"]) if name),
        en=f"{row['keywords']} {row['objective']} {row['summary'].get('en', '')}".strip(),
        it=row["summary"].get("it", ""),
        evidence=" ".join(filter(None, (title, keywords.replace("|", " "), *(said for _, said in around)))),
        audiences=(PUBLIC,),
        facets={
            "programme": (row["programme"],),
            "topic": (code,) if code else (),
            "action": (row["scheme"],) if row["scheme"] else (),
            "status": (row["status"],) if row["status"] else (),
            "year": (str(row["signed_on"].year),) if row["signed_on"] else (),
            "concept": tuple(dict.fromkeys(value for values, _ in around for value in values)),
            "country": countries,
        },
        day=row["signed_on"],
        data={
            "number": row["id"],
            "acronym": row["acronym"],
            "programme": row["programme"],
            "coordinator": leader.name if leader else "",
            "coordinator_slug": leader.slug if leader else "",
            "members": len({one.slug for one in partners}),
            "ends_on": row["ends_on"].isoformat() if row["ends_on"] else "",
            "contribution": str(row["contribution"]) if row["contribution"] is not None else "",
        },
    )


def project_parts(numbers: Iterable[int] | None) -> Iterator[Part]:
    """Give who took part in each project, in which role."""
    rows = Participation.objects.order_by("project_id", "position", "id")
    if numbers is not None:
        rows = rows.filter(project__in=sorted(set(numbers)))
    for project, organisation, role in rows.values_list("project_id", "organisation_id", "role").iterator():
        yield Part(f"organisation:{organisation}", f"project:{project}", ROLES.get(role, role))
