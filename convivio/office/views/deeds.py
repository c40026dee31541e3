"""What is done to many members at once: seen before, done, undone."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.office.asking import Asked
from convivio.office.choosing import as_words, chosen_lines, memberships_of
from convivio.office.circulating import write_circular
from convivio.office.deeds import Outcome, do, tried, undo
from convivio.office.errors import NothingChosen
from convivio.office.forms import deed_form
from convivio.office.lines import Line, sheet_of
from convivio.office.members_page import table
from convivio.office.models import Circular, Deed
from convivio.office.permissions import KEEPS_OFFICE, find_cluster
from convivio.office.ways import ANSWERS, REFUSED, office_tabs, taken_away
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

DEEDS_SHOWN = 25


@policy(KEEPS_OFFICE)
@require_POST
def deeds(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Begin, see before, or do what was chosen for many members."""
    found = find_cluster(request, cluster)
    sheet = sheet_of(found, request.acting.reader)
    lines = chosen_lines(sheet, request.POST)
    if not lines:
        raise NothingChosen
    act = request.POST.get("act", "")
    if act in ANSWERS:
        asked = Asked.said(request.POST.get("query", "")[:2000])
        return taken_away(act, _("Members of %(cluster)s") % {"cluster": found}, *table(sheet, asked, lines))
    if act == "circular":
        return _circular(request, found, lines)
    return _deed(request, found, act, lines)


def _circular(request: SignedInRequest, cluster: Cluster, lines: list[Line]) -> HttpResponse:
    draft = Circular(cluster=cluster, segment=Circular.Segment.CHOSEN, chosen=[line.number for line in lines])
    write_circular(draft, by=request.acting)
    return redirect("office:circular_writing", cluster.slug, draft.pk)


def _deed(request: SignedInRequest, cluster: Cluster, act: str, lines: list[Line]) -> HttpResponse:
    step = request.POST.get("step", "")
    form = deed_form(act, request.POST if step else None, cluster)
    if form is None:
        raise Http404
    context: dict[str, Any] = {
        "cluster": cluster,
        "act": act,
        "title": Deed.Kind(act).label,
        "form": form,
        "lines": lines,
        "members": as_words(lines),
        "query": request.POST.get("query", "")[:2000],
    }
    if not step or not form.is_valid():
        return render(request, "office/deed.html", context, status=REFUSED if form.errors else 200)
    wanted = form.wanted
    if step != "do":
        context["outcome"] = tried(cluster, memberships_of(lines), wanted, by=request.acting)
        return render(request, "office/deed.html", context)
    outcome = do(cluster, memberships_of(lines), wanted, by=request.acting)
    _say(request, outcome)
    return redirect("office:members", cluster.slug)


@policy(KEEPS_OFFICE)
@require_safe
def deeds_done(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What the office did to many members at once, each to be undone."""
    found = find_cluster(request, cluster)
    rows = Deed.objects.filter(cluster=found).select_related("done_by").order_by("-done_at", "-pk")
    context = {"cluster": found, "tabs": office_tabs(found, "members"), "deeds": rows[:DEEDS_SHOWN]}
    return render(request, "office/deeds_done.html", context)


def _say(request: SignedInRequest, outcome: Outcome) -> None:
    count = len(outcome.done)
    if count:
        said = ngettext(
            "Done for %(count)s member. You can undo it under “Done to many”.",
            "Done for %(count)s members. You can undo it under “Done to many”.",
            count,
        )
        messages.success(request, said % {"count": count})
    for membership, reason in outcome.refused:
        messages.warning(request, f"{membership.organisation}: {reason}")


@policy(KEEPS_OFFICE)
@require_POST
def deed_undoing(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Take back what was done to many members."""
    deed = get_object_or_404(Deed, pk=number, cluster__slug=cluster)
    undo(deed, by=request.acting)
    messages.success(request, _("It is undone: these members are as they were."))
    return redirect("office:members", cluster)
