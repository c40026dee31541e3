"""What is done to applications and memberships, as the trace tells it."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing
from convivio.memberships.models import Application, Passage, State


def _sent_once() -> QuerySet[Application]:
    """What nobody has sent yet is the applicant's own."""
    return Application.objects.filter(
        Exists(Passage.objects.filter(application=OuterRef("pk"), into=State.SENT))
    )


declare_acts(
    Circle.DOER,
    {
        "application.begun": gettext_noop("%(who)s began %(what)s"),
        "application.named": gettext_noop("%(who)s named the organisation in %(what)s"),
        "application.enclosed": gettext_noop("%(who)s enclosed a paper with %(what)s"),
        "application.enclosure_removed": gettext_noop("%(who)s took a paper out of %(what)s"),
        "application.shared": gettext_noop("%(who)s shared %(what)s with a colleague"),
        "application.warned": gettext_noop("a letter said that %(what)s would be erased: nobody works on it"),
        "application.erased": gettext_noop("%(what)s was erased: nobody had worked on it for half a year"),
    },
)
declare_acts(
    Circle.BODY,
    {
        "application.sent": gettext_noop("%(who)s sent %(what)s"),
        "application.withdrawn": gettext_noop("%(who)s withdrew %(what)s"),
        "application.taken_up": gettext_noop("%(who)s took %(what)s up again"),
        "application.checked": gettext_noop("%(who)s found %(what)s complete, and put it before the board"),
        "application.returned": gettext_noop("%(who)s sent %(what)s back to the applicant"),
        "application.taken_back": gettext_noop("%(who)s took %(what)s back to the office"),
        "application.identified": gettext_noop("%(who)s said which organisation %(what)s comes from"),
        "application.admitted": gettext_noop("%(who)s admitted the applicant of %(what)s"),
        "application.refused": gettext_noop("%(who)s refused %(what)s"),
        "application.refusal_undone": gettext_noop("%(who)s took the refusal of %(what)s back"),
        "organisation.registered": gettext_noop("%(who)s wrote %(what)s into the register"),
        "membership.begun": gettext_noop("%(who)s began %(what)s"),
        "membership.category_changed": gettext_noop("%(who)s changed the category of %(what)s"),
        "membership.suspended": gettext_noop("%(who)s suspended %(what)s"),
        "membership.lifted": gettext_noop("%(who)s lifted the suspension of %(what)s"),
        "membership.ended": gettext_noop("%(who)s ended %(what)s"),
        "membership.ending_taken_back": gettext_noop("%(who)s took the end of %(what)s back"),
        "membership.chains_set": gettext_noop("%(who)s set the value chains of %(what)s"),
        "category.added": gettext_noop("%(who)s added a category of members: %(what)s"),
        "category.changed": gettext_noop("%(who)s changed a category of members: %(what)s"),
        "category.moved": gettext_noop("%(who)s moved a category of members: %(what)s"),
        "category.removed": gettext_noop("%(who)s removed a category of members: %(what)s"),
    },
)
declare_thing(
    "application",
    gettext_noop("an application"),
    rows=_sent_once,
    cluster="cluster",
    organisation="organisation",
)
