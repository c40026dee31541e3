from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.search.finding import similar, still_seen
from convivio.search.showing import answer_of
from convivio.sources.models import Reading
from convivio.trackrecord.models import Participation, Project
from convivio.trackrecord.standing import (
    NEWEST,
    drawn_partners,
    line_of,
    partners_of,
    parts_of,
    programme_of,
    shown_concepts,
    spans_of,
    summary_of,
    tiles_of,
)
from convivio.vocabulary.facet_names import place_names
from convivio.vocabulary.models import Concept
from convivio.web.networks import MOST as MOST_DRAWN
from convivio.web.policies import ANYONE, policy

SIMILAR = 5
LONGEST_TEXT = 2000
"""Signs of a project's text that are enough to find others like it."""
PAGE = 25


@policy(ANYONE)
@require_safe
def project_page(request: ActingRequest, number: int) -> HttpResponse:
    """A past project: what it was about, who took part, with how much."""
    rows = Project.objects.select_related("topic", "reading__source")
    project = get_object_or_404(rows, pk=number)
    reader = request.acting.reader
    partners = list(
        Participation.objects.filter(project=project, organisation__audience__in=reader.audiences)
        .select_related("organisation")
        .defer("organisation__description", "organisation__looking_for")
        .order_by("position", "pk")
    )
    text = f"{project.title} {project.keywords} {project.objective}"[:LONGEST_TEXT]
    hits = similar(text, reader, types=["project"], most=SIMILAR, but=project.key)
    countries = place_names({part.organisation.country for part in partners}, reader)
    context = {
        "project": project,
        "programme": programme_of(project),
        "partners": [
            (part, countries.get(part.organisation.country, part.organisation.country)) for part in partners
        ],
        "country_count": len({part.organisation.country for part in partners} - {""}),
        "concepts": list(project.concepts.all()),
        "similar": [answer_of(hit) for hit in still_seen(hits, reader)],
    }
    return render(request, "trackrecord/project_page.html", context)


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """The past projects of an organisation: all of them, or for its own page the newest."""
    organisation = _visible(request, slug)
    summary = summary_of(organisation)
    context: dict[str, Any] = {
        "organisation": organisation,
        "summary": summary,
        "reading": _reading(summary.reading),
    }
    parts = parts_of(organisation)
    if request.htmx:
        newest = list(parts[:NEWEST])
        context |= {
            "spans": spans_of(newest),
            "tiles": tiles_of(summary, request.path),
            "concepts": shown_concepts(organisation),
            "rest": summary.projects > NEWEST,
        }
        return render(request, "trackrecord/_of_organisation.html", context)
    role = request.GET.get("role", "")
    if role in Participation.Role.values:
        parts = parts.filter(role=role)
    concept = _concept(request.GET.get("concept", ""))
    if concept is not None:
        parts = parts.filter(project__concepts=concept)
    page = Paginator(parts, PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "projects": [line_of(part) for part in page],
        "role": Participation.Role(role).label if role in Participation.Role.values else "",
        "concept": concept,
    }
    return render(request, "trackrecord/projects_of_organisation.html", context)


@policy(ANYONE)
@require_safe
def partners(request: ActingRequest, slug: str) -> HttpResponse:
    """With whom an organisation worked: a picture for its own page, or all of them."""
    organisation = _visible(request, slug)
    reader = request.acting.reader
    counted = partners_of(organisation, reader)
    nearest = drawn_partners(counted[:MOST_DRAWN], reader)
    drawn = [{**one, "name": one["short_name"] or one["name"]} for one in nearest]
    centre = {"name": organisation.short_name or organisation.name, "kind": organisation.kind}
    context: dict[str, Any] = {
        "organisation": organisation,
        "centre": centre,
        "neighbours": drawn,
        "total": len(counted),
    }
    if request.htmx:
        return render(request, "trackrecord/_partners.html", context)
    page = Paginator(counted, PAGE).get_page(request.GET.get("page"))
    context |= {"page": page, "listed": drawn_partners(list(page), reader)}
    return render(request, "trackrecord/partners_of_organisation.html", context)


def _visible(request: ActingRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)


def _concept(named: str) -> Concept | None:
    scheme, _colon, code = named.partition(":")
    return Concept.objects.filter(scheme=scheme, code=code).first() if code else None


def _reading(number: int | None) -> Reading | None:
    return Reading.objects.select_related("source").filter(pk=number).first() if number else None
