"""A membership: its days, its suspensions, its chains, and what the office or the member does with it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.clusters.categories import with_category_names
from convivio.clusters.models import Membership
from convivio.memberships import actions
from convivio.memberships.models import Application, BoardDecision
from convivio.memberships.office_forms import (
    CategoryChangeForm,
    ChainsForm,
    LeavingForm,
    OwnLeavingForm,
    ReadmissionForm,
    SuspensionForm,
)
from convivio.memberships.permissions import find_membership, may_keep_members, may_look, may_sign_for
from convivio.memberships.views.asked import REFUSED, goes_through
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_safe
def page(request: SignedInRequest, number: int) -> HttpResponse:
    """A membership, with all that the same organisation had in the same cluster."""
    return _page(request, find_membership(request.acting, number))


@policy(SIGNED_IN)
@require_POST
def suspension(request: SignedInRequest, number: int) -> HttpResponse:
    """Let a membership stand still."""
    found = find_membership(request.acting, number)
    form = SuspensionForm(request.POST)
    return _tried(
        request,
        found,
        {"suspending": form},
        lambda: actions.suspend(found, **form.cleaned_data, by=request.acting),
        _("The membership stands still on those days."),
    )


@policy(SIGNED_IN)
@require_POST
def lifting(request: SignedInRequest, number: int) -> HttpResponse:
    """Give a suspended member its rights back, from today."""
    found = find_membership(request.acting, number)
    actions.lift(found, on=localdate(), by=request.acting)
    messages.success(request, _("It has a member’s rights again."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
def leaving(request: SignedInRequest, number: int) -> HttpResponse:
    """Record the last day: by the office with any ending, by the member's signatory as leaving."""
    found = find_membership(request.acting, number)
    if may_keep_members(request.acting, found.cluster):
        form: forms.Form = LeavingForm(request.POST)
    else:
        form = OwnLeavingForm(request.POST)
    return _tried(
        request,
        found,
        {"leaving": form},
        lambda: actions.record_leaving(
            found,
            on=form.cleaned_data["on"],
            ending=form.cleaned_data.get("ending", Membership.Ending.LEFT),
            words=form.cleaned_data["words"],
            by=request.acting,
        ),
        _("The last day is on record."),
    )


@policy(SIGNED_IN)
@require_POST
def staying(request: SignedInRequest, number: int) -> HttpResponse:
    """Undo an ending whose day is still to come."""
    found = find_membership(request.acting, number)
    actions.take_back_leaving(found, by=request.acting)
    messages.success(request, _("It stays a member."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
def readmission(request: SignedInRequest, number: int) -> HttpResponse:
    """Take a former member in again."""
    found = find_membership(request.acting, number)
    form = ReadmissionForm(request.POST, cluster=found.cluster)
    return _tried(
        request,
        found,
        {"readmitting": form},
        lambda: actions.readmit(found, **form.cleaned_data, by=request.acting),
        _("It is a member again, with a membership of its own."),
    )


@policy(SIGNED_IN)
@require_POST
def category(request: SignedInRequest, number: int) -> HttpResponse:
    """Let a member go on in another category."""
    found = find_membership(request.acting, number)
    form = CategoryChangeForm(request.POST, cluster=found.cluster)
    return _tried(
        request,
        found,
        {"changing": form},
        lambda: actions.change_category(
            found, form.cleaned_data["category"], from_on=form.cleaned_data["from_on"], by=request.acting
        ),
        _("It goes on in the other category from that day."),
    )


@policy(SIGNED_IN)
@require_POST
def chains(request: SignedInRequest, number: int) -> HttpResponse:
    """Say in which value chains a member takes part."""
    found = find_membership(request.acting, number)
    form = ChainsForm(request.POST, cluster=found.cluster)
    return _tried(
        request,
        found,
        {"chaining": form},
        lambda: actions.set_value_chains(found, form.cleaned_data["chains"], by=request.acting),
        _("Its value chains are kept."),
    )


def _tried(
    request: SignedInRequest,
    found: Membership,
    form: dict[str, forms.Form],
    act: Callable[[], Any],
    said: str,
) -> HttpResponse:
    if goes_through(next(iter(form.values())), act):
        messages.success(request, said)
        return redirect(found)
    found.refresh_from_db()
    return _page(request, found, status=REFUSED, **form)


def _page(request: SignedInRequest, found: Membership, *, status: int = 200, **more: Any) -> HttpResponse:
    acting, cluster, today = request.acting, found.cluster, localdate()
    rows = Membership.objects.filter(organisation=found.organisation_id, cluster=cluster)
    all_of_them = rows.prefetch_related("value_chains", "suspensions").order_by("-from_on")
    application = Application.objects.filter(membership=found).first()
    signs = bool(may_sign_for(acting, found.organisation))
    keeps = bool(may_keep_members(acting, cluster))
    context = {
        "membership": with_category_names([found])[0],
        "organisation": found.organisation,
        "cluster": cluster,
        "today": today,
        "rows": with_category_names(all_of_them),
        "holds": found.holds_on(today),
        "to_come": found.from_on > today,
        "standing_still": found.suspensions.exclude(until_on__lt=today).order_by("from_on").first(),
        "application": application,
        "decision": BoardDecision.objects.filter(application=application, undone_at=None).first(),
        "keeps": keeps,
        "looks": bool(may_look(acting, cluster)),
        "signs": signs,
        "suspending": SuspensionForm(),
        "leaving": LeavingForm() if keeps else OwnLeavingForm(),
        "readmitting": ReadmissionForm(cluster=cluster, initial={"category": found.category}),
        "changing": CategoryChangeForm(cluster=cluster),
        "chaining": ChainsForm(cluster=cluster, initial={"chains": found.value_chains.all()}),
        **more,
    }
    return render(request, "memberships/membership.html", context, status=status)
