"""Hours first: what is free then, and one request for several of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from convivio.kernel.errors import WrongState
from convivio.organisations.acting_for import numbers_of
from convivio.people.acting import SignedInRequest
from convivio.resources.catalogue import offered_to
from convivio.resources.errors import NotAllFree
from convivio.resources.forms import TogetherForm
from convivio.resources.models import Booking, Resource
from convivio.resources.permissions import may_book_for_somebody
from convivio.resources.picturing import with_covers
from convivio.resources.telling import hours_in_words
from convivio.resources.together import Plan, ask_together, free_then
from convivio.web.policies import SIGNED_IN, policy

MOST_SHOWN = 60


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def choosing(request: SignedInRequest) -> HttpResponse:
    """Choose hours, see what is free then, tick several, ask for them at once."""
    said = request.POST if request.method == "POST" else request.GET
    form = TogetherForm(said if "day" in said else None)
    context: dict[str, Any] = {"form": form, "may_book": may_book_for_somebody(request.acting)}
    if not form.is_bound or not form.is_valid():
        return render(request, "resources/together_form.html", context, status=422 if form.errors else 200)
    free = free_then(_wanted(request, form), form.span)
    picked = set(said.getlist("pick"))
    if request.method != "POST":
        return _choices(request, context, free, picked)
    plan = Plan(form.span, form.cleaned_data["purpose"], form.cleaned_data["only_if_all"])
    chosen = Resource.objects.visible_to(request.acting.reader).bookable().filter(slug__in=picked)
    try:
        together = ask_together(list(chosen.select_related("owner")), plan, by=request.acting)
    except NotAllFree as refusal:
        return _choices(request, {**context, "refusal": refusal}, free, picked, 409)
    except WrongState as refusal:
        return _choices(request, {**context, "refusal": refusal}, free, picked, 409)
    messages.success(request, _("All of them are held for you; who has to say yes has been told."))
    return redirect(together)


@policy(SIGNED_IN)
@require_safe
def page(request: SignedInRequest, number: int) -> HttpResponse:
    """One request for several things, and how each of them stands; for those who asked."""
    rows = Booking.objects.filter(together=number, organisation__in=numbers_of(request.acting))
    bookings = list(rows.select_related("resource__owner", "organisation", "together").order_by("pk"))
    if not bookings:
        raise Http404
    first = bookings[0]
    context = {
        "together": first.together,
        "bookings": bookings,
        "first": first,
        "when": hours_in_words(first.from_at, first.until_at),
    }
    return render(request, "resources/together_page.html", context)


def _wanted(request: SignedInRequest, form: TogetherForm) -> list[Resource]:
    """Read what could be booked, by what it is and by words."""
    kind = form.cleaned_data["kind"]
    rows = offered_to(request.acting.reader, form.cleaned_data["q"].strip())
    return [one for one in rows if one.is_booked and (not kind or one.kind == kind)]


def _choices(
    request: SignedInRequest,
    context: dict[str, Any],
    free: list[Resource],
    picked: set[str],
    status: int = 200,
) -> HttpResponse:
    form = context["form"]
    shown = with_covers(free[:MOST_SHOWN], request.acting)
    context |= {
        "asked": True,
        "free": [(one, one.slug in picked) for one in shown],
        "more": len(free) - len(shown),
        "when": hours_in_words(form.span.begin, form.span.end),
    }
    return render(request, "resources/together_form.html", context, status=status)
