"""A series: the same hours again and again, in one act: all of them, or those that are free, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.errors import WrongState
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.resources.errors import BookingIsOver, DatesClash
from convivio.resources.holding import hold
from convivio.resources.models import Booking, BookingQuerySet, Resource, Series
from convivio.resources.opening import Span
from convivio.resources.permissions import may_book, may_change, may_decide, may_offer
from convivio.resources.telling import tell_owner, tell_user
from convivio.resources.waiting import promote

ONE, FOLLOWING, ALL = "one", "following", "all"


@dataclass(frozen=True, slots=True)
class Clash:
    """A date that cannot be had, and why."""

    span: Span
    why: str


@transaction.atomic
def book_series(
    resource: Resource, spans: Sequence[Span], purpose: str, *, takes_free: bool = False, by: Acting
) -> list[Booking]:
    """Hold a place on every date; with `takes_free`, on those that can be had.

    Raises: NotAllowed; DatesClash, naming the dates that cannot be had; then nothing is held.
    """
    lock(resource)
    may_book(by, resource).enforce()
    assert by.current is not None  # noqa: S101 - may_book said so
    series = Series.objects.create(resource=resource)
    is_at_once = resource.is_instant or bool(may_offer(by, resource.owner))
    held: list[Booking] = []
    clashes: list[Clash] = []
    for span in spans:
        booking = Booking(
            resource=resource, organisation_id=split_key(by.current.key)[1], person=by.person,
            purpose=purpose, series=series,
        )  # fmt: skip
        booking.become(Booking.State.BOOKED if is_at_once else Booking.State.ASKED)
        try:
            hold(booking, span)
        except WrongState as refusal:
            clashes.append(Clash(span, refusal.message))
        else:
            held.append(booking)
    if clashes and not (takes_free and held):
        raise DatesClash(clashes, len(held))
    facts = {"state": held[0].state, "times": len(held)}
    record("booking.series_made", held[0], by=by, because=resource, facts=facts)
    what = "series_made" if is_at_once else "series_asked"
    tell_owner(what, held[0], but=by.person, times=len(held))
    return held


def of_series(booking: Booking, which: str = ALL) -> BookingQuerySet:
    """Give what of its series is still to come: all, this one and those after it, or this one."""
    rows = Booking.objects.holding().filter(from_at__gt=now()).exclude(state=Booking.State.USED)
    if which == ONE or booking.series_id is None:
        return rows.filter(pk=booking.pk)
    rows = rows.filter(series=booking.series_id)
    return rows.filter(from_at__gte=booking.from_at) if which == FOLLOWING else rows


@transaction.atomic
def cancel_of_series(booking: Booking, which: str, words: str = "", *, by: Acting) -> int:
    """Give back this date and those after it, or every date still to come; return how many.

    Raises: NotAllowed; BookingIsOver, when none is left.
    """
    lock(booking.resource)
    may_change(by, booking).enforce()
    rows = _held(booking, which)
    for one in rows:
        one.words = words
        one.become(Booking.State.CANCELLED)
        one.save(update_fields=["state", "holds", "words"])
        record("booking.cancelled", one, by=by, facts={"late": one.is_late_to_cancel})
    tell_user("series_cancelled", rows[0], but=by.person, times=len(rows))
    tell_owner("series_cancelled", rows[0], but=by.person, times=len(rows))
    promote(booking.resource, because=booking)
    return len(rows)


@transaction.atomic
def answer_series(booking: Booking, words: str = "", *, says_yes: bool, by: Acting) -> int:
    """Say yes or no for the owner to every date of a series that waits for it; return how many.

    Raises: NotAllowed; BookingIsOver, when none waits.
    """
    lock(booking.resource)
    may_decide(by, booking).enforce()
    rows = [one for one in _held(booking, ALL) if one.state == Booking.State.ASKED]
    if not rows:
        raise BookingIsOver(_("This was answered already."))
    for one in rows:
        one.words = words
        one.become(Booking.State.BOOKED if says_yes else Booking.State.DECLINED)
        one.save(update_fields=["state", "holds", "words"])
        record("booking.approved" if says_yes else "booking.declined", one, by=by)
    what = "series_approved" if says_yes else "series_declined"
    tell_user(what, rows[0], but=by.person, times=len(rows))
    if not says_yes:
        promote(booking.resource, because=booking)
    return len(rows)


def _held(booking: Booking, which: str) -> list[Booking]:
    """Read the dates anew, now that the resource is held. Raises: BookingIsOver, when there is none."""
    rows = of_series(booking, which).select_for_update(of=("self",)).select_related("resource")
    found = list(rows.order_by("from_at"))
    if not found:
        raise BookingIsOver(_("This booking is over."))
    return found
