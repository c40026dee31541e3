"""Asking for a place of a resource: of many who ask for the same moment, one has it, and the others hear when it is free."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.resources.errors import AgainstItsRules, BookingIsOver, NotOpenThen, SlotIsTaken
from convivio.resources.free_time import Calendar, calendars_of
from convivio.resources.models import Booking, Resource
from convivio.resources.opening import Span
from convivio.resources.permissions import may_book, may_change, may_decide, may_offer

GUARD = "a_place_is_held_once"
LOOKED_AHEAD = timedelta(days=30)
"""How far the next free time is looked for."""


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody would use a resource, and what for."""

    span: Span
    purpose: str = ""


@transaction.atomic
def book(resource: Resource, wish: Wish, *, by: Acting) -> Booking:
    """Hold a place for the organisation that this person acts for; the owner approves, unless it is booked at once.

    Raises: NotAllowed; AgainstItsRules; NotOpenThen; SlotIsTaken, with the next free time.
    """
    lock(resource)
    may_book(by, resource).enforce()
    assert by.current is not None  # noqa: S101 - may_book said so
    is_ours = bool(may_offer(by, resource.owner))
    state = Booking.State.BOOKED if resource.is_instant or is_ours else Booking.State.ASKED
    booking = Booking(
        resource=resource,
        organisation_id=split_key(by.current.key)[1],
        person=by.person,
        purpose=wish.purpose,
    )
    booking.become(state)
    _hold(booking, wish.span)
    record("booking.made", booking, by=by, because=resource, facts={"state": state})
    return booking


@transaction.atomic
def move(booking: Booking, span: Span, *, by: Acting) -> None:
    """Hold another time instead; the old one is kept until the new one is.

    Raises: NotAllowed; BookingIsOver; AgainstItsRules; NotOpenThen; SlotIsTaken.
    """
    lock(booking.resource)
    lock(booking)
    may_change(by, booking).enforce()
    _still_stands(booking)
    is_ours = bool(may_decide(by, booking))
    if not booking.resource.is_instant and not is_ours:
        booking.become(Booking.State.ASKED)
    _hold(booking, span)
    record("booking.moved", booking, by=by)


@transaction.atomic
def approve(booking: Booking, *, by: Acting) -> None:
    """Say yes for the owner.

    Raises: NotAllowed; BookingIsOver.
    """
    _decide(booking, Booking.State.BOOKED, by=by)


@transaction.atomic
def decline(booking: Booking, words: str, *, by: Acting) -> None:
    """Say no for the owner, and why; the place is free again.

    Raises: NotAllowed; BookingIsOver.
    """
    booking.words = words
    _decide(booking, Booking.State.DECLINED, by=by, words=words)


@transaction.atomic
def cancel(booking: Booking, *, by: Acting, words: str = "") -> None:
    """Give the place back, before it was used.

    Raises: NotAllowed; BookingIsOver.
    """
    lock(booking.resource)
    lock(booking)
    may_change(by, booking).enforce()
    _still_stands(booking)
    booking.words = words
    booking.become(Booking.State.CANCELLED)
    booking.save(update_fields=["state", "holds", "words"])
    record("booking.cancelled", booking, by=by)


def _decide(booking: Booking, state: str, *, by: Acting, words: str = "") -> None:
    lock(booking.resource)
    lock(booking)
    may_decide(by, booking).enforce()
    if booking.state != Booking.State.ASKED:
        raise BookingIsOver(_("This was answered already."))
    booking.words = words
    booking.become(state)
    booking.save(update_fields=["state", "holds", "words"])
    record(f"booking.{'approved' if booking.holds else 'declined'}", booking, by=by)


def _still_stands(booking: Booking) -> None:
    if not booking.holds or booking.state == Booking.State.USED:
        raise BookingIsOver(_("This booking is over."))
    if booking.from_at <= now():
        raise BookingIsOver(_("This has begun already."))


def _hold(booking: Booking, span: Span) -> None:
    """Put a booking on a free place for this span, and write it; the database has the last word."""
    resource = booking.resource
    _by_its_rules(resource, span)
    held = Span(span.begin, span.end + timedelta(minutes=resource.buffer_minutes))
    calendar = calendar_around(resource, held, but=booking.pk)
    if not calendar.is_open(span):
        raise NotOpenThen(_("It is not open at that time."))
    places = calendar.places_free(held)
    if not places:
        raise _taken(calendar, held)
    booking.place = booking.place if booking.place in places else places[0]
    booking.from_at, booking.until_at, booking.free_at = span.begin, span.end, held.end
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        if GUARD not in str(error):
            raise
        raise _taken(calendar, held) from error


def calendar_around(resource: Resource, span: Span, *, but: int | None = None) -> Calendar:
    """Read the calendar of a resource from the moment that is asked for, as far as the next free time is looked for."""
    return calendars_of([resource], Span(span.begin, span.end + LOOKED_AHEAD), but=but)[0]


def _taken(calendar: Calendar, held: Span) -> SlotIsTaken:
    free = calendar.next_free(held.end - held.begin)
    return SlotIsTaken((free.begin, free.end) if free else None)


def _by_its_rules(resource: Resource, span: Span) -> None:
    """Refuse what the owner rules out. Raises: AgainstItsRules."""
    today, step = now(), resource.step_minutes
    if span.begin < today:
        raise AgainstItsRules(_("That time is past."))
    if span.begin > today + timedelta(days=resource.ahead_days):
        raise AgainstItsRules(_("It is booked at most %(days)d days ahead.") % {"days": resource.ahead_days})
    if span.end - span.begin > timedelta(hours=resource.longest_hours):
        raise AgainstItsRules(
            _("It is booked for at most %(hours)d hours in one go.") % {"hours": resource.longest_hours}
        )
    if any(one.minute % step or one.second or one.microsecond for one in (span.begin, span.end)) and step <= 60:
        raise AgainstItsRules(_("Times go by %(step)d minutes.") % {"step": step})
