from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, NotAllowed, WrongState


class InvitationIsClosed(WrongState):
    """The invitation was taken up, declined, taken back, or has run out: nobody is told which."""

    code = "invitation_is_closed"


class WrongAddress(NotAllowed):
    """The invitation was sent to another address than that of the person who opened it."""

    code = "wrong_address"


class TooManyInvitations(WrongState):
    """Too many invitations about one thing wait for an answer."""

    code = "too_many_invitations"


class WordsDiffer(BadInput):
    """What was typed to show that somebody means it is something else."""

    code = "words_differ"


class SecondStepIsUnreadable(WrongState):
    """A second step was closed with a key that the installation no longer has, so no code can be compared."""

    code = "second_step_is_unreadable"

    def __init__(self) -> None:
        super().__init__(
            _(
                "Your second step cannot be read: the key of this installation has changed. Whoever runs it has "
                "to put the former key back."
            )
        )
