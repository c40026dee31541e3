from django.utils.translation import gettext as _

from convivio.kernel.errors import WrongState


class NotAtThisPoint(WrongState):
    """The other side was quicker, or it was done before: the page shows how it stands."""

    code = "exchange_not_at_this_point"

    def __init__(self) -> None:
        super().__init__(_("It does not stand there any more: see below how it stands now."))


class WithOneself(WrongState):
    code = "exchange_with_oneself"

    def __init__(self) -> None:
        super().__init__(_("One shares with another: choose a different organisation."))


class NothingToTakeBack(WrongState):
    code = "nothing_to_take_back"

    def __init__(self) -> None:
        super().__init__(
            _("Only the last step can be taken back, on the day it was taken, by the side that took it.")
        )
