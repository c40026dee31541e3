"""What open data declares to the rooms below."""

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.opendata.moving_in.inviting import MOVED_IN, WELCOME
from convivio.opendata.permissions import keeps_an_office
from convivio.opendata.sent_files import forget_late_files
from convivio.people.invitations.inviting import declare_invitation
from convivio.web.places import declare_place

declare_place(90, _("Import members"), "download", "opendata:members", shown=keeps_an_office)
declare_duty("sent files forgotten", lambda: forget_late_files(now()))
declare_invitation(MOVED_IN, WELCOME)
