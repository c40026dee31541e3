"""Who has gone quiet, and what expires."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.models import Cluster
from convivio.office.activity import Band
from convivio.office.expiring import SOON, expiring_in
from convivio.office.lines import sheet_of
from convivio.office.models import Encounter
from convivio.office.permissions import READS_OFFICE, find_cluster, may_keep_office
from convivio.office.quiet import Standing, standing_of
from convivio.office.ways import exports, office_tabs, taken_away
from convivio.people.acting import SignedInRequest
from convivio.web.figures import Bar
from convivio.web.policies import policy

CALLED_FIRST = 12


def _standing(request: SignedInRequest, cluster: Cluster) -> Standing:
    return standing_of(sheet_of(cluster, request.acting.reader))


@policy(READS_OFFICE)
@require_safe
def quiet(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The members by what they did last, and whom to call first."""
    found = find_cluster(request, cluster)
    standing = _standing(request, found)
    context = {
        "cluster": found,
        "tabs": office_tabs(found, "quiet"),
        "standing": standing,
        "bands": [{"band": band, "label": band.label, "members": standing.of(band)} for band in Band],
        "bars": [Bar(str(band.label), len(standing.of(band)), url=f"#{band.value}") for band in Band],
        "first": standing.to_call[:CALLED_FIRST],
        "keeps": bool(may_keep_office(request.acting, found)),
        "kinds": Encounter.Kind.choices,
        "today": localdate(),
        "exports": exports("office:quiet_file", found) if standing.members else [],
    }
    return render(request, "office/quiet.html", context)


@policy(READS_OFFICE)
@require_safe
def quiet_file(request: SignedInRequest, cluster: str, ending: str) -> HttpResponse:
    """The same as a table."""
    found = find_cluster(request, cluster)
    heads = [
        _("Name"),
        _("Last active"),
        _("What it did last"),
        _("How long ago"),
        _("Why to call"),
        _("Last call or visit"),
    ]
    rows = [
        [
            one.line.organisation.name,
            one.last.on if one.last else None,
            one.last.label if one.last else "",
            str(one.band.label),
            "; ".join(one.reasons) if one.is_quiet else "",
            one.called_on,
        ]
        for one in _standing(request, found).members
    ]
    return taken_away(ending, _("Activity of the members of %(cluster)s") % {"cluster": found}, heads, rows)


@policy(READS_OFFICE)
@require_safe
def expiring(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What ends within ninety days, and what to do about it."""
    found = find_cluster(request, cluster)
    context = {
        "cluster": found,
        "tabs": office_tabs(found, "expiring"),
        "expiring": expiring_in(found, localdate()),
        "days": SOON.days,
        "exports": exports("office:expiring_file", found),
    }
    return render(request, "office/expiring.html", context)


@policy(READS_OFFICE)
@require_safe
def expiring_file(request: SignedInRequest, cluster: str, ending: str) -> HttpResponse:
    """The same as a table."""
    found = find_cluster(request, cluster)
    heads = [_("Ends on"), _("What"), _("Of whom"), _("What to do")]
    rows = [[one.on, one.what, one.whom, one.advice] for one in expiring_in(found, localdate())]
    return taken_away(ending, _("What expires at %(cluster)s") % {"cluster": found}, heads, rows)
