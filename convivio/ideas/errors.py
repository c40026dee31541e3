from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput, WrongState


class IdeaChangedMeanwhile(WrongState):
    code = "idea_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(_("Somebody else changed it while you were writing."))


class NotReadyToOpen(BadInput):
    """A draft lacks what every reader needs."""

    code = "not_ready_to_open"

    def __init__(self) -> None:
        super().__init__(_("Before others read it, it needs a title, a summary and what it is about."))


class NoSuchStep(WrongState):
    """The stage asked for does not follow the one in which the idea is."""

    code = "no_such_step"

    def __init__(self) -> None:
        super().__init__(_("The idea is at another stage by now: look again before you go on."))


class ReasonIsMissing(BadInput):
    code = "reason_is_missing"

    def __init__(self) -> None:
        super().__init__(_("Say why, in a few words: whoever followed it will read them."))


class AskedAlready(WrongState):
    code = "asked_already"

    def __init__(self) -> None:
        super().__init__(_("This address has been asked already."))


class NotAskedAnyMore(WrongState):
    code = "not_asked_any_more"

    def __init__(self) -> None:
        super().__init__(_("This was answered already, or taken back."))


class LastAuthor(WrongState):
    code = "last_author"

    def __init__(self) -> None:
        super().__init__(_("You are the last who writes it: ask somebody else first, or set it aside."))


class IdeaIsAside(WrongState):
    code = "idea_is_aside"

    def __init__(self) -> None:
        super().__init__(_("It is set aside: it can be read, and its authors can open it again."))


class CommentIsGone(WrongState):
    code = "comment_is_gone"

    def __init__(self) -> None:
        super().__init__(_("This comment was removed or hidden meanwhile."))


class RoundIsClosed(WrongState):
    code = "round_is_closed"

    def __init__(self) -> None:
        super().__init__(_("This round is closed."))


class NotForThisRound(WrongState):
    """Only ideas that are open, of a member of the round's cluster, are handed in."""

    code = "not_for_this_round"

    def __init__(self) -> None:
        super().__init__(_("A round takes ideas of its cluster’s members, once they are open."))


class ReviewerIsTooNear(WrongState):
    """A reviewer of an organisation of one of the authors."""

    code = "reviewer_is_too_near"

    def __init__(self) -> None:
        super().__init__(_("They act for an organisation of its authors: ask somebody else."))


class NoSuchReviewer(BadInput):
    code = "no_such_reviewer"

    def __init__(self) -> None:
        super().__init__(_("Nobody has an account with this address."))


class ConflictFirst(WrongState):
    code = "conflict_first"

    def __init__(self) -> None:
        super().__init__(_("Say first whether you have a conflict of interest; with one you do not score."))
