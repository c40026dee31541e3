"""Skills that a text or the past projects of an organisation show; nothing is kept until somebody says yes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from convivio.organisations.models import Organisation
from convivio.skills.models import Skill
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept
from convivio.vocabulary.words import concepts_in

MOST = 12
MOST_PROJECTS = 200
AROUND = 60
"""Letters of the text that are shown on either side of the words that were recognised."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """A concept, and where it was found: the words before, the passage, the words after; or a project."""

    concept: Concept
    before: str = ""
    passage: str = ""
    after: str = ""
    project: Project | None = None
    times: int = 1

    @property
    def words(self) -> str:
        """Say where it was found, as the evidence keeps it."""
        if self.project is not None:
            return (
                f"{self.project.acronym}: {self.project.title}"
                if self.project.acronym
                else self.project.title
            )
        return f"{self.before}{self.passage}{self.after}".strip()


def suggested_by_text(organisation: Organisation, *texts: str) -> list[Suggested]:
    """Find what texts speak of, in the order in which they do, but for what is said already.

    Each is read by itself: one may be Italian and the next English.
    """
    known = _known(organisation)
    passages: dict[int, tuple[str, str]] = {}
    for text in texts:
        for one in concepts_in(text):
            if one.concept.number not in known:
                passages.setdefault(one.concept.number, (text, one.passage))
    found = list(passages.items())[:MOST]
    concepts = Concept.objects.in_bulk([number for number, _where in found])
    return [Suggested(concepts[number], *_around(*where)) for number, where in found if number in concepts]


def suggested_by_projects(organisation: Organisation) -> list[Suggested]:
    """Find what its past projects were about, the most frequent first, but for what is said already."""
    known = _known(organisation)
    rows = Project.objects.filter(participations__organisation=organisation)
    projects = {one.pk: one for one in rows.distinct().order_by("-signed_on", "pk")[:MOST_PROJECTS]}
    times: Counter[int] = Counter()
    shown: dict[int, int] = {}
    for project, concept in _concepts_of(projects.values()):
        if concept not in known:
            times[concept] += 1
            shown.setdefault(concept, project)
    most = [number for number, _times in times.most_common(MOST)]
    concepts = Concept.objects.in_bulk(most)
    return [
        Suggested(concepts[number], project=projects[shown[number]], times=times[number])
        for number in most
        if number in concepts
    ]


def _concepts_of(projects: Iterable[Project]) -> Iterable[tuple[int, int]]:
    """Give each project with what its title and keywords name, each concept once."""
    for project in projects:
        text = f"{project.title}. {project.keywords}"
        for number in dict.fromkeys(one.concept.number for one in concepts_in(text)):
            yield project.pk, number


def _known(organisation: Organisation) -> set[int]:
    return set(Skill.objects.offered().filter(organisation=organisation).values_list("concept_id", flat=True))


def _around(text: str, passage: str) -> tuple[str, str, str]:
    """Cut a passage out of its text with some words on either side."""
    plain = " ".join(text.split())
    place = plain.casefold().find(" ".join(passage.split()).casefold())
    if place < 0:
        return "", passage, ""
    end = place + len(passage)
    before, after = plain[max(0, place - AROUND) : place], plain[end : end + AROUND]
    if place > AROUND:
        before = "…" + before.partition(" ")[2]
    if end + AROUND < len(plain):
        after = after.rpartition(" ")[0] + "…"
    return before, plain[place:end], after
