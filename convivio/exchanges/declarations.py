"""What the ledger declares to the rooms below."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convivio.exchanges.answering_by_letter import (
    confirm,
    said_of_confirming,
    said_of_no,
    said_of_yes,
    say_no,
    say_yes,
)
from convivio.exchanges.telling import CONFIRM, KINDS, NO, YES
from convivio.notices.declarations import declare_kind
from convivio.notices.mail_acts import declare_mail_act
from convivio.web.places import declare_place


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


for kind in KINDS:
    declare_kind(kind)
declare_mail_act(YES, _("Yes, gladly"), said_of_yes, say_yes)
declare_mail_act(NO, _("Not this time"), said_of_no, say_no)
declare_mail_act(CONFIRM, _("Yes, it is so"), said_of_confirming, confirm)
declare_place(44, _("Exchanges"), "exchange", "exchanges:ours", _signed_in)
declare_place(45, _("What is shared"), "chart", "exchanges:totals", lambda request: not _signed_in(request))
