"""What the skills declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.notices.declarations import declare_kind
from convivio.notices.mail_acts import declare_mail_act
from convivio.search.documents import declare_documents
from convivio.search.showing import declare_showing
from convivio.skills.documents import SHOWING, skill_documents
from convivio.skills.permissions import settles_words
from convivio.skills.telling import KINDS, STILL_SO, confirm, said_of_confirming, tell_of_old_skills
from convivio.web.places import declare_place

declare_documents("skill", skill_documents)
declare_showing(SHOWING)
for kind in KINDS:
    declare_kind(kind)
declare_mail_act(STILL_SO, _("Yes, they all still hold"), said_of_confirming, confirm)
declare_duty("old skills", tell_of_old_skills)
declare_place(41, _("Skills"), "skill", "skills:list")
declare_place(48, _("Missing words"), "concept", "skills:words", settles_words)
