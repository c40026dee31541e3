"""What past projects say of an organisation: how many, how much, with whom, about what."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.kernel.audiences import PUBLIC, Reader
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.search.finding import past_partners
from convivio.trackrecord.models import Participation, Project
from convivio.trackrecord.organisation_facets import PROGRAMMES
from convivio.vocabulary.models import Concept
from convivio.web.amounts import money, number
from convivio.web.figures import Bar, Span

NEWEST = 10
MOST_CONCEPTS = 8
FEW_PARTNERS = 500
LONG_TEXTS = ("project__objective", "project__keywords", "project__summary")


@dataclass(frozen=True, slots=True)
class Summary:
    """The sums of an organisation's past projects, as far as public sources know."""

    projects: int
    led: int
    received: Decimal | None
    since: int | None
    reading: int | None


def parts_of(organisation: Organisation) -> QuerySet[Participation]:
    """List in what an organisation took part, newest first."""
    rows = Participation.objects.filter(organisation=organisation)
    return (
        rows.select_related("project")
        .defer(*LONG_TEXTS)
        .order_by("-project__signed_on", "-project_id", "position")
    )


def summary_of(organisation: Organisation) -> Summary:
    sums = Participation.objects.filter(organisation=organisation).aggregate(
        projects=Count("project", distinct=True),
        led=Count("project", distinct=True, filter=Q(role=Participation.Role.COORDINATOR)),
        received=Sum("contribution"),
        since=Min("project__starts_on"),
        reading=Max("project__reading"),
    )
    since = sums["since"]
    return Summary(
        sums["projects"], sums["led"], sums["received"], since.year if since else None, sums["reading"]
    )


def spans_of(parts: list[Participation]) -> list[Span]:
    """Place projects on the axis of years; one without a first day has no place there."""
    return [
        Span(
            label=name_of(part.project),
            from_on=part.project.starts_on,
            until_on=part.project.ends_on,
            url=part.project.get_absolute_url(),
            aside=f"{programme_of(part.project)}, {part.get_role_display()}",
            amount=money(part.contribution),
        )
        for part in parts
        if part.project.starts_on
    ]


def line_of(part: Participation) -> dict[str, Any]:
    """Give a participation in the shape that `web/_project_line.html` wants."""
    project = part.project
    return {
        "title": project.title,
        "acronym": project.acronym,
        "url": project.get_absolute_url(),
        "programme": programme_of(project),
        "role": part.get_role_display(),
        "from_on": project.starts_on,
        "until_on": project.ends_on,
        "money": part.contribution,
    }


def name_of(project: Project) -> str:
    return f"{project.acronym}, {project.title}" if project.acronym else project.title


def programme_of(project: Project) -> str:
    return PROGRAMMES.get(project.programme, project.programme)


def shown_concepts(organisation: Organisation) -> list[Bar]:
    """Count the projects in which an organisation shows each concept, the most shown first."""
    projects = Participation.objects.filter(organisation=organisation).values("project")
    links = Project.concepts.through.objects.filter(project__in=projects)
    counted = links.values_list("concept").annotate(times=Count("pk"))
    # The plugin forgets annotations of a table that Django makes for a many-to-many.
    most = list(counted.order_by("-times", "concept")[:MOST_CONCEPTS])  # type: ignore[misc]
    concepts = Concept.objects.in_bulk([number for number, _count in most])
    projects_url = reverse("trackrecord:of_organisation", args=[organisation.slug])
    return [
        Bar(
            label=str(concepts[number].label),
            value=count,
            url=f"{projects_url}?concept={concepts[number].scheme}:{quote(concepts[number].code)}",
        )
        for number, count in most
    ]


def partners_of(organisation: Organisation, reader: Reader) -> list[tuple[str, int]]:
    """Count the projects shared with each other organisation that the reader may see, most first, by key.

    The index counts: in SQL, those of a body with a thousand projects take a twentieth of a second.
    """
    shared = past_partners(organisation.key)
    if len(shared) <= FEW_PARTNERS:
        visible = Organisation.objects.visible_to(reader).filter(pk__in=[split_key(key)[1] for key in shared])
        seen = _keys(visible)
        return [(key, count) for key, count in shared.items() if key in seen]
    kept_back = Organisation.objects.exclude(audience=PUBLIC)  # a small index holds them
    hidden = _keys(kept_back.exclude(audience__in=reader.audiences))
    return [(key, count) for key, count in shared.items() if key not in hidden]


def _keys(rows: QuerySet[Organisation]) -> set[str]:
    return {f"organisation:{number}" for number in rows.values_list("pk", flat=True).iterator()}


def drawn_partners(counted: list[tuple[str, int]], reader: Reader) -> list[dict[str, Any]]:
    """Give partners in the shape that the picture and the list want."""
    rows = Organisation.objects.visible_to(reader).only(
        "name", "short_name", "slug", "kind", "city", "country"
    )
    numbered = [(split_key(key)[1], shared) for key, shared in counted]
    known = rows.in_bulk([number for number, _shared in numbered])
    return [
        {
            "name": known[number].name,
            "short_name": known[number].short_name,
            "kind": known[number].kind,
            "kind_label": known[number].get_kind_display(),
            "city": known[number].city,
            "country": known[number].country,
            "url": known[number].get_absolute_url(),
            "count": shared,
            "shared": in_projects(shared),
        }
        for number, shared in numbered
        if number in known
    ]


def in_projects(count: int) -> str:
    return ngettext("%(count)d project", "%(count)d projects", count) % {"count": count}


def tiles_of(summary: Summary, all_url: str) -> list[dict[str, str]]:
    words = _("projects since %(year)s") % {"year": summary.since} if summary.since else _("projects")
    tiles = [{"figure": number(summary.projects), "words": words, "url": all_url}]
    if summary.led:
        tiles.append(
            {
                "figure": number(summary.led),
                "words": _("of them as coordinator"),
                "url": f"{all_url}?role=coordinator",
            }
        )
    if summary.received:
        tiles.append(
            {
                "figure": money(summary.received, short=True),
                "words": _("public funds received"),
                "url": all_url,
            }
        )
    return tiles
