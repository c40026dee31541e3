from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convivio.clusters.models import Cluster
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.search.addresses import changed, without
from convivio.skills import catalogue
from convivio.skills.gaps import by_quarter, gaps_of
from convivio.skills.models import Level, Skill
from convivio.skills.permissions import may_say, may_say_for_somebody
from convivio.web.amounts import number
from convivio.web.figures import Column
from convivio.web.policies import ANYONE, policy
from convivio.web.tables import csv_response, xlsx_response

TABLES = {"csv": csv_response, "xlsx": xlsx_response}
ON_A_PAGE = 30


@policy(ANYONE)
@require_safe
def skill_list(request: ActingRequest) -> HttpResponse:
    """Who can do what, as narrow as the address says; also as a table to take away."""
    asked = catalogue.asked_in(request.GET)
    rows = catalogue.found_by(request.acting.reader, asked.words)
    found = catalogue.narrowed(rows, asked.chosen)
    if table := TABLES.get(request.GET.get("format", "")):
        return table(_("Skills"), catalogue.columns(), catalogue.rows_to_take(found))
    shown = found.select_related("concept", "organisation").annotate(shown=Count("evidence"))
    page = Paginator(shown, ON_A_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    facets = catalogue.facets_of(rows, asked.chosen)
    labels = {(facet["name"], one.value): one.label for facet in facets for one in facet["choices"]}
    context = {
        "page": page,
        "words": asked.words,
        "facets": facets,
        "chosen_count": sum(map(len, asked.chosen.values())),
        "keep": [{"name": "q", "value": asked.words}] if asked.words else [],
        "chips": [
            {"label": labels.get((name, value), value), "url": without(request, name, value)}
            for name, values in asked.chosen.items()
            for value in values
        ],
        "count_text": ngettext("%(shown)s skill", "%(shown)s skills", total) % {"shown": number(total)},
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
        "may_say": may_say_for_somebody(request.acting),
        "wider_url": request.path,
    }
    return render(request, "skills/skill_list.html", context)


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """What an organisation can do, and what it looks for."""
    reader = request.acting.reader
    organisation = get_object_or_404(Organisation.objects.visible_to(reader), slug=slug)
    rows = Skill.objects.standing().visible_to(reader).filter(organisation=organisation)
    skills = rows.select_related("concept", "organisation").annotate(shown=Count("evidence"))
    template = "skills/_of_organisation.html" if request.htmx else "skills/skills_of_organisation.html"
    context = {
        "organisation": organisation,
        "skills": skills.order_by("-side", "-level", "concept__code"),
        "levels": Level.choices,
        "may_say": may_say(request.acting, organisation),
    }
    return render(request, template, context)


@policy(ANYONE)
@require_safe
def gaps(request: ActingRequest) -> HttpResponse:
    """What is looked for and not offered, in the network or in a cluster; as a table too."""
    clusters = list(Cluster.objects.order_by("slug"))
    cluster = next((one for one in clusters if one.slug == request.GET.get("cluster", "")), None)
    found = gaps_of(request.acting.reader, cluster)
    if table := TABLES.get(request.GET.get("format", "")):
        heads = [_("Skill"), _("Look for it"), _("Offer it"), _("Looked for since")]
        rows = ([str(one.concept), one.sought, one.offered, _quarter(min(one.quarters))] for one in found)
        return table(_("Skill gaps"), heads, rows)
    context = {
        "gaps": found,
        "open_count": sum(one.is_open for one in found),
        "columns": [Column(_quarter(quarter), count) for quarter, count in by_quarter(found)][-8:],
        "cluster": cluster,
        "clusters": clusters,
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
    }
    return render(request, "skills/gaps.html", context)


def _quarter(quarter: tuple[int, int]) -> str:
    return f"{quarter[0]} · {quarter[1]}"
