"""What memberships declare to the rooms below."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.memberships.clearing import clear_out_drafts
from convivio.memberships.permissions import LOOKING
from convivio.memberships.telling import IN_OUR_NAME
from convivio.memberships.turning import tell_the_index
from convivio.notices.declarations import declare_kind
from convivio.people.acting import NOBODY, Acting
from convivio.people.privacy.retention import declare_clearing
from convivio.web.places import declare_place


def _looks_after_members(request: HttpRequest) -> bool:
    acting: Acting = getattr(request, "acting", NOBODY)
    return any(choice.rights & set(LOOKING) for choice in acting.choices)


declare_place(47, _("Membership"), "certificate", "memberships:mine", _looks_after_members)
declare_kind(IN_OUR_NAME)
declare_duty("memberships", tell_the_index)
declare_clearing("drafts of applications", clear_out_drafts)
