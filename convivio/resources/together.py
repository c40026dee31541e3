"""Several resources of several owners for the same hours: one request, and each owner answers for its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.errors import WrongState
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.resources.errors import AgainstItsRules, NotAllFree
from convivio.resources.free_time import Calendar, calendars_of
from convivio.resources.holding import by_its_rules, hold
from convivio.resources.models import Booking, Resource, Together
from convivio.resources.opening import Span
from convivio.resources.permissions import may_book, may_offer
from convivio.resources.telling import tell_owner
from convivio.resources.waiting import promote

MOST_PICKED = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """When several resources would be used, what for, and whether only all of them are of use."""

    span: Span
    purpose: str = ""
    only_if_all: bool = False


def free_then(resources: Sequence[Resource], span: Span) -> list[Resource]:
    """Keep what can be had for the whole of a span, by its hours, its bookings and its rules."""
    longest = max((one.buffer_minutes for one in resources), default=0)
    around = Span(span.begin, span.end + timedelta(minutes=longest))
    return [one.resource for one in calendars_of(resources, around) if _has_room(one.resource, one, span)]


def _has_room(resource: Resource, calendar: Calendar, span: Span) -> bool:
    try:
        by_its_rules(resource, span)
    except AgainstItsRules:
        return False
    held = Span(span.begin, span.end + timedelta(minutes=resource.buffer_minutes))
    return calendar.is_open(span) and bool(calendar.places_free(held))


@transaction.atomic
def ask_together(resources: Sequence[Resource], plan: Plan, *, by: Acting) -> Together:
    """Hold a place of each in one act, or of none.

    Raises: NotAllowed; AgainstItsRules, for fewer than two or too many; NotAllFree, naming what cannot be had.
    """
    if not 1 < len(resources) <= MOST_PICKED:
        raise AgainstItsRules(_("Tick two of them at least, and %(most)d at most.") % {"most": MOST_PICKED})
    together = Together.objects.create(only_if_all=plan.only_if_all)
    refused: list[tuple[Resource, str]] = []
    for resource in sorted(resources, key=lambda one: one.pk):
        lock(resource)
        may_book(by, resource).enforce()
        try:
            _hold(resource, together, plan, by)
        except WrongState as refusal:
            refused.append((resource, refusal.message))
    if refused:
        raise NotAllFree(refused)
    return together


def _hold(resource: Resource, together: Together, plan: Plan, by: Acting) -> None:
    assert by.current is not None  # noqa: S101 - may_book said so
    is_at_once = resource.is_instant or bool(may_offer(by, resource.owner))
    booking = Booking(
        resource=resource, organisation_id=split_key(by.current.key)[1], person=by.person,
        purpose=plan.purpose, together=together,
    )  # fmt: skip
    booking.become(Booking.State.BOOKED if is_at_once else Booking.State.ASKED)
    hold(booking, plan.span)
    record("booking.made", booking, by=by, because=resource, facts={"state": booking.state})
    tell_owner("made" if is_at_once else "asked", booking, but=by.person)


def hold_the_others(*bookings: Booking) -> None:
    """Hold all that their requests touch, always in one order, before an answer that may release the others."""
    asked = {one.together_id for one in bookings if one.together_id is not None}
    if not asked:
        return
    numbers = set(Booking.objects.filter(together__in=asked).values_list("resource", flat=True))
    list(Resource.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def release_the_others(booking: Booking, *, by: Acting) -> None:
    """Give the others of a request back when one of them cannot be had and only all are of use.

    The caller holds them (`hold_the_others`).
    """
    together = booking.together
    if together is None or not together.only_if_all:
        return
    rows = Booking.objects.holding().filter(together=together, from_at__gt=now()).exclude(pk=booking.pk)
    for one in rows.select_related("resource__owner", "organisation", "person").order_by("pk"):
        one.become(Booking.State.CANCELLED)
        one.save(update_fields=["state", "holds"])
        record("booking.cancelled", one, by=None, because=booking)
        tell_owner("off", one, but=by.person)
        promote(one.resource, because=one)
