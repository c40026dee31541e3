"""What people do with notices, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing

declare_acts(
    Circle.AUDITOR,
    {"notices.chosen": gettext_noop("%(who)s chose how notices come: %(what)s")},
)
declare_acts(
    Circle.DOER,
    {"mail_act.used": gettext_noop("%(who)s answered from a letter: %(what)s")},
)
declare_thing("signedact", gettext_noop("a link in a letter"))
