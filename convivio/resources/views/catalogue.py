from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.resources import catalogue
from convivio.resources.models import Resource
from convivio.resources.permissions import clusters_read, may_offer_for_somebody
from convivio.resources.picturing import with_covers
from convivio.search.addresses import changed, without
from convivio.web.amounts import number
from convivio.web.policies import ANYONE, policy
from convivio.web.tables import csv_response, xlsx_response

TABLES = {"csv": csv_response, "xlsx": xlsx_response}
SHOWN_OF_ONE = 6


@policy(ANYONE)
@require_safe
def resource_list(request: ActingRequest) -> HttpResponse:
    """What is lent and shared, as narrow as the address says; also as a table to take away."""
    asked = catalogue.asked_in(request.GET)
    offered = catalogue.offered_to(request.acting.reader, asked.words)
    found = catalogue.narrowed(offered, asked.chosen)
    table = TABLES.get(request.GET.get("format", ""))
    if table is not None:
        return table(_("Resources"), catalogue.columns(), catalogue.rows_to_take(found))
    total = {"shown": number(len(found))}
    context = {
        "resources": with_covers(found, request.acting),
        "words": asked.words,
        "facets": catalogue.facets_of(offered, asked.chosen),
        "chosen_count": sum(map(len, asked.chosen.values())),
        "keep": [{"name": "q", "value": asked.words}] if asked.words else [],
        "chips": _chips(request, asked),
        "count_text": ngettext("%(shown)s resource", "%(shown)s resources", len(found)) % total,
        "exports": [{"label": name.upper(), "url": changed(request, format=name)} for name in TABLES],
        "has_some": bool(offered),
        "may_offer": may_offer_for_somebody(request.acting),
        "offices": clusters_read(request.acting),
        "wider_url": request.path,
    }
    return render(request, "resources/resource_list.html", context)


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """What an organisation lends and shares."""
    reader = request.acting.reader
    organisation = get_object_or_404(Organisation.objects.visible_to(reader), slug=slug)
    rows = Resource.objects.offered().visible_to(reader).filter(owner=organisation)
    template = (
        "resources/_of_organisation.html" if request.htmx else "resources/resources_of_organisation.html"
    )
    context = {
        "organisation": organisation,
        "resources": with_covers(rows.select_related("owner", "site"), request.acting),
    }
    return render(request, template, context)


def _chips(request: ActingRequest, asked: catalogue.Asked) -> list[dict[str, str]]:
    return [
        {
            "label": str(catalogue.names_of(name, values).get(value, value)),
            "url": without(request, name, value),
        }
        for name, values in asked.chosen.items()
        for value in values
    ]
