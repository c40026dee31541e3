"""Bookings: ours, and those of what we lend; one of them, and what can be done with it."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.organisations.acting_for import numbers_of
from convivio.people.acting import SignedInRequest
from convivio.resources import booking as actions
from convivio.resources.calendars import as_calendar
from convivio.resources.errors import SlotIsTaken
from convivio.resources.forms import AnswerForm, TimeForm, UseForm
from convivio.resources.models import Booking, Feed, Waiting
from convivio.resources.opening import Span
from convivio.resources.permissions import bookings_seen, find_booking, may_change, may_decide
from convivio.resources.prices import price_of, standings
from convivio.resources.series import ALL, FOLLOWING, ONE, answer_series, cancel_of_series
from convivio.resources.telling import hours_in_words, when_in_words
from convivio.resources.views.feeds import SHOWN_ONCE
from convivio.resources.week import asked_for
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.tables import Cell, csv_response, xlsx_response

ON_A_PAGE = 25
MOST_SHOWN = 100
"""Bookings to come that stand on one page; the table to take away has them all."""
MOST_TAKEN = 20_000
Standings = dict[tuple[int, int], list[str]]
TABLES = {"csv": csv_response, "xlsx": xlsx_response}


def _refused_on_its_page(view: Callable[[SignedInRequest, int], HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the booking as it stands now when a step comes too late, with the words that were typed."""

    @wraps(view)
    def asked(request: SignedInRequest, number: int) -> HttpResponse:
        try:
            return view(request, number)
        except WrongState as refusal:
            typed = request.POST.get("words", "")[:300]
            return _page(
                request, find_booking(request.acting, number), status=409, refusal=refusal, typed=typed
            )

    return asked


