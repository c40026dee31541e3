"""Handing over to another what one person may do, and taking that back for an hour."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convivio.organisations.mandates.forms import HandOverForm
from convivio.organisations.mandates.handing_over import HandedOver, hand_over, take_hand_over_back
from convivio.organisations.mandates.page import ours_or_404, people_of
from convivio.organisations.mandates.permissions import may_look_after_people
from convivio.organisations.mandates.remembering import forget, remember, remembered
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.people.models import Person
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def handing_over(request: SignedInRequest, slug: str) -> HttpResponse:
    """Move all that one person may do to another, on a day."""
    organisation = ours_or_404(request.acting, slug)
    may_look_after_people(request.acting, organisation).enforce()
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        people=people_of(organisation),
        initial={"leaver": request.user.pk},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        handed = hand_over(organisation, said["leaver"], said["taker"], on=said["on"], by=request.acting)
        remember(request, handed)
        is_mine = handed.leaver == request.user.pk
        return redirect("organisations:handed_over" if is_mine else "organisations:people", slug)
    context = {"organisation": organisation, "form": form}
    return render(request, "organisations/handing_over.html", context, status=422 if form.is_bound else 200)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def handed_over(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say what this person has just handed over, also when they act for it no more; take it back."""
    organisation = get_object_or_404(Organisation, slug=slug)
    handed = remembered(request, HandedOver, organisation)
    if handed is None:
        raise Http404
    if request.method == "POST":
        take_hand_over_back(organisation, handed, by=request.acting)
        forget(request, HandedOver)
        messages.success(request, _("The hand-over is taken back; both are told by letter."))
        return redirect("organisations:people", slug)
    context = {"organisation": organisation, "handed": as_said(handed)}
    return render(request, "organisations/handed_over.html", context)


def as_said(handed: HandedOver | None) -> dict[str, Any] | None:
    """Give a hand-over as the page says it: who, whom, from which day."""
    people = Person.objects.in_bulk([handed.leaver, handed.taker]) if handed else {}
    if handed is None or len(people) < len({handed.leaver, handed.taker}):
        return None
    return {"leaver": people[handed.leaver], "taker": people[handed.taker], "day": handed.day}
