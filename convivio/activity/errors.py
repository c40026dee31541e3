from django.utils.translation import gettext as _

from convivio.kernel.errors import WrongState


class MailRefused(WrongState):
    """The mail server did not take a letter."""

    code = "mail_refused"


class KeyIsLost(WrongState):
    """There are checkpoints, and the key that signed them is gone."""

    code = "trace_key_is_lost"

    def __init__(self) -> None:
        super().__init__(
            _(
                "The key that signs the trace is gone, or another is in its place. Put the file “trace-key” back from a backup, or begin "
                "with a new one: convivio trace key --lost."
            )
        )


class KeyIsThere(WrongState):
    """Nothing was lost: the key can sign its own successor."""

    code = "trace_key_is_there"

    def __init__(self) -> None:
        super().__init__(_("The key is there: change it with “convivio trace key --new”, so that both sign."))
