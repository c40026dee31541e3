from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.people.acting import SignedInRequest
from convivio.resources import use_of_members as figures
from convivio.resources.permissions import READS_USE, find_cluster_read
from convivio.search.addresses import changed
from convivio.web.amounts import number
from convivio.web.policies import policy
from convivio.web.tables import csv_response, xlsx_response

TABLES = {"csv": csv_response, "xlsx": xlsx_response}


@policy(READS_USE)
@require_safe
def use(request: SignedInRequest, cluster: str) -> HttpResponse:
    """How much of what members lend is used, by quarter, for the office of their cluster."""
    found = find_cluster_read(request.acting, cluster)
    quarter = figures.quarter_in(request.GET.get("quarter", ""))
    uses = figures.uses_in(found, quarter, request.acting.reader)
    table = TABLES.get(request.GET.get("format", ""))
    if table is not None:
        return table(_("Use of what is lent"), figures.heads(), figures.rows_of(uses))
    this = figures.quarter_of(localdate())
    context = {
        "cluster": found,
        "quarter": quarter,
        "is_under_way": quarter == this,
        "before": quarter.before,
        "after": quarter.after if quarter < this else None,
        "rows": [(one, *_shown(one)) for one in uses],
        "bars": [
            {"label": str(one.resource), "value": round(1000 * one.idle), "shown": _percent(one.idle),
             "url": one.resource.get_absolute_url()}
            for one in uses
            if one.idle is not None
        ],
        "exports": [
            {"label": name.upper(), "url": changed(request, format=name), "download": True} for name in TABLES
        ],
    }  # fmt: skip
    return render(request, "resources/use_page.html", context)


def _shown(one: figures.Use) -> list[str]:
    hours = [number(round(value)) for value in (one.opened, one.booked, one.used)]
    return [*hours, number(one.no_shows), "" if one.idle is None else _percent(one.idle)]


def _percent(share: float) -> str:
    return f"{round(100 * share)}%"
