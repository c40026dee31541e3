"""Uses that are over become exchanges in the ledger: at once where somebody said how long, or else after a day."""

from datetime import timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.exchanges.beginning import Shared, begin_exchange
from convivio.exchanges.models import Exchange, Side, Unit
from convivio.exchanges.models import Kind as Given
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.resources.models import Booking, Kind
from convivio.resources.prices import price_of, standings

MINUTES = Decimal(60)
LONGEST_WAIT = timedelta(days=1)
"""How long the two sides have to say how much it was, before the clock takes what was booked."""
AT_ONCE = 200
GIVEN_AS = {
    Kind.MACHINE: Given.MACHINE,
    Kind.LABORATORY: Given.ROOM,
    Kind.ROOM: Given.ROOM,
    Kind.SERVICE: Given.SERVICE,
}


def count_use(booking: Booking, *, by: Acting | None = None) -> Exchange | None:
    """Write a use into the ledger, for the other side to confirm, in the transaction of whoever holds the booking's row.

    Whoever says it says it for their side; the clock says it for the owner, and whoever used it confirms. None where
    an owner used its own, and where nothing was used.
    """
    booking.counted_at = now()
    booking.save(update_fields=["counted_at"])
    if not _minutes(booking):
        return None
    is_users = by is not None and by.may("book", booking.organisation.key)
    return begin_exchange(
        booking.resource.owner,
        booking.organisation,
        _shared(booking),
        about=booking.key,
        said_by=Side.TAKER if is_users else Side.GIVER,
        by=by,
        person=by.person if by else None,
    )


def count_uses_that_are_over() -> int:
    """Write every use of which nobody has said anything for a day.

    Units: how many exchanges were begun.
    """
    rows = Booking.objects.holding().filter(counted_at=None, until_at__lt=now() - LONGEST_WAIT)
    kept = rows.exclude(state=Booking.State.ASKED).select_related("resource__owner", "organisation")
    return sum(_count(one) for one in kept.order_by("until_at")[:AT_ONCE])


@transaction.atomic
def _count(booking: Booking) -> bool:
    lock(booking)
    return booking.counted_at is None and booking.holds and count_use(booking) is not None


def _minutes(booking: Booking) -> int:
    return booking.minutes if booking.used_minutes is None else booking.used_minutes


def _shared(booking: Booking) -> Shared:
    owner = booking.resource.owner
    standing = standings(owner, [booking.organisation])[booking.organisation_id]
    tariffs = {one.who: one for one in booking.resource.tariffs.all()}
    hours = (Decimal(_minutes(booking)) / MINUTES).quantize(Decimal("0.01"))
    return Shared(
        GIVEN_AS.get(Kind(booking.resource.kind), Given.OTHER),
        Unit.HOUR,
        max(hours, Decimal("0.01")),
        str(booking.resource)[:300],
        on=localdate(booking.from_at),
        worth=price_of(booking, tariffs, standing),
    )
