"""One resource: its page, booking it, standing in its waiting list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.organisations.acting_for import numbers_of
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.resources.booking import Wish, book
from convivio.resources.errors import SlotIsTaken
from convivio.resources.forms import BookingForm
from convivio.resources.models import Booking, Resource, Waiting
from convivio.resources.opening import Span
from convivio.resources.page import page_context
from convivio.resources.permissions import find_resource
from convivio.resources.telling import hours_in_words
from convivio.resources.waiting import give_up, wait_for
from convivio.resources.week import asked_for
from convivio.web.policies import ANYONE, SIGNED_IN, policy


@policy(ANYONE)
@require_safe
def page(request: ActingRequest, slug: str) -> HttpResponse:
    """What it is, on which terms, when it is free; for its owner, who comes."""
    resource = find_resource(request.acting, slug)
    return render(request, "resources/resource_page.html", page_context(request, resource, request.acting))


@policy(SIGNED_IN)
@require_POST
def booking_of(request: SignedInRequest, slug: str) -> HttpResponse:
    """Book it, or ask for it; who comes too late is offered the next free time, and the waiting list."""
    resource = find_resource(request.acting, slug)
    form = BookingForm(request.POST)
    if not form.is_valid():
        return _again(request, resource, 422, form=form)
    try:
        booking = book(resource, Wish(form.span, form.cleaned_data["purpose"]), by=request.acting)
    except SlotIsTaken as taken:
        return _again(request, resource, 409, form=form, refusal=taken, offered=_next(taken, form))
    except WrongState as refusal:
        return _again(request, resource, 409, form=form, refusal=refusal)
    is_asked = booking.state == Booking.State.ASKED
    messages.success(
        request, _("You have asked for it: the owner answers.") if is_asked else _("It is yours.")
    )
    return redirect(booking)


@policy(SIGNED_IN)
@require_POST
def waiting_for(request: SignedInRequest, slug: str) -> HttpResponse:
    """Stand in the waiting list for a time that is taken."""
    resource = find_resource(request.acting, slug)
    form = BookingForm(request.POST)
    if not form.is_valid():
        return _again(request, resource, 422, form=form)
    try:
        wait_for(resource, form.span, form.cleaned_data["purpose"], by=request.acting)
    except WrongState as refusal:
        return _again(request, resource, 409, form=form, refusal=refusal)
    messages.success(
        request, _("You are in the waiting list: when it becomes free it is yours, and we write to you.")
    )
    return redirect(resource)


@policy(SIGNED_IN)
@require_POST
def giving_up(request: SignedInRequest, number: int) -> HttpResponse:
    """Leave a waiting list."""
    rows = Waiting.objects.filter(organisation__in=numbers_of(request.acting))
    waiting = get_object_or_404(rows.select_related("resource", "organisation"), pk=number)
    give_up(waiting, by=request.acting)
    messages.success(request, _("You are out of the waiting list."))
    return redirect("resources:bookings")


def _again(request: SignedInRequest, resource: Resource, status: int, **more: Any) -> HttpResponse:
    context = page_context(request, resource, request.acting, **more)
    return render(request, "resources/resource_page.html", context, status=status)


def _next(taken: SlotIsTaken, form: BookingForm) -> dict[str, Any] | None:
    """Say the next free time as words, and as the form that asks for it."""
    if taken.next_free is None:
        return None
    span = Span(*taken.next_free)
    return {
        "words": hours_in_words(span.begin, span.end),
        "fields": [*asked_for(span).items(), ("purpose", form.cleaned_data["purpose"])],
    }
