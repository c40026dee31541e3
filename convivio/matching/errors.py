"""What matching refuses.

BatchIsNotInstalled    the extra that answers everyone at once is not there
BatchFailed            it began, and did not end well
"""

from typing import ClassVar

from django.utils.translation import gettext as _

from convivio.kernel.errors import WrongState


class BatchIsNotInstalled(WrongState):
    """The engine asked for is an extra, and not installed here."""

    code: ClassVar[str] = "batch_not_installed"

    def __init__(self, lacking: str, extra: str) -> None:
        text = _(
            "Matching everyone at once needs %(lacking)s, which is not installed: add the extra “%(extra)s”."
        )
        super().__init__(text % {"lacking": lacking, "extra": extra})


class BatchFailed(WrongState):
    """The batch stopped before its end; nothing was written."""

    code: ClassVar[str] = "batch_failed"

    def __init__(self, said: str) -> None:
        super().__init__(_("The batch stopped before its end: %(said)s") % {"said": said})
