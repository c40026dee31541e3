"""What the notices declare to the rooms below, and where rooms above declare kinds of theirs."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.activity.outbox import declare_sender
from convivio.notices.endings import ENDING, tell_of_endings
from convivio.notices.handing_out import MESSAGE, work_off
from convivio.notices.hidden_in_logs import hide_keys
from convivio.notices.kinds import Answer, Kind, Line, declare_kind
from convivio.notices.reading import unread_count
from convivio.notices.sending import send
from convivio.web.places import declare_place

__all__ = ["Answer", "Kind", "Line", "declare_kind"]


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


hide_keys()
declare_kind(ENDING)
declare_sender(MESSAGE, send)
declare_duty("endings", tell_of_endings)
declare_duty("notices", work_off)
declare_place(2, _("For you"), "bell", "notices:list", _signed_in, unread_count, calls=True)
