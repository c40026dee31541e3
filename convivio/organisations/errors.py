from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState


class ProfileChangedMeanwhile(WrongState):
    """Somebody else kept another version of the profile after this one was opened."""

    code = "profile_changed_meanwhile"


class DoubleIsSettled(WrongState):
    """Somebody has already said whether these two are one body."""

    code = "double_is_settled"


class NumberDoesNotHold(BadInput):
    """A number that cannot be what it says: its form or its check digit is wrong."""

    code = "number_does_not_hold"


class NumberIsTaken(WrongState):
    """A number that one body only can have stands already at another record."""

    code = "number_is_taken"


class WouldBePartOfItself(WrongState):
    """A body cannot be a part of itself, nor of one of its parts."""

    code = "would_be_part_of_itself"


class LogoIsRefused(BadInput):
    """A picture that cannot be taken as a logo."""

    code = "logo_is_refused"


class AccreditationHasEnded(WrongState):
    """Somebody has already said when this accreditation ended."""

    code = "accreditation_has_ended"


class NumberHasASource(WrongState):
    """A number that a public source gives is not taken away by hand."""

    code = "number_has_a_source"


class NothingToRestore(WrongState):
    """What was ended holds again already, or would have ended by now anyway."""

    code = "nothing_to_restore"


class NothingToHandOver(WrongState):
    """Whoever leaves holds nothing on that day, or the two are one person."""

    code = "nothing_to_hand_over"


class HandOverChangedSince(WrongState):
    """One of the two holds something else by now than right after the hand-over."""

    code = "hand_over_changed_since"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This hand-over can no longer be taken back: what the two may do has changed since. Give the rights anew."
            )
        )


class SomebodyActsForIt(WrongState):
    """Somebody acts for the organisation, and decides who else does."""

    code = "somebody_acts_for_it"


class ClaimIsOpen(WrongState):
    """This person has claimed the organisation, and nobody has answered yet."""

    code = "claim_is_open"


class ClaimIsSettled(WrongState):
    """The claim was accepted, refused or withdrawn already."""

    code = "claim_is_settled"


class MergeIsBlocked(WrongState):
    """Two records cannot be made one now: something of theirs cannot stand together."""

    code = "merge_is_blocked"


class RecordIsMerged(WrongState):
    """One of the two records has been merged already, or unmerged already."""

    code = "record_is_merged"


class RecordsChangedMeanwhile(WrongState):
    """The two records changed after the preview was opened."""

    code = "records_changed_meanwhile"


class LaterMergeStands(WrongState):
    """A later merge of one of the records has to be undone first."""

    code = "later_merge_stands"
