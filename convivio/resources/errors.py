from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.kernel.errors import WrongState


class SlotIsTaken(WrongState):
    """Somebody holds it; `next_free` says when it can be had instead, if it can.

    It is looked for when it is read, once the transaction that was refused is over: whoever comes too late keeps
    nobody waiting meanwhile.
    """

    code = "slot_is_taken"

    def __init__(self, look_ahead: Callable[[], tuple[datetime, datetime] | None]) -> None:
        self._look_ahead = look_ahead
        super().__init__(_("It is taken at that time."))

    @cached_property
    def next_free(self) -> tuple[datetime, datetime] | None:
        return self._look_ahead()


class NotOpenThen(WrongState):
    code = "not_open_then"


class AgainstItsRules(WrongState):
    """The time asked for is against the rules of the resource: too long, too far ahead, off its grain, past."""

    code = "against_its_rules"


class BookingIsOver(WrongState):
    code = "booking_is_over"


class AlreadyWaiting(WrongState):
    code = "already_waiting"

    def __init__(self) -> None:
        super().__init__(_("You are in the waiting list for that time already."))


class BookingsInTheWay(WrongState):
    """A closure would fall on bookings: they are named, and nothing is closed until somebody says what becomes of them."""

    code = "bookings_in_the_way"

    def __init__(self, bookings: Sequence[Any]) -> None:
        self.bookings = bookings
        super().__init__(_("Somebody has booked it in that time."))


class ResourceChangedMeanwhile(WrongState):
    code = "resource_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed it while you were writing."))


class DatesClash(WrongState):
    """Some dates of a series cannot be had: they are named, with why, and nothing is held."""

    code = "dates_clash"

    def __init__(self, clashes: Sequence[Any], free: int) -> None:
        self.clashes, self.free = clashes, free
        super().__init__(
            ngettext(
                "One of these dates cannot be had. Nothing is booked yet.",
                "%(count)d of these dates cannot be had. Nothing is booked yet.",
                len(clashes),
            )
            % {"count": len(clashes)}
        )


class NotAllFree(WrongState):
    """Some of what was asked for together cannot be had: it is named, with why, and nothing is held."""

    code = "not_all_free"

    def __init__(self, refused: Sequence[tuple[Any, str]]) -> None:
        self.refused = refused
        super().__init__(_("Not all of them can be had at that time. Nothing is asked for yet."))
