"""Rounds of evaluation: for the office that keeps them, for authors who hand in, for those who review."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.ideas import reviewing
from convivio.ideas.attaching import documents_of
from convivio.ideas.forms import RoundForm, ScoreForm
from convivio.ideas.models import Entry, Reviewer, Round
from convivio.ideas.permissions import find_own, find_review, find_round, office_clusters
from convivio.ideas.score_table import as_table, rows_of
from convivio.ideas.views.idea import again
from convivio.kernel.errors import BadInput, DomainError, NotAllowed, WrongState
from convivio.kernel.keys import number_in
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.tables import csv_response


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def rounds(request: SignedInRequest) -> HttpResponse:
    """The rounds that I keep, what I am asked to review; opening one."""
    kept = Cluster.objects.filter(pk__in=office_clusters(request.acting))
    form = RoundForm(request.POST or None, clusters=kept) if kept else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            made = reviewing.open_round(
                form.cleaned_data["cluster"], form.name, form.criteria, by=request.acting
            )
            messages.success(request, _("The round is open: authors of its members can hand ideas in."))
            return redirect(made)
    context = {
        "form": form,
        "rounds": Round.objects.of_offices([one.pk for one in kept]).select_related("cluster"),
        "reviews": Reviewer.objects.filter(person=request.user).select_related("entry__idea", "entry__round"),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "ideas/rounds.html", context, status=status)


@policy(SIGNED_IN)
@require_safe
def round_page(request: SignedInRequest, number: int) -> HttpResponse:
    """What was handed in, who reviews it; once it is closed, the scores."""
    return _round_page(request, find_round(request.acting, number))


@policy(SIGNED_IN)
@require_safe
def round_file(request: SignedInRequest, number: int) -> HttpResponse:
    """The scores of a closed round as a table."""
    found = find_round(request.acting, number)
    if found.closed_at is None:
        raise Http404
    names = [f"{one.name} (×{one.weight})" for one in found.criteria.all()]
    columns = [_("Title"), _("Organisation"), *names, _("By weight"), _("Reviews")]
    return csv_response(str(found), columns, as_table(rows_of(found)))


@policy(SIGNED_IN)
@require_POST
def closing(request: SignedInRequest, number: int) -> HttpResponse:
    """Close a round, or open it again."""
    found = find_round(request.acting, number)
    if "open" in request.POST:
        reviewing.open_again(found, by=request.acting)
        messages.success(request, _("It is open again: the scores are hidden, and reviewers go on."))
    else:
        reviewing.close_round(found, by=request.acting)
        messages.success(request, _("It is closed: you and the authors see the scores."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
def naming(request: SignedInRequest, number: int, entry: int) -> HttpResponse:
    """Ask somebody to review an idea."""
    found = find_round(request.acting, number)
    row = get_object_or_404(Entry.objects.select_related("round__cluster", "idea"), pk=entry, round=found)
    try:
        reviewing.name_reviewer(row, request.POST.get("email", ""), by=request.acting)
    except (BadInput, WrongState) as refusal:
        return _round_page(request, found, refusal)
    messages.success(request, _("They are asked: first they say whether they have a conflict of interest."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
def handing_in(request: SignedInRequest, number: int) -> HttpResponse:
    """Hand an idea of ours in to a round."""
    idea = find_own(request.acting, number)
    found = get_object_or_404(Round, pk=number_in(request.POST.get("round", "")) or 0)
    try:
        reviewing.hand_in(idea, found, by=request.acting)
    except WrongState as refusal:
        return again(request, idea, refusal)
    messages.success(request, _("It is handed in: its reviewers read all of it."))
    return redirect(idea)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, number: int) -> HttpResponse:
    """Say whether I have a conflict of interest; without one, read the idea and score it."""
    found = find_review(request.acting, number)
    form = ScoreForm(request.POST if "scores" in request.POST else None, reviewer=found)
    refusal: DomainError | None = None
    if request.method == "POST":
        try:
            _answered(request, found, form)
        except NotAllowed:
            raise
        except DomainError as refused:
            refusal = refused
            found.refresh_from_db()
        else:
            return redirect("ideas:review", found.pk)
    context = {
        "review": found,
        "writers": found.entry.idea.authors.writing().select_related("person", "organisation"),
        "idea": found.entry.idea,
        "round": found.entry.round,
        "documents": documents_of(found.entry.idea, request.acting),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "ideas/review_page.html", context, status=refusal.status if refusal else 200)


def _answered(request: SignedInRequest, found: Reviewer, form: ScoreForm) -> None:
    """Raises: DomainError; Http404."""
    if "scores" in request.POST:
        if not form.is_valid():
            raise BadInput(_("Give every criterion between nought and five."))
        reviewing.give_scores(found, form.points, by=request.acting)
        messages.success(request, _("Your scores are kept; you can change them until the round is closed."))
        return
    conflict = request.POST.get("conflict", "")
    if conflict not in {Reviewer.Conflict.NONE, Reviewer.Conflict.SOME}:
        raise BadInput(_("Say whether you have a conflict of interest."))
    reviewing.declare(found, conflict, request.POST.get("words", ""), by=request.acting)


def _round_page(request: SignedInRequest, found: Round, refusal: DomainError | None = None) -> HttpResponse:
    is_closed = found.closed_at is not None
    context: dict[str, Any] = {
        "round": found,
        "criteria": list(found.criteria.all()),
        "entries": found.entries.select_related("idea__organisation").prefetch_related("reviewers__person"),
        "rows": rows_of(found) if is_closed else [],
        "refusal": refusal,
    }
    return render(request, "ideas/round_page.html", context, status=refusal.status if refusal else 200)
