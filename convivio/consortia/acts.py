"""What is done at the tables where consortia form, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing
from convivio.consortia.models import Consortium

declare_acts(
    Circle.DOER,
    {
        "consortium.begun": gettext_noop("%(who)s began %(what)s"),
        "consortium.seated": gettext_noop("%(who)s seated a partner at %(what)s"),
        "consortium.seated_again": gettext_noop("%(who)s seated a partner again at %(what)s"),
        "consortium.seat_freed": gettext_noop("%(who)s freed a seat at %(what)s"),
        "consortium.role_changed": gettext_noop("%(who)s changed a role at %(what)s"),
        "consortium.budget_shared": gettext_noop("%(who)s shared the budget of %(what)s"),
        "consortium.described": gettext_noop("%(who)s described %(what)s, and chose its rules"),
        "consortium.renamed": gettext_noop("%(who)s gave %(what)s its name"),
        "consortium.set_aside": gettext_noop("%(who)s set %(what)s aside"),
        "consortium.taken_back": gettext_noop("%(who)s took %(what)s up again"),
        "consortium.exported": gettext_noop("%(who)s took %(what)s away as a file"),
    },
)
declare_thing(
    "consortium",
    gettext_noop("a table"),
    seen=Consortium.objects.visible_to,
    label="name",
)
