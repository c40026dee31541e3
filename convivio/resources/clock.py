"""What the clock does with bookings: it gives back what nobody came for."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.resources.models import Booking
from convivio.resources.telling import tell_owner, tell_user
from convivio.resources.waiting import promote


def release_no_shows() -> int:
    """Give back every booking for which nobody came in the time that its owner sets.

    Units: how many bookings.
    """
    moment = now()
    begun = Booking.objects.filter(
        state=Booking.State.BOOKED, from_at__lte=moment, until_at__gt=moment, resource__release_minutes__gt=0
    )
    return sum(_release(one) for one in begun.select_related("resource") if _is_late(one, moment))


def _is_late(booking: Booking, moment: datetime) -> bool:
    return booking.from_at + timedelta(minutes=booking.resource.release_minutes) <= moment


@transaction.atomic
def _release(booking: Booking) -> bool:
    lock(booking.resource)
    lock(booking)
    if booking.state != Booking.State.BOOKED:
        return False
    booking.become(Booking.State.RELEASED)
    booking.save(update_fields=["state", "holds"])
    record("booking.released", booking, by=None)
    tell_user("released", booking)
    tell_owner("released", booking)
    promote(booking.resource, because=booking)
    return True
