from convivio.kernel.errors import WrongState


class ProfileChangedMeanwhile(WrongState):
    """Somebody else kept another version of the profile after this one was opened."""

    code = "profile_changed_meanwhile"


class DoubleIsSettled(WrongState):
    """Somebody has already said whether these two are one body."""

    code = "double_is_settled"