@policy(SIGNED_IN)
@require_safe
def bookings(request: SignedInRequest) -> HttpResponse:
    """What waits for our answer, what is to come, where we wait, what was."""
    seen, numbers, moment = bookings_seen(request.acting), numbers_of(request.acting), now()
    holding = seen.holding().filter(until_at__gt=moment).order_by("from_at")
    past = seen.exclude(pk__in=holding.values("pk")).order_by("-from_at")
    waiting = Waiting.objects.open().filter(organisation__in=numbers)
    context = {
        "feed_url": request.session.pop(SHOWN_ONCE, ""),
        "has_feed": Feed.objects.filter(person=request.user, ended_at=None).exists(),
        "to_answer": holding.filter(resource__owner__in=numbers, state=Booking.State.ASKED)[:MOST_SHOWN],
        "ours": holding.filter(organisation__in=numbers)[:MOST_SHOWN],
        "lent": holding.filter(resource__owner__in=numbers).exclude(state=Booking.State.ASKED)[:MOST_SHOWN],
        "waiting": waiting.select_related("resource__owner", "organisation")[:MOST_SHOWN],
        "page": Paginator(past, ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "resources/bookings.html", context)


@policy(SIGNED_IN)
@require_safe
def bookings_file(request: SignedInRequest, ending: str) -> HttpResponse:
    """The same bookings as a table, each with what its owner's tariffs make of it."""
    if ending not in TABLES:
        raise Http404
    heads = [
        _("Resource"), _("Whose it is"), _("Who"), _("From"), _("To"), _("State"), _("What for"), _("Minutes booked"),
        _("Minutes used"), _("Proposed price in euros"),
    ]  # fmt: skip
    return TABLES[ending](_("Bookings"), heads, _rows(request))


def _rows(request: SignedInRequest) -> Iterator[list[Cell]]:
    rows = bookings_seen(request.acting).prefetch_related("resource__tariffs").order_by("from_at", "pk")
    known: Standings = {}
    for one in rows[:MOST_TAKEN]:
        yield [
            str(one.resource), one.resource.owner.name, one.organisation.name, localtime(one.from_at),
            localtime(one.until_at), str(one.get_state_display()), one.purpose, one.minutes, one.used_minutes,
            _price(one, known),
        ]  # fmt: skip


def _price(booking: Booking, known: Standings) -> Any:
    """Work out a price; how a user stands with an owner is asked once."""
    if not booking.holds:
        return None
    pair = booking.resource.owner_id, booking.organisation_id
    if pair not in known:
        known[pair] = standings(booking.resource.owner, [booking.organisation])[booking.organisation_id]
    return price_of(booking, {one.who: one for one in booking.resource.tariffs.all()}, known[pair])


@policy(SIGNED_IN)
@require_safe
def booking(request: SignedInRequest, number: int) -> HttpResponse:
    """One booking: when, for whom, what for, and what can be done with it."""
    return _page(request, find_booking(request.acting, number))


@policy(SIGNED_IN)
@require_safe
def calendar(request: SignedInRequest, number: int) -> HttpResponse:
    """The booking as a file for calendars."""
    content = as_calendar([find_booking(request.acting, number)], now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="convivio-{number}.ics"'
    return answer


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def moving(request: SignedInRequest, number: int) -> HttpResponse:
    """Have another time instead; the old one is kept until the new one is."""
    found = find_booking(request.acting, number)
    may_change(request.acting, found).enforce()
    form = TimeForm(request.POST or None, initial=asked_for(Span(found.from_at, found.until_at)))
    refusal: WrongState | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.move(found, form.span, by=request.acting)
        except WrongState as error:
            refusal, found = error, find_booking(request.acting, number)
        else:
            messages.success(request, _("It is moved."))
            return redirect(found)
    status = 409 if refusal else 422 if form.errors else 200
    context = {"booking": found, "form": form, "refusal": refusal, "next": _next(refusal)}
    return render(request, "resources/moving.html", context, status=status)


@policy(SIGNED_IN)
@require_POST
@_refused_on_its_page
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """Say yes or no for the owner."""
    found, form = find_booking(request.acting, number), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    says_yes, words = form.cleaned_data["answer"] == "yes", form.cleaned_data["words"]
    if request.POST.get("which") == ALL:
        answer_series(found, words, says_yes=says_yes, by=request.acting)
        messages.success(request, _("You answered all of them: they have been told."))
    elif says_yes:
        actions.approve(found, by=request.acting)
        messages.success(request, _("You said yes: they have been told."))
    else:
        actions.decline(found, words, by=request.acting)
        messages.success(request, _("You said no: they have been told."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
@_refused_on_its_page
def cancelling(request: SignedInRequest, number: int) -> HttpResponse:
    """Give a booking back."""
    found = find_booking(request.acting, number)
    words, which = request.POST.get("words", "")[:300], request.POST.get("which", ONE)
    if which in {FOLLOWING, ALL} and found.series_id:
        count = cancel_of_series(found, which, words, by=request.acting)
        said = ngettext("%(count)d date is given back.", "%(count)d dates are given back.", count)
        messages.success(request, said % {"count": count})
        return redirect(found)
    actions.cancel(found, by=request.acting, words=words)
    messages.success(request, _("It is given back, and those it concerns have been told."))
    return redirect(found)


@policy(SIGNED_IN)
@require_POST
@_refused_on_its_page
def use(request: SignedInRequest, number: int) -> HttpResponse:
    """Say that one has come; afterwards, how long it was really used."""
    found = find_booking(request.acting, number)
    if "begin" in request.POST:
        actions.begin_use(found, by=request.acting)
        messages.success(request, _("Good work: it is not given to anybody else."))
        return redirect(found)
    form = UseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, use=form)
    said = form.cleaned_data
    actions.end_use(found, said["minutes"], said["words"], by=request.acting)
    messages.success(request, _("It is kept: thank you."))
    return redirect(found)


def _dates(found: Booking) -> list[Booking]:
    """Read the other dates of its series."""
    if found.series_id is None:
        return []
    rows = Booking.objects.filter(series=found.series_id).exclude(pk=found.pk)
    return list(rows.select_related("resource", "organisation").order_by("from_at"))


def _next(refusal: WrongState | None) -> dict[str, Any] | None:
    if not isinstance(refusal, SlotIsTaken) or refusal.next_free is None:
        return None
    span = Span(*refusal.next_free)
    return {"words": hours_in_words(span.begin, span.end), "fields": list(asked_for(span).items())}


def _page(request: SignedInRequest, found: Booking, *, status: int = 200, **more: Any) -> HttpResponse:
    acting = request.acting
    context = {
        "booking": found,
        "when": when_in_words(found),
        "price": _price(found, {}),
        "decides": bool(may_decide(acting, found)),
        "changes": bool(may_change(acting, found)),
        "dates": _dates(found),
        "asked_it": found.organisation_id in numbers_of(acting),
        "use": UseForm(initial={"minutes": found.minutes}),
        **more,
    }
    return render(request, "resources/booking_page.html", context, status=status)
