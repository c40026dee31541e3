"""Asking for a place of a resource: of many who ask for the same moment, one has it, and the others hear when it is free."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.resources.counting_use import count_use
from convivio.resources.errors import BookingIsOver
from convivio.resources.holding import hold
from convivio.resources.models import Booking, Resource
from convivio.resources.opening import Span
from convivio.resources.permissions import BOOK, may_book, may_change, may_decide, may_offer
from convivio.resources.telling import tell_owner, tell_user
from convivio.resources.together import hold_the_others, release_the_others
from convivio.resources.waiting import promote

EARLY = timedelta(minutes=30)
"""How long before its time a booking may be begun."""


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
    hold(booking, wish.span)
    record("booking.made", booking, by=by, because=resource, facts={"state": state})
    tell_owner("asked" if state == Booking.State.ASKED else "made", booking, but=by.person)
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
    hold(booking, span)
    record("booking.moved", booking, by=by)
    _tell_the_others("moved", booking, by)
    promote(booking.resource, because=booking)


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
    _decide(booking, Booking.State.DECLINED, words, by=by)


@transaction.atomic
def cancel(booking: Booking, *, by: Acting, words: str = "") -> None:
    """Give the place back, before it was used; when its owner does, a request for all or none loses the others too.

    Raises: NotAllowed; BookingIsOver.
    """
    hold_the_others(booking)
    lock(booking.resource)
    lock(booking)
    may_change(by, booking).enforce()
    _still_stands(booking)
    booking.words = words
    booking.become(Booking.State.CANCELLED)
    booking.save(update_fields=["state", "holds", "words"])
    record("booking.cancelled", booking, by=by, facts={"late": booking.is_late_to_cancel})
    _tell_the_others("cancelled", booking, by)
    promote(booking.resource, because=booking)
    if not by.may(BOOK, booking.organisation.key):
        release_the_others(booking, by=by)


@transaction.atomic
def begin_use(booking: Booking, *, by: Acting) -> None:
    """Say that whoever booked it has come: it is not released any more.

    Raises: NotAllowed; BookingIsOver.
    """
    lock(booking)
    may_change(by, booking).enforce()
    if booking.state != Booking.State.BOOKED or not booking.is_current:
        raise BookingIsOver(_("This booking is over."))
    if booking.from_at - EARLY > now():
        raise BookingIsOver(_("It is too early: it begins later."))
    booking.become(Booking.State.USED)
    booking.save(update_fields=["state", "holds"])
    record("booking.begun", booking, by=by)


@transaction.atomic
def end_use(booking: Booking, minutes: int, words: str, *, by: Acting) -> None:
    """Say how long it was really used, and what whoever comes next should know; the ledger has it, to be confirmed.

    Raises: NotAllowed; BookingIsOver, before its time or when it was given back.
    """
    lock(booking)
    may_change(by, booking).enforce()
    if booking.state not in {Booking.State.BOOKED, Booking.State.USED} or booking.is_to_come:
        raise BookingIsOver(_("This is said once it was used."))
    booking.become(Booking.State.USED)
    booking.used_minutes, booking.left_words = minutes, words
    booking.save(update_fields=["state", "holds", "used_minutes", "left_words"])
    record("booking.used", booking, by=by, facts={"minutes": minutes})
    count_use(booking, by=by)


def _decide(booking: Booking, state: str, words: str = "", *, by: Acting) -> None:
    hold_the_others(booking)
    lock(booking.resource)
    lock(booking)
    may_decide(by, booking).enforce()
    if booking.state != Booking.State.ASKED:
        raise BookingIsOver(_("This was answered already."))
    booking.words = words
    booking.become(state)
    booking.save(update_fields=["state", "holds", "words"])
    if booking.holds:
        record("booking.approved", booking, by=by)
        tell_user("approved", booking, but=by.person)
    else:
        record("booking.declined", booking, by=by)
        tell_user("declined", booking, but=by.person)
        promote(booking.resource, because=booking)
        release_the_others(booking, by=by)


def _tell_the_others(what: str, booking: Booking, by: Acting) -> None:
    """Write to the side that did not do it; to both, where one person is on both."""
    tell_user(what, booking, but=by.person)
    tell_owner(what, booking, but=by.person)


def _still_stands(booking: Booking) -> None:
    if not booking.holds or booking.state == Booking.State.USED:
        raise BookingIsOver(_("This booking is over."))
    if booking.from_at <= now():
        raise BookingIsOver(_("This has begun already."))
