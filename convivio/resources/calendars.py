"""Bookings as a file for calendars: each keeps its name, so that one that moved moves there too."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings

from convivio.kernel.icalendar import as_file, escaped, plain, stamp
from convivio.resources.models import Booking

STATUS = {
    Booking.State.ASKED: "TENTATIVE",
    Booking.State.BOOKED: "CONFIRMED",
    Booking.State.USED: "CONFIRMED",
}


def as_calendar(bookings: Iterable[Booking], written_at: datetime) -> bytes:
    """Write bookings as an iCalendar file.

    Shape: one event for each booking, in the order given.
    Source: RFC 5545, sections 3.6.1 and 3.8.1.11.
    """
    return as_file((line for one in bookings for line in _event(one, written_at)), "Resources")


def _event(booking: Booking, written_at: datetime) -> Iterator[str]:
    resource = booking.resource
    yield "BEGIN:VEVENT"
    yield f"UID:{booking.key.replace(':', '-')}@{settings.MAIL_DOMAIN}"
    yield f"DTSTAMP:{stamp(written_at)}"
    yield f"DTSTART:{stamp(booking.from_at)}"
    yield f"DTEND:{stamp(booking.until_at)}"
    yield f"SUMMARY:{escaped(str(resource))}"
    yield f"LOCATION:{escaped(', '.join(filter(None, [resource.owner.name, resource.city])))}"
    if booking.purpose:
        yield f"DESCRIPTION:{escaped(booking.purpose)}"
    yield f"URL:{plain(settings.ADDRESS + booking.get_absolute_url())}"
    yield f"STATUS:{STATUS.get(Booking.State(booking.state), 'CANCELLED')}"
    yield "END:VEVENT"
