from convivio.kernel.errors import NotAllowed, WrongState


class LinkIsUsed(WrongState):
    """A link for acting from a letter works once."""

    code = "mail_link_is_used"


class LinkHasExpired(WrongState):
    code = "mail_link_has_expired"


class LinkOpensNothing(NotAllowed):
    """What the link would do, this person may not do any more."""

    code = "mail_link_does_nothing"
