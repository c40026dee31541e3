"""What the people declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.people.privacy.consents import declare_purpose
from convivio.people.privacy.erasing import declare_erasure
from convivio.people.privacy.erasures import erase_who_asked, sweep_if_needed
from convivio.people.privacy.retention import clear_out
from convivio.people.privacy.sweeping import forget_mail_files

declare_erasure("mail files", lambda _person, addresses: forget_mail_files(addresses))
declare_duty("people forgotten", erase_who_asked)
declare_duty("overdue rows cleared out", clear_out)
declare_duty("files swept", sweep_if_needed)
declare_purpose(
    "news", _("the clusters write to you with news, events and calls that are not addressed to you by name.")
)
