"""What the office of a cluster does, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.office.models import Circular, Contact, Deed, Encounter

declare_acts(
    Circle.BODY,
    {
        "members.changed": gettext_noop("%(who)s changed several members of %(what)s at once"),
        "members.put_back": gettext_noop("%(who)s took a change of several members back: %(what)s"),
        "membership.category_put_back": gettext_noop("%(who)s put the category of %(what)s back"),
        "view.saved": gettext_noop("%(who)s saved a view of the members of %(what)s"),
        "view.removed": gettext_noop("%(who)s removed a view of the members of %(what)s"),
        "note.written": gettext_noop("%(who)s wrote a note about a member of %(what)s"),
        "note.removed": gettext_noop("%(who)s removed a note about a member of %(what)s"),
        "contact.written": gettext_noop("%(who)s wrote down %(what)s"),
        "contact.changed": gettext_noop("%(who)s changed %(what)s"),
        "contact.kept": gettext_noop("%(who)s kept %(what)s for longer"),
        "contact.removed": gettext_noop("%(who)s removed %(what)s"),
        "contact.forgotten": gettext_noop("%(who)s forgot %(what)s, for its time was over"),
        "encounter.written": gettext_noop("%(who)s wrote down %(what)s"),
        "encounter.removed": gettext_noop("%(who)s removed %(what)s"),
        "circular.written": gettext_noop("%(who)s wrote %(what)s"),
        "circular.changed": gettext_noop("%(who)s changed %(what)s"),
        "circular.tried": gettext_noop("%(who)s sent a trial of %(what)s"),
        "circular.sent": gettext_noop("%(who)s sent %(what)s"),
        "circular.thrown_away": gettext_noop("%(who)s threw %(what)s away"),
        "circulars.stopped": gettext_noop("Somebody wants no more circulars of %(what)s"),
        "circulars.wanted_again": gettext_noop("Somebody wants the circulars of %(what)s again"),
    },
)
declare_thing("contact", gettext_noop("a contact"), rows=rows_of(Contact), cluster="cluster")
declare_thing("encounter", gettext_noop("a call or visit"), rows=rows_of(Encounter), cluster="cluster")
declare_thing("circular", gettext_noop("a circular"), rows=rows_of(Circular), cluster="cluster")
declare_thing("deed", gettext_noop("a change of several members"), rows=rows_of(Deed), cluster="cluster")
