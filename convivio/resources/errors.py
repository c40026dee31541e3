from datetime import datetime

from django.utils.translation import gettext as _

from convivio.kernel.errors import WrongState


class SlotIsTaken(WrongState):
    """Somebody holds it; `next_free` says when it can be had instead, if it can."""

    code = "slot_is_taken"

    def __init__(self, next_free: tuple[datetime, datetime] | None) -> None:
        self.next_free = next_free
        super().__init__(_("It is taken at that time."))


class NotOpenThen(WrongState):
    code = "not_open_then"


class AgainstItsRules(WrongState):
    """The time asked for is against the rules of the resource: too long, too far ahead, off its grain, past."""

    code = "against_its_rules"


class BookingIsOver(WrongState):
    code = "booking_is_over"
