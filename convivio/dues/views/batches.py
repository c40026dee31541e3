"""Issuing the notices of a year: looked at first, ordered, and watched by whoever keeps the dues."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.dues.actions.batches import order_batch, stop_batch
from convivio.dues.errors import FeesChangedMeanwhile
from convivio.dues.forms import YearForm
from convivio.dues.issuing_plan import Plan, Standing, plan_of
from convivio.dues.models import Batch, BatchLine, Books
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.views.desk import cluster_named, page
from convivio.kernel.keys import number_in
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

State = BatchLine.State


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def issuing(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Look at what a year would ask of whom, and why; then order the notices."""
    kept = cluster_named(request, cluster)
    chosen = request.POST if request.method == "POST" else request.GET
    form = YearForm(chosen if "year" in chosen else None, initial={"year": localdate().year})
    year = form.cleaned_data["year"] if form.is_valid() else localdate().year
    plan = plan_of(kept, year)
    if request.method == "POST":
        return redirect(_ordered(request, kept, plan))
    books = Books.objects.filter(cluster=kept).first()
    context = {
        "form": form,
        "plan": plan,
        "rows": [(standing, plan.of(standing)) for standing in Standing if plan.of(standing)],
        "year": year,
        "can_ask": bool(books and books.can_ask),
        "batch": Batch.objects.under_way().filter(cluster=kept).first(),
    }
    return page(request, "issuing.html", kept, "notices", **context)


def _ordered(request: SignedInRequest, kept: Cluster, plan: Plan) -> Batch:
    if request.POST.get("seen") != plan.digest:
        raise FeesChangedMeanwhile
    wanted = {number_in(one) for one in request.POST.getlist("member")}
    without = [one.membership.pk for one in plan.proposals if one.membership.pk not in wanted]
    return order_batch(kept, plan, without=without, send="send" in request.POST, by=request.acting)


@policy(KEEPS_DUES)
@require_safe
def batch(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """How far a batch is, who has a notice by now, and who was left out and why."""
    kept = cluster_named(request, cluster)
    found = _batch_of(kept, number)
    if request.htmx:
        return render(request, "dues/_batch.html", _standing(found))
    return page(request, "batch.html", kept, "notices", **_standing(found))


def _standing(found: Batch) -> dict[str, Any]:
    """Say how far a batch is; once it has ended, also who has a notice and who has none."""
    states = Counter(found.lines.order_by().values_list("state", flat=True))
    lines = found.lines.select_related("membership__organisation", "notice__cluster")
    ended = list(lines) if found.ended_at else []
    return {
        "batch": found,
        "done": states.total() - states[State.WAITING],
        "total": states.total(),
        "asked_count": states[State.ASKED],
        **{state.value: [line for line in ended if line.state == state] for state in State},
        "poll_url": found.get_absolute_url(),
        "stop_url": reverse("dues:batch_stopping", args=[found.cluster.slug, found.pk]),
    }


@policy(KEEPS_DUES)
@require_POST
def stopping(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Let what was not issued yet be."""
    found = _batch_of(cluster_named(request, cluster), number)
    stop_batch(found, by=request.acting)
    messages.success(request, _("Stopped. What was issued stays; the others can be asked later."))
    return redirect(found)


def _batch_of(cluster: Cluster, number: int) -> Batch:
    return get_object_or_404(Batch.objects.select_related("cluster", "person"), cluster=cluster, pk=number)
