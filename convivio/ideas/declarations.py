"""What the ideas declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.files.declarations import declare_files
from convivio.ideas.answering_by_letter import (
    join,
    keep,
    refuse,
    said_of_joining,
    said_of_refusing,
    said_of_renewing,
)
from convivio.ideas.attaching import MOST_DOCUMENTS
from convivio.ideas.clock import empty_removed_comments, warn_of_expiry
from convivio.ideas.documents import SHOWING, idea_documents
from convivio.ideas.permissions import may_read_files
from convivio.ideas.telling import JOIN, KINDS, REFUSE, RENEW
from convivio.notices.declarations import declare_kind
from convivio.notices.mail_acts import declare_mail_act
from convivio.search.documents import declare_documents
from convivio.search.showing import declare_showing
from convivio.web.places import declare_place

declare_documents("idea", idea_documents)
declare_showing(SHOWING)
declare_files("idea", may_read_files, pictures=0, documents=MOST_DOCUMENTS)
for kind in KINDS:
    declare_kind(kind)
declare_mail_act(JOIN, _("Yes, I write it with you"), said_of_joining, join)
declare_mail_act(REFUSE, _("Not for me"), said_of_refusing, refuse)
declare_mail_act(RENEW, _("Yes, it still holds"), said_of_renewing, keep)
declare_duty("ideas that expire", warn_of_expiry)
declare_duty("comments removed", empty_removed_comments)
declare_place(41, _("Ideas"), "idea", "ideas:list")
