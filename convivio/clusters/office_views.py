"""Who keeps the offices of a cluster, or of the network; under the name “network” stands the network itself."""

from datetime import datetime, timedelta

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters import appointing
from convivio.clusters.capacities import the_network
from convivio.clusters.inviting import invite_to_offices
from convivio.clusters.models import Cluster, Network
from convivio.clusters.office_permissions import (
    Body,
    kinds_of,
    may_look_after_offices,
    may_see_offices,
    reach_of,
    unkept_clusters,
)
from convivio.clusters.offices_page import kept, letters_declined, letters_waiting
from convivio.organisations.mandates.forms import HandOverForm, InviteForm
from convivio.people.acting import SignedInRequest
from convivio.people.invitations.inviting import open_invitations, revoke_invitation
from convivio.web.policies import SIGNED_IN, policy

THE_NETWORK = "network"
UNDO_FOR = timedelta(hours=1)
ENDED = "ended_office"


@policy(SIGNED_IN)
@require_safe
def offices(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who keeps which office, since when, by whom given."""
    return _offices_page(request, slug, _kept_body(request, slug))


@policy(SIGNED_IN)
@require_POST
def office_invitations(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write to whom shall keep an office."""
    body = _kept_body(request, slug)
    may_look_after_offices(request.acting, body).enforce()
    form = _form(request, body, request.POST)
    if not form.is_valid():
        return _offices_page(request, slug, body, form, status=422)
    said = form.cleaned_data
    invite_to_offices(body, said["addresses"], said["rights"], until_on=said["until_on"], by=request.acting)
    messages.success(request, _("Invited: the letter is on its way."))
    return redirect("clusters:offices", slug)


@policy(SIGNED_IN)
@require_POST
def office_invitation_end(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take back a letter that nobody has answered."""
    body = _kept_body(request, slug)
    found = next((one for one in open_invitations(body.key) if one.pk == number), None)
    if found is None:
        raise Http404
    revoke_invitation(found, by=request.acting)
    messages.success(request, _("The invitation opens nothing any more."))
    return redirect("clusters:offices", slug)


@policy(SIGNED_IN)
@require_POST
def office_ending(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """End one office: somebody else's by appointing there, one's own always."""
    body = _kept_body(request, slug)
    rows = appointing.standing_from_today(body).select_related("person", "cluster", "network")
    office = get_object_or_404(rows, pk=number)
    ended = appointing.end_office(office, by=request.acting)
    request.session[ENDED] = {**ended.as_row(), "at": now().isoformat()}
    messages.success(request, _("The office has ended."))
    is_mine = office.person_id == request.user.pk
    return redirect("people:mandates") if is_mine else redirect("clusters:offices", slug)


@policy(SIGNED_IN)
@require_POST
def offices_given_back(request: SignedInRequest, slug: str) -> HttpResponse:
    """Give back all of one's own offices there."""
    body = _kept_body(request, slug)
    appointing.give_back_offices(body, by=request.acting)
    messages.success(request, _("You no longer keep an office of %(body)s.") % {"body": body})
    return redirect("people:mandates")


@policy(SIGNED_IN)
@require_POST
def offices_undoing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Undo the last ending, for an hour."""
    body = _body(slug)
    ended = _remembered(request, body)
    if ended is None:
        raise Http404
    appointing.restore_office(body, ended, by=request.acting)
    del request.session[ENDED]
    messages.success(request, _("It holds again, as before."))
    return redirect("clusters:offices", slug)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def offices_handing_over(request: SignedInRequest, slug: str) -> HttpResponse:
    """Move the offices of one person there to another, on a day."""
    body = _kept_body(request, slug)
    may_look_after_offices(request.acting, body).enforce()
    people = appointing.people_of(body)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, people=people, initial={"leaver": request.user.pk}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        appointing.hand_over_offices(body, said["leaver"], said["taker"], on=said["on"], by=request.acting)
        messages.success(request, _("It is handed over; both are told by letter."))
        is_mine = said["leaver"].pk == request.user.pk
        return redirect("people:mandates") if is_mine else redirect("clusters:offices", slug)
    context = {"body": body, "slug": slug, "form": form}
    return render(request, "clusters/handing_over.html", context, status=422 if form.is_bound else 200)


def _body(slug: str) -> Body:
    network = the_network() if slug == THE_NETWORK else None
    return network or get_object_or_404(Cluster.objects.select_related("network"), slug=slug)


def _kept_body(request: SignedInRequest, slug: str) -> Body:
    """Find a body whose offices this person sees; any other looks as if it were not there."""
    body = _body(slug)
    if not may_see_offices(request.acting, body):
        raise Http404
    return body


def _form(request: SignedInRequest, body: Body, data: object = None) -> InviteForm:
    names = {kind.value: capfirst(str(kind.label)) for kind in kinds_of(body)}
    form = InviteForm(data, reach=reach_of(request.acting, body), names=names, usual=())
    form.fields["rights"].label = _("Which office")
    form.fields["addresses"] = forms.EmailField(label=_("E-mail address"), max_length=254)
    return form


def _offices_page(
    request: SignedInRequest, slug: str, body: Body, form: InviteForm | None = None, *, status: int = 200
) -> HttpResponse:
    appoints = bool(may_look_after_offices(request.acting, body))
    context: dict[str, object] = {
        "body": body,
        "slug": slug,
        "offices": kept(body),
        "appoints": appoints,
        "ended": _remembered(request, body),
    }
    if appoints and isinstance(body, Network):
        context["unkept"] = unkept_clusters(body)
    if appoints:
        context["waiting"] = letters_waiting(body)
        context["declined"] = letters_declined(body)
        context["form"] = form or _form(request, body)
    return render(request, "clusters/offices.html", context, status=status)


def _remembered(request: SignedInRequest, body: Body) -> appointing.EndedOffice | None:
    row = request.session.get(ENDED)
    if not row or row["body"] != body.key or now() - datetime.fromisoformat(row["at"]) >= UNDO_FOR:
        return None
    return appointing.EndedOffice(row["body"], row["person"], row["kind"], row["until"])
