from django.utils.translation import gettext as _

from convivio.kernel.errors import BadInput


class BroaderGoesRound(BadInput):
    code = "broader_goes_round"

    def __init__(self, code: str) -> None:
        super().__init__(_("The concept “%(code)s” is broader than itself.") % {"code": code})


class NoSuchBroader(BadInput):
    code = "no_such_broader"

    def __init__(self, code: str, broader: str) -> None:
        super().__init__(
            _("The concept “%(code)s” names a broader one, “%(broader)s”, that does not exist.")
            % {"code": code, "broader": broader}
        )
