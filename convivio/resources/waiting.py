"""The waiting list: who comes too late stands in it, and moves up by itself in the act that frees a place."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.errors import WrongState
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting, acting_as
from convivio.resources.errors import AlreadyWaiting, BookingIsOver
from convivio.resources.holding import by_its_rules, hold
from convivio.resources.models import Booking, Resource, Waiting
from convivio.resources.opening import Span
from convivio.resources.permissions import may_book, may_leave
from convivio.resources.telling import tell_user


@transaction.atomic
def wait_for(resource: Resource, span: Span, purpose: str, *, by: Acting) -> Waiting:
    """Stand in the waiting list for a time.

    Raises: NotAllowed; AgainstItsRules; AlreadyWaiting.
    """
    lock(resource)
    may_book(by, resource).enforce()
    by_its_rules(resource, span)
    assert by.current is not None  # noqa: S101 - may_book said so
    assert by.person is not None  # noqa: S101
    organisation = split_key(by.current.key)[1]
    asked = {"organisation_id": organisation, "from_at": span.begin, "until_at": span.end}
    if resource.waiting.open().filter(**asked).exists():
        raise AlreadyWaiting
    waiting = Waiting.objects.create(resource=resource, person=by.person, purpose=purpose, **asked)
    record("waiting.begun", resource, by=by)
    return waiting


@transaction.atomic
def give_up(waiting: Waiting, *, by: Acting) -> None:
    """Leave the waiting list.

    Raises: NotAllowed; BookingIsOver, when a place was found meanwhile.
    """
    lock(waiting)
    may_leave(by, waiting).enforce()
    if waiting.became_id is not None or waiting.given_up_at is not None:
        raise BookingIsOver(_("You are not in that waiting list any more."))
    waiting.given_up_at = now()
    waiting.save(update_fields=["given_up_at"])
    record("waiting.given_up", waiting.resource, by=by)


def promote(resource: Resource, *, because: Booking | Resource) -> None:
    """Give what became free to who waits for it, the first first; who may not book any more is passed over.

    The caller holds the resource, in the act that freed a place.
    """
    for one in resource.waiting.open().select_related("organisation", "person"):
        if may_book(acting_as(one.person, one.organisation.key), resource):
            _give(resource, one, because)


def _give(resource: Resource, one: Waiting, because: Booking | Resource) -> None:
    booking = Booking(
        resource=resource, organisation=one.organisation, person=one.person, purpose=one.purpose
    )
    booking.become(Booking.State.BOOKED if resource.is_instant else Booking.State.ASKED)
    try:
        hold(booking, Span(one.from_at, one.until_at))
    except WrongState:
        return
    one.became = booking
    one.save(update_fields=["became"])
    record("booking.promoted", booking, by=None, because=because)
    tell_user("promoted", booking)
