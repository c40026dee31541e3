from django.utils.translation import gettext as _

from convivio.kernel.errors import WrongState


class EntryIsClosed(WrongState):
    """It is met, withdrawn or expired: nothing more is done with it before it is opened again."""

    code = "entry_is_closed"

    def __init__(self) -> None:
        super().__init__(_("It is closed: nobody answers it any more."))


class EntryIsOpen(WrongState):
    code = "entry_is_open"

    def __init__(self) -> None:
        super().__init__(_("It is open already."))


class EntryChangedMeanwhile(WrongState):
    code = "entry_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed this entry while you were writing."))


class AlreadyAnswered(WrongState):
    code = "already_answered"

    def __init__(self) -> None:
        super().__init__(_("Your organisation has answered it already."))


class AnswerMovedOn(WrongState):
    """The answer is not in the state that this step starts from: somebody else was quicker."""

    code = "answer_moved_on"

    def __init__(self) -> None:
        super().__init__(_("This answer has moved on meanwhile: look at it again."))


class StaysBlinded(WrongState):
    """A need that was blinded cannot be shown with its asker, nor one that was open be hidden afterwards."""

    code = "stays_blinded"

    def __init__(self) -> None:
        super().__init__(_("Whether the asker is hidden is decided when it is published, and stays so."))
