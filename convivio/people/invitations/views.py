"""The page that a letter opens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from convivio.people.acting import CHOSEN, ActingRequest, SignedInRequest
from convivio.people.errors import InvitationIsClosed, WrongAddress
from convivio.people.holdings import holdings_of
from convivio.people.invitations.inviting import (
    accept_invitation,
    answer_of,
    decline_invitation,
    invitation_by,
    may_still_give,
    may_take_up,
)
from convivio.web.policies import ANYONE, SIGNED_IN, policy


@policy(ANYONE)
@require_safe
@never_cache
def invitation(request: ActingRequest, secret: str) -> HttpResponse:
    """Say who invites to what, until when; or that there is nothing here to open."""
    found = invitation_by(secret)
    if found is None:
        return _closed(request)
    if request.user.is_authenticated and not may_take_up(request.acting, found):
        return _elsewhere(request)
    context = {
        "invitation": found,
        "offer": answer_of(found).offer(found),
        "refusal": may_still_give(found).reason,
        "secret": secret,
    }
    return render(request, "people/invitation.html", context)


@policy(SIGNED_IN)
@require_POST
@never_cache
def acceptance(request: SignedInRequest, secret: str) -> HttpResponse:
    """Take up what the letter offers."""
    found = invitation_by(secret)
    if found is None:
        return _closed(request)
    try:
        address = accept_invitation(found, by=request.acting)
    except InvitationIsClosed:
        return _closed(request)
    except WrongAddress:
        return _elsewhere(request)
    request.session[CHOSEN] = found.subject
    messages.success(request, _("Welcome: what the invitation offered holds from now on."))
    return redirect(address)


@policy(SIGNED_IN)
@require_POST
@never_cache
def declining(request: SignedInRequest, secret: str) -> HttpResponse:
    """Say no to the letter."""
    found = invitation_by(secret)
    if found is None:
        return _closed(request)
    try:
        decline_invitation(found, by=request.acting)
    except InvitationIsClosed:
        return _closed(request)
    except WrongAddress:
        return _elsewhere(request)
    messages.success(request, _("You have declined; whoever invited you is told."))
    return redirect("home:front")


@policy(SIGNED_IN)
@require_safe
def mandates(request: SignedInRequest) -> HttpResponse:
    """What you may do, for whom, until when."""
    context = {"holdings": holdings_of(request.user, localdate()), "today": localdate()}
    return render(request, "people/mandates.html", context)


def _closed(request: ActingRequest) -> HttpResponse:
    """Answer alike for a secret that was never one, was used, has run out, or was taken back."""
    return render(request, "people/invitation_closed.html", status=404)


def _elsewhere(request: ActingRequest) -> HttpResponse:
    return render(request, "people/invitation_elsewhere.html", status=403)
