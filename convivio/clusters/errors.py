from convivio.kernel.errors import WrongState


class OfficeHoldsAgain(WrongState):
    """An office that was ended holds again already, or would have ended by now anyway."""

    code = "office_holds_again"


class NoOfficeToHandOver(WrongState):
    """Whoever leaves keeps no office on that day, or the two are one person."""

    code = "no_office_to_hand_over"
