"""Holding a place of a resource for a stretch of time, by its rules; the database has the last word."""

from datetime import datetime, timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.resources.errors import AgainstItsRules, NotOpenThen, SlotIsTaken
from convivio.resources.free_time import calendars_of
from convivio.resources.models import Booking, Resource
from convivio.resources.opening import Span

GUARD = "a_place_is_held_once"
LOOKED_AHEAD = timedelta(days=30)
"""How far the next free time is looked for."""
AN_HOUR = 60


def hold(booking: Booking, span: Span) -> None:
    """Put a booking on a free place for this span, and write it.

    Raises: AgainstItsRules; NotOpenThen; SlotIsTaken, with the next free time.
    """
    resource = booking.resource
    by_its_rules(resource, span)
    held = Span(span.begin, span.end + timedelta(minutes=resource.buffer_minutes))
    (calendar,) = calendars_of([resource], held, but=booking.pk)
    if not calendar.is_open(span):
        raise NotOpenThen(_("It is not open at that time."))
    places = calendar.places_free(held)
    if not places:
        raise SlotIsTaken(partial(next_free, resource, held, but=booking.pk))
    booking.place = booking.place if booking.place in places else places[0]
    booking.from_at, booking.until_at, booking.free_at = span.begin, span.end, held.end
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as error:
        if GUARD not in str(error):
            raise
        raise SlotIsTaken(partial(next_free, resource, held, but=booking.pk)) from error


def next_free(resource: Resource, span: Span, *, but: int | None = None) -> tuple[datetime, datetime] | None:
    """Find the first stretch as long as a span, from its beginning on, as far as one looks ahead."""
    ahead = Span(span.begin, span.end + LOOKED_AHEAD)
    (calendar,) = calendars_of([resource], ahead, but=but)
    free = calendar.next_free(span.end - span.begin)
    return (free.begin, free.end) if free else None


def by_its_rules(resource: Resource, span: Span) -> None:
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
    if (
        any(one.minute % step or one.second or one.microsecond for one in (span.begin, span.end))
        and step <= AN_HOUR
    ):
        raise AgainstItsRules(_("Times go by %(step)d minutes.") % {"step": step})
