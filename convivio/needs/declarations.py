"""What the board declares to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.needs import answering_by_letter as by_letter
from convivio.needs.clock import ask_before_the_end, expire_entries, see_what_nobody_answers
from convivio.needs.documents import SHOWING, entry_documents
from convivio.needs.telling import ACCEPT, DECLINE, KINDS, RENEW
from convivio.notices.declarations import declare_kind
from convivio.notices.mail_acts import declare_mail_act
from convivio.search.documents import declare_documents
from convivio.search.showing import declare_showing
from convivio.web.places import declare_place

declare_documents("entry", entry_documents)
declare_showing(SHOWING)
for kind in KINDS:
    declare_kind(kind)
declare_mail_act(RENEW, _("Keep it on the board"), by_letter.said_of_renewing, by_letter.renew)
declare_mail_act(ACCEPT, _("Yes, introduce us"), by_letter.said_of_yes, by_letter.say_yes)
declare_mail_act(DECLINE, _("Not this time"), by_letter.said_of_no, by_letter.say_no)
declare_duty("board-ends", expire_entries)
declare_duty("board-asks", ask_before_the_end)
declare_duty("board-silence", see_what_nobody_answers)
declare_place(40, _("Needs and offers"), "shared", "needs:board")
