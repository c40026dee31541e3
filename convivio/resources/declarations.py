"""What the resources declare to the rooms below."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.files.declarations import declare_files
from convivio.notices.declarations import declare_kind
from convivio.notices.hidden_in_logs import declare_key_after
from convivio.notices.mail_acts import declare_mail_act
from convivio.resources.answering_by_letter import said_of_no, said_of_yes, say_no, say_yes
from convivio.resources.clock import release_no_shows
from convivio.resources.counting_use import count_uses_that_are_over
from convivio.resources.documents import SHOWING, resource_documents
from convivio.resources.permissions import may_read_files
from convivio.resources.picturing import MOST_DOCUMENTS, MOST_PICTURES
from convivio.resources.still_so import (
    CONFIRM,
    KIND,
    ask_whether_still_so,
    confirm_by_letter,
    said_of_confirming,
)
from convivio.resources.telling import KINDS, NO, YES
from convivio.search.documents import declare_documents
from convivio.search.showing import declare_showing
from convivio.web.places import declare_place


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


declare_documents("resource", resource_documents)
declare_showing(SHOWING)
declare_files("resource", may_read_files, pictures=MOST_PICTURES, documents=MOST_DOCUMENTS)
declare_key_after("/resources/feeds/")
for kind in (*KINDS, KIND):
    declare_kind(kind)
declare_mail_act(YES, _("Yes, it is theirs"), said_of_yes, say_yes)
declare_mail_act(NO, _("Not this time"), said_of_no, say_no)
declare_mail_act(CONFIRM, _("Yes, all of it still holds"), said_of_confirming, confirm_by_letter)
declare_duty("resources-still-so", ask_whether_still_so)
declare_duty("no-shows", release_no_shows)
declare_duty("uses for the ledger", count_uses_that_are_over)
declare_place(42, _("Machines and rooms"), "resource", "resources:list")
declare_place(43, _("Bookings"), "calendar", "resources:bookings", _signed_in)
