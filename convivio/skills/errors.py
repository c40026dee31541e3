from django.utils.translation import gettext as _

from convivio.kernel.errors import WrongState


class SkillIsThere(WrongState):
    """The organisation says this skill already; its page is where it is changed."""

    code = "skill_is_there"

    def __init__(self) -> None:
        super().__init__(_("This skill is among yours already."))


class SkillIsWithdrawn(WrongState):
    code = "skill_is_withdrawn"

    def __init__(self) -> None:
        super().__init__(_("This skill was taken away: put it back first."))


class VouchedAlready(WrongState):
    code = "vouched_already"

    def __init__(self) -> None:
        super().__init__(_("You have confirmed this skill already."))


class WordIsSettled(WrongState):
    code = "word_is_settled"

    def __init__(self) -> None:
        super().__init__(_("Somebody has decided about this word already."))


class WordIsKnown(WrongState):
    code = "word_is_known"

    def __init__(self) -> None:
        super().__init__(_("The vocabulary has this word: choose it in the list."))
