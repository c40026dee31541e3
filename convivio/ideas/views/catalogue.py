from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convivio.ideas import catalogue
from convivio.ideas.authors import asked_of
from convivio.ideas.models import Author, Idea
from convivio.ideas.permissions import WRITING, ideas_seen, may_begin
from convivio.organisations.acting_for import numbers_of
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.search.addresses import changed, without
from convivio.web.amounts import number
from convivio.web.policies import ANYONE, SIGNED_IN, policy
from convivio.web.tables import csv_response, xlsx_response

TABLES = {"csv": csv_response, "xlsx": xlsx_response}


@policy(ANYONE)
@require_safe
def idea_list(request: ActingRequest) -> HttpResponse:
    """Challenges and proposals, as narrow as the address says; also as a table to take away."""
    asked = catalogue.asked_in(request.GET)
    listed = catalogue.listed_for(request.acting.reader, asked.words)
    found = catalogue.narrowed(listed, asked.chosen)
    table = TABLES.get(request.GET.get("format", ""))
    if table is not None:
        return table(_("Ideas"), catalogue.columns(), catalogue.rows_to_take(found))
    total = {"shown": number(len(found))}
    context = {
        "ideas": found,
        "words": asked.words,
        "facets": catalogue.facets_of(listed, asked.chosen),
        "chosen_count": sum(map(len, asked.chosen.values())),
        "keep": [{"name": "q", "value": asked.words}] if asked.words else [],
        "chips": _chips(request, asked),
        "count_text": ngettext("%(shown)s idea", "%(shown)s ideas", len(found)) % total,
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
        "has_some": bool(listed),
        "may_begin": may_begin(request.acting),
        "wider_url": request.path,
    }
    return render(request, "ideas/idea_list.html", context)


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """What an organisation would do with others."""
    reader = request.acting.reader
    organisation = get_object_or_404(Organisation.objects.visible_to(reader), slug=slug)
    rows = Idea.objects.listed().visible_to(reader).filter(organisation=organisation)
    template = "ideas/_of_organisation.html" if request.htmx else "ideas/ideas_of_organisation.html"
    context = {"organisation": organisation, "ideas": rows.select_related("organisation")}
    return render(request, template, context)


@policy(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """What I write, what I am asked to write, what I support."""
    acting = request.acting
    written = Author.objects.of(request.user.pk, numbers_of(acting, WRITING)).values("idea")
    seen = ideas_seen(acting).select_related("organisation")
    context = {
        "asked": asked_of(request.user),
        "written": seen.filter(pk__in=written),
        "supported": seen.filter(supports__person=request.user),
        "may_begin": may_begin(acting),
    }
    return render(request, "ideas/mine.html", context)


def _chips(request: ActingRequest, asked: catalogue.Asked) -> list[dict[str, str]]:
    return [
        {"label": str(catalogue.names_of(name).get(value, value)), "url": without(request, name, value)}
        for name, values in asked.chosen.items()
        for value in values
    ]
