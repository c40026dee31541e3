"""The log of calls, visits, meetings and mails."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.office.encountering import (
    by_member,
    by_month,
    encounters_of,
    remove_encounter,
    write_encounter,
)
from convivio.office.forms import EncounterForm
from convivio.office.models import Encounter
from convivio.office.permissions import KEEPS_OFFICE, READS_OFFICE, find_cluster, may_keep_office
from convivio.office.ways import PAGE, REFUSED, exports, office_tabs, taken_away
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


def _context(request: SignedInRequest, cluster: Cluster, form: EncounterForm) -> dict[str, Any]:
    rows = encounters_of(cluster)
    today = localdate()
    return {
        "cluster": cluster,
        "tabs": office_tabs(cluster, "encounters"),
        "form": form,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "months": by_month(cluster, today),
        "of_members": by_member(cluster, today),
        "keeps": bool(may_keep_office(request.acting, cluster)),
        "members": members_known(cluster),
        "exports": exports("office:encounters_file", cluster) if rows.exists() else [],
        "today": today,
    }


def members_known(cluster: Cluster) -> list[str]:
    """Give the names that a line may be about, for the field that offers them."""
    rows = Organisation.objects.filter(memberships__cluster=cluster).distinct()
    return list(rows.order_by("name").values_list("name", flat=True))


@policy(READS_OFFICE)
@require_safe
def encounters(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The lines of a cluster, the latest first, and how many there were."""
    found = find_cluster(request, cluster)
    form = EncounterForm(initial={"whom": request.GET.get("whom", "")[:200]})
    return render(request, "office/encounters.html", _context(request, found, form))


@policy(READS_OFFICE)
@require_safe
def encounters_file(request: SignedInRequest, cluster: str, ending: str) -> HttpResponse:
    """All lines as a table."""
    found = find_cluster(request, cluster)
    heads = [_("Day"), _("What"), _("With whom"), _("In one line"), _("Minutes"), _("Written by")]
    rows = (
        [one.on, one.get_kind_display(), one.who, one.line, one.minutes, str(one.written_by or "")]
        for one in encounters_of(found)
    )
    return taken_away(ending, _("Calls and visits of %(cluster)s") % {"cluster": found}, heads, rows)


@policy(KEEPS_OFFICE)
@require_POST
def encounter_writing(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Write one line down, from anywhere in the office."""
    found = find_cluster(request, cluster)
    form = EncounterForm(request.POST)
    if not form.is_valid():
        return render(request, "office/encounters.html", _context(request, found, form), status=REFUSED)
    encounter = write_encounter(found, form.said, by=request.acting)
    said = _("Written down: %(kind)s, %(whom)s.") % {
        "kind": encounter.get_kind_display(),
        "whom": encounter.who,
    }
    messages.success(request, said)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("office:encounters", cluster)


@policy(KEEPS_OFFICE)
@require_POST
def encounter_removal(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Take a line away."""
    encounter = get_object_or_404(Encounter, pk=number, cluster__slug=cluster)
    remove_encounter(encounter, by=request.acting)
    messages.success(request, _("The line is gone."))
    return redirect("office:encounters", cluster)
