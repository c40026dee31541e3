"""The place of the office: what came to a cluster, what waits for whom, what is done with it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.kernel.keys import number_in
from convivio.memberships import checking, deciding, waiting
from convivio.memberships.admitting import on_record
from convivio.memberships.answers import day_in, missing_from
from convivio.memberships.forms import WordsForm
from convivio.memberships.models import Application
from convivio.memberships.office_forms import DecisionForm
from convivio.memberships.permissions import (
    LOOKS_AFTER,
    SEES_TOTALS,
    find_sent,
    may_decide,
    may_keep_members,
    may_look,
)
from convivio.memberships.shown import likely, parts, trail
from convivio.memberships.views.asked import REFUSED, goes_through
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

ON_A_PAGE = 25


@policy(SEES_TOTALS)
@require_safe
def place(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What waits at a cluster and since when; for the coordinator, totals without a name."""
    found = get_object_or_404(Cluster.objects.select_related("network"), slug=cluster)
    context: dict[str, Any] = {"cluster": found, "tiles": waiting.tiles(found)}
    if may_look(request.acting, found):
        over = Paginator(waiting.over(found), ON_A_PAGE).get_page(request.GET.get("page"))
        context |= {
            "looks": True,
            "keeps": bool(may_keep_members(request.acting, found)),
            "waiting": waiting.under_way(found),
            "page": over,
            "over": waiting.with_names(over, found),
        }
    return render(request, "memberships/place.html", context)


@policy(LOOKS_AFTER)
@require_safe
def looked_at(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """An application as the office and the board read it."""
    return _page(request, find_sent(request.acting, cluster, number))


@policy(LOOKS_AFTER)
@require_POST
def check(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Put a checked application before the board."""
    return _moved(request, cluster, number, checking.pass_to_board, _("It is before the board."))


@policy(LOOKS_AFTER)
@require_POST
def asking(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Give an application back, with words."""
    found = find_sent(request.acting, cluster, number)
    form = WordsForm(request.POST)
    if goes_through(
        form, lambda: checking.ask_for_more(found, form.cleaned_data["words"], by=request.acting)
    ):
        messages.success(request, _("It is back with the applicant, who reads your words in a letter."))
        return redirect(_address(found))
    return _page(request, found, asking=form, status=REFUSED)


@policy(LOOKS_AFTER)
@require_POST
def recall(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Have an application with the office again."""
    return _moved(request, cluster, number, checking.take_back, _("It is with the office again."))


@policy(LOOKS_AFTER)
@require_http_methods(["GET", "HEAD", "POST"])
def identity(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Say which organisation on record the applicant is."""
    found = find_sent(request.acting, cluster, number)
    if request.method != "POST":
        typed = request.GET.get("q", "").strip()
        return _page(request, found, typed=typed, offered=likely(typed, request.acting.reader))
    chosen = number_in(request.POST.get("organisation", ""))
    known = {one.pk for one in on_record(found)}
    rows = Organisation.objects.filter(merged_into=None)
    if chosen not in known:
        rows = rows.filter(audience__in=request.acting.reader.audiences)
    body = get_object_or_404(rows, pk=chosen) if chosen else None
    another = "another" in request.POST
    checking.identify(found, body, another_body=another, by=request.acting)
    messages.success(request, _("It is on record who the applicant is."))
    return redirect(_address(found))


@policy(LOOKS_AFTER)
@require_POST
def decision(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Record what the board decided."""
    found = find_sent(request.acting, cluster, number)
    form = DecisionForm(request.POST)
    if goes_through(form, lambda: deciding.decide(found, form.decided, by=request.acting)):
        messages.success(request, _("The decision is recorded, and the applicant gets a letter."))
        return redirect(_address(found))
    found.refresh_from_db()
    return _page(request, found, deciding=form, status=REFUSED)


@policy(LOOKS_AFTER)
@require_POST
def undoing(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Have a refused application before the board again."""
    return _moved(request, cluster, number, deciding.undo_refusal, _("It is before the board again."))


def _moved(
    request: SignedInRequest, cluster: str, number: int, act: Callable[..., None], said: str
) -> HttpResponse:
    found = find_sent(request.acting, cluster, number)
    act(found, by=request.acting)
    messages.success(request, said)
    return redirect(_address(found))


def _address(application: Application) -> str:
    return reverse("memberships:looked_at", args=[application.cluster.slug, application.pk])


def _page(request: SignedInRequest, found: Application, *, status: int = 200, **more: Any) -> HttpResponse:
    day = day_in(found.answers, "effective_on")
    same = [] if found.organisation_id else on_record(found)
    context = {
        "application": found,
        "cluster": found.cluster,
        "parts": parts(found),
        "missing": missing_from(found),
        "same": same,
        "enclosures": found.enclosures.all(),
        "decisions": found.decisions.select_related("recorded_by"),
        "trail": trail(found, named=True),
        "keeps": bool(may_keep_members(request.acting, found.cluster)),
        "decides": bool(may_decide(request.acting, found.cluster)),
        "asking": WordsForm(),
        "deciding": DecisionForm(initial={"member_from": day or localdate()}),
        **more,
    }
    return render(request, "memberships/looked_at.html", context, status=status)
