"""Who acts for an organisation: the page of its people, and what those who sign do there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.organisations.mandates import granting
from convivio.organisations.mandates.forms import InviteForm, RightsForm
from convivio.organisations.mandates.granting import Ended
from convivio.organisations.mandates.handing_over import HandedOver
from convivio.organisations.mandates.handing_views import as_said
from convivio.organisations.mandates.inviting import invite_colleagues
from convivio.organisations.mandates.page import (
    colleagues,
    letters_declined,
    letters_waiting,
    ours_or_404,
    people_of,
)
from convivio.organisations.mandates.permissions import may_look_after_people, reach_of
from convivio.organisations.mandates.remembering import forget, remember, remembered
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import SignedInRequest
from convivio.people.invitations.inviting import open_invitations, revoke_invitation
from convivio.people.models import Person
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who acts for it, with which rights, since when, by whom given."""
    return _people_page(request, ours_or_404(request.acting, slug))


@policy(SIGNED_IN)
@require_POST
def people_invitations(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write to those who shall act for it too, and say of each address what became of it."""
    organisation = ours_or_404(request.acting, slug)
    may_look_after_people(request.acting, organisation).enforce()
    form = InviteForm(request.POST, reach=reach_of(request.acting, organisation))
    if not form.is_valid():
        return _people_page(request, organisation, form, status=422)
    said = form.cleaned_data
    rows = invite_colleagues(
        organisation, said["addresses"], said["rights"], until_on=said["until_on"], by=request.acting
    )
    unsent = "\n".join(row.written for row in rows if not row.is_sent)
    again = InviteForm(reach=form.reach, initial={**said, "addresses": unsent})
    return _people_page(request, organisation, again, rows=rows)


@policy(SIGNED_IN)
@require_POST
def people_invitation_end(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take back a letter that nobody has answered."""
    organisation = ours_or_404(request.acting, slug)
    found = next((one for one in open_invitations(organisation.key) if one.pk == number), None)
    if found is None:
        raise Http404
    revoke_invitation(found, by=request.acting)
    messages.success(request, _("The invitation opens nothing any more."))
    return redirect("organisations:people", organisation.slug)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def person_rights(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Change what one person may do for it."""
    organisation = ours_or_404(request.acting, slug)
    person = _one_of(organisation, number)
    may_look_after_people(request.acting, organisation).enforce()
    form = RightsForm(
        request.POST if request.method == "POST" else None,
        reach=_reach(request, organisation, person),
        initial=_held_now(organisation, person),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        ended = granting.change_mandates(
            organisation,
            person,
            said["rights"],
            until_on=said["until_on"],
            keep_ends="until_on" not in form.changed_data,
            by=request.acting,
        )
        if ended.rows:
            remember(request, ended)
        messages.success(request, _("What %(name)s may do is changed.") % {"name": person})
        return redirect("organisations:people", organisation.slug)
    context = {"organisation": organisation, "person": person, "form": form}
    return render(request, "organisations/person_rights.html", context, status=422 if form.is_bound else 200)


@policy(SIGNED_IN)
@require_POST
def person_ending(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """End all that one person may do for it: somebody else's by signing, one's own always."""
    organisation = ours_or_404(request.acting, slug)
    person = _one_of(organisation, number)
    ended = granting.end_mandates(organisation, person, by=request.acting)
    if ended.rows:
        remember(request, ended)
    if person.pk == request.user.pk:
        messages.success(request, _("You no longer act for %(name)s.") % {"name": organisation.name})
        return redirect("people:mandates")
    return redirect("organisations:people", organisation.slug)


@policy(SIGNED_IN)
@require_POST
def people_undoing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Undo the last ending, for an hour."""
    organisation = get_object_or_404(Organisation, slug=slug)
    ended = remembered(request, Ended, organisation)
    if ended is None:
        raise Http404
    granting.restore_mandates(organisation, ended, by=request.acting)
    forget(request, Ended)
    messages.success(request, _("It holds again, as before."))
    return redirect("organisations:people", organisation.slug)


def _one_of(organisation: Organisation, number: int) -> Person:
    return get_object_or_404(people_of(organisation), pk=number)


def _people_page(
    request: SignedInRequest,
    organisation: Organisation,
    form: InviteForm | None = None,
    *,
    rows: object = None,
    status: int = 200,
) -> HttpResponse:
    signs = bool(may_look_after_people(request.acting, organisation))
    context = {
        "organisation": organisation,
        "colleagues": colleagues(organisation, request.acting),
        "signs": signs,
        "ended": remembered(request, Ended, organisation),
        "handed": as_said(remembered(request, HandedOver, organisation)),
        "rows": rows,
    }
    if signs:
        context["waiting"] = letters_waiting(organisation)
        context["declined"] = letters_declined(organisation)
        context["form"] = form or InviteForm(reach=reach_of(request.acting, organisation))
    return render(request, "organisations/people.html", context, status=status)


def _held_now(organisation: Organisation, person: Person) -> dict[str, Any]:
    rows = granting.mandates_from(organisation, person)
    ends = {row.until_on for row in rows}
    return {"rights": [row.right for row in rows], "until_on": ends.pop() if len(ends) == 1 else None}


def _reach(request: SignedInRequest, organisation: Organisation, person: Person) -> dict[str, Any]:
    """Give what can be ticked: what the giver may pass on, and what the person holds already."""
    reach: dict[str, Any] = dict(reach_of(request.acting, organisation))
    for right, last in granting.reach_held(organisation, person).items():
        reach[right] = max(reach.get(right, last), last)
    return {right.value: reach[right] for right in Mandate.Right if right in reach}
