"""What an owner does with a resource: offers it, changes it, closes it for a while, takes it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convivio.kernel.errors import WrongState
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.resources import offering
from convivio.resources.errors import BookingsInTheWay, ResourceChangedMeanwhile
from convivio.resources.forms import ClosureForm, OfferForm, initial_of
from convivio.resources.models import Resource
from convivio.resources.page import page_context
from convivio.resources.permissions import find_own, may_offer_for_somebody
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Offer something that the organisation has, for which I act now."""
    may_offer_for_somebody(request.acting).enforce()
    current = request.acting.current
    owner = get_object_or_404(Organisation, pk=split_key(current.key)[1] if current else 0)
    form = OfferForm(request.POST or None, owner=owner, initial={"audience": "public"})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, owner=owner)
    resource = offering.offer_resource(owner, form.offer, by=request.acting)
    messages.success(request, _("“%(name)s” is in the catalogue.") % {"name": resource})
    return redirect(resource)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change what is said of a resource."""
    resource = find_own(request.acting, slug)
    form = OfferForm(request.POST or None, owner=resource.owner, initial=initial_of(resource))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, owner=resource.owner, resource=resource)
    version = form.cleaned_data["version"] or 0
    try:
        offering.change_resource(resource, form.offer, version=version, by=request.acting)
    except WrongState as refusal:
        theirs = Resource.objects.get(pk=resource.pk)
        if isinstance(refusal, ResourceChangedMeanwhile):
            form = OfferForm({**request.POST.dict(), "version": theirs.version}, owner=resource.owner)
        return _form_page(request, form, status=409, owner=resource.owner, resource=theirs, refusal=refusal)
    messages.success(request, _("It is kept, and confirmed today."))
    return redirect(resource)


@policy(SIGNED_IN)
@require_POST
def standing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Confirm it, take it out of the catalogue, or put it back."""
    resource, answer = find_own(request.acting, slug), request.POST.get("answer", "")
    if answer == "withdraw":
        offering.withdraw_resource(resource, by=request.acting)
        messages.success(request, _("It is out of the catalogue; what is booked stays booked."))
    elif answer == "offer":
        offering.offer_again(resource, by=request.acting)
        messages.success(request, _("It is in the catalogue again."))
    elif answer == "confirm":
        offering.confirm_resource(resource, by=request.acting)
        messages.success(request, _("Confirmed today: all of it still holds."))
    else:
        raise Http404
    return redirect(resource)


@policy(SIGNED_IN)
@require_POST
def closing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Close it for a while; what is booked then is shown before anything happens."""
    resource, form = find_own(request.acting, slug), ClosureForm(request.POST, prefix="closing")
    if not form.is_valid():
        return _page(request, resource, 422, closing=form)
    cancels = "cancels" in request.POST
    words = form.cleaned_data["words"]
    try:
        offering.close_resource(resource, form.span, words, cancels=cancels, by=request.acting)
    except BookingsInTheWay as refusal:
        return _page(request, resource, 409, closing=form, in_the_way=refusal.bookings)
    messages.success(request, _("It is closed for that time."))
    return redirect(resource)


@policy(SIGNED_IN)
@require_POST
def reopening(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """End a closure before its time."""
    resource = find_own(request.acting, slug)
    offering.reopen_resource(get_object_or_404(resource.closures, pk=number), by=request.acting)
    messages.success(request, _("It is open again at that time."))
    return redirect(resource)


def _form_page(request: SignedInRequest, form: OfferForm, *, status: int = 0, **more: Any) -> HttpResponse:
    context = {"form": form, "resource": None, **more}
    return render(
        request, "resources/offer_page.html", context, status=status or (422 if form.errors else 200)
    )


def _page(request: SignedInRequest, resource: Resource, status: int, **more: Any) -> HttpResponse:
    context = page_context(request, resource, request.acting, **more)
    return render(request, "resources/resource_page.html", context, status=status)
