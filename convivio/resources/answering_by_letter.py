"""Saying yes or no to a booking from the letter itself, without signing in."""

from django.utils.translation import gettext as _

from convivio.kernel.keys import split_key
from convivio.people.acting import Acting
from convivio.resources.booking import approve, decline
from convivio.resources.models import Booking
from convivio.resources.permissions import may_decide
from convivio.resources.telling import when_in_words


def _open(key: str, by: Acting) -> Booking | None:
    """Find what still waits for an answer that this person may give."""
    rows = Booking.objects.select_related("resource__owner", "organisation", "person")
    found = rows.filter(pk=split_key(key)[1], state=Booking.State.ASKED).first()
    return found if found is not None and may_decide(by, found) else None


def said_of_yes(key: str, by: Acting) -> str | None:
    booking = _open(key, by)
    return None if booking is None else _("Say yes: %(what)s is theirs (%(who)s), %(when)s.") % _said(booking)


def said_of_no(key: str, by: Acting) -> str | None:
    booking = _open(key, by)
    return None if booking is None else _("Say no to %(who)s: %(what)s, %(when)s.") % _said(booking)


def say_yes(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; BookingIsOver."""
    approve(Booking.objects.get(pk=split_key(key)[1]), by=by)
    return _("You said yes: they have been told.")


def say_no(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; BookingIsOver."""
    decline(Booking.objects.get(pk=split_key(key)[1]), "", by=by)
    return _("You said no: they have been told.")


def _said(booking: Booking) -> dict[str, str]:
    return {
        "what": str(booking.resource),
        "who": booking.organisation.name,
        "when": when_in_words(booking),
    }
