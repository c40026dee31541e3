"""Who acts for an organisation: the page of its people, and what those who sign do there."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.organisations.mandates import granting
from convivio.organisations.mandates.forms import HandOverForm, InviteForm, RightsForm
from convivio.organisations.mandates.inviting import invite_colleagues
from convivio.organisations.mandates.page import colleagues, letters_declined, letters_waiting, people_of
from convivio.organisations.mandates.permissions import acts_for, may_look_after_people, reach_of
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import SignedInRequest
from convivio.people.invitations.inviting import open_invitations, revoke_invitation
from convivio.people.models import Person
from convivio.web.policies import SIGNED_IN, policy

UNDO_FOR = timedelta(hours=1)
ENDED = "ended_mandates"


@policy(SIGNED_IN)
@require_safe
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who acts for it, with which rights, since when, by whom given."""
    return _people_page(request, _ours(request, slug))


@policy(SIGNED_IN)
@require_POST
def people_invitations(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write to those who shall act for it too, and say of each address what became of it."""
    organisation = _ours(request, slug)
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
    organisation = _ours(request, slug)
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
    organisation = _ours(request, slug)
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
        _remember(request, ended)
        messages.success(request, _("What %(name)s may do is changed.") % {"name": person})
        return redirect("organisations:people", organisation.slug)
    context = {"organisation": organisation, "person": person, "form": form}
    return render(request, "organisations/person_rights.html", context, status=422 if form.is_bound else 200)


@policy(SIGNED_IN)
@require_POST
def person_ending(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """End all that one person may do for it: somebody else's by signing, one's own always."""
    organisation = _ours(request, slug)
    person = _one_of(organisation, number)
    _remember(request, granting.end_mandates(organisation, person, by=request.acting))
    if person.pk == request.user.pk:
        messages.success(request, _("You no longer act for %(name)s.") % {"name": organisation.name})
        return redirect("people:mandates")
    return redirect("organisations:people", organisation.slug)


@policy(SIGNED_IN)
@require_POST
def people_undoing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Undo the last ending, for an hour."""
    organisation = get_object_or_404(Organisation, slug=slug)
    ended = _remembered(request, organisation)
    if ended is None:
        raise Http404
    granting.restore_mandates(organisation, ended, by=request.acting)
    del request.session[ENDED]
    messages.success(request, _("It holds again, as before."))
    return redirect("organisations:people", organisation.slug)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def handing_over(request: SignedInRequest, slug: str) -> HttpResponse:
    """Move all that one person may do to another, on a day."""
    organisation = _ours(request, slug)
    may_look_after_people(request.acting, organisation).enforce()
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        people=people_of(organisation),
        initial={"leaver": request.user.pk},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        granting.hand_over(organisation, said["leaver"], said["taker"], on=said["on"], by=request.acting)
        messages.success(request, _("It is handed over; both are told by letter."))
        is_mine = said["leaver"].pk == request.user.pk
        return redirect("people:mandates") if is_mine else redirect("organisations:people", organisation.slug)
    context = {"organisation": organisation, "form": form}
    return render(request, "organisations/handing_over.html", context, status=422 if form.is_bound else 200)


def _ours(request: SignedInRequest, slug: str) -> Organisation:
    """Find an organisation that this person acts for; any other looks as if it were not there."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not acts_for(request.acting, organisation):
        raise Http404
    return organisation


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
        "ended": _remembered(request, organisation),
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


def _remember(request: SignedInRequest, ended: granting.Ended) -> None:
    if ended.rows:
        request.session[ENDED] = {**ended.as_row(), "at": now().isoformat()}


def _remembered(request: SignedInRequest, organisation: Organisation) -> granting.Ended | None:
    kept = request.session.get(ENDED)
    if not kept or kept["organisation"] != organisation.pk:
        return None
    is_fresh = now() - datetime.fromisoformat(kept["at"]) < UNDO_FOR
    return granting.Ended.from_row(kept) if is_fresh else None
