from convivio.kernel.errors import WrongState


class MailRefused(WrongState):
    """The mail server did not take a letter."""

    code = "mail_refused"
