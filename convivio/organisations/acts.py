"""What is done to organisations, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.organisations.models import Claim, Mandate, Organisation

declare_acts(
    Circle.BODY,
    {
        "accreditation.granted": gettext_noop("%(who)s wrote down an accreditation of %(what)s"),
        "accreditation.ended": gettext_noop("%(who)s ended an accreditation of %(what)s"),
        "claim.made": gettext_noop("%(who)s claimed the profile of %(what)s"),
        "claim.withdrawn": gettext_noop("%(who)s withdrew a claim to the profile of %(what)s"),
        "double.settled": gettext_noop("%(who)s said whether two records are one organisation: %(what)s"),
        "logo.set": gettext_noop("%(who)s set the logo of %(what)s"),
        "logo.removed": gettext_noop("%(who)s removed the logo of %(what)s"),
        "mandate.given": gettext_noop("%(who)s gave a mandate for %(what)s"),
        "mandate.changed": gettext_noop("%(who)s changed a mandate for %(what)s"),
        "mandate.ended": gettext_noop("%(who)s ended a mandate for %(what)s"),
        "mandate.restored": gettext_noop("%(who)s put a mandate for %(what)s back"),
        "mandate.handed_over": gettext_noop("%(who)s handed a mandate for %(what)s over"),
        "mandate.handed_back": gettext_noop("%(who)s took a hand-over of mandates for %(what)s back"),
        "number.added": gettext_noop("%(who)s added a number of %(what)s"),
        "number.removed": gettext_noop("%(who)s removed a number of %(what)s"),
        "organisation.changed": gettext_noop("%(who)s changed the profile of %(what)s"),
        "organisation.confirmed": gettext_noop("%(who)s confirmed the profile of %(what)s"),
        "organisation.merged": gettext_noop("%(who)s merged a double into %(what)s"),
        "organisation.unmerged": gettext_noop("%(who)s took a double out of %(what)s again"),
        "organisation.placed": gettext_noop("%(who)s said which whole %(what)s belongs to"),
        "organisation.released": gettext_noop("%(who)s let %(what)s go from its whole"),
        "site.added": gettext_noop("%(who)s added a site of %(what)s"),
        "site.changed": gettext_noop("%(who)s changed a site of %(what)s"),
        "site.removed": gettext_noop("%(who)s removed a site of %(what)s"),
    },
)
declare_thing(
    "organisation",
    gettext_noop("an organisation"),
    seen=Organisation.objects.visible_to,
    label="name",
)
declare_thing("claim", gettext_noop("a claim to a profile"), rows=rows_of(Claim), organisation="organisation")
declare_thing("mandate", gettext_noop("a mandate"), rows=rows_of(Mandate), organisation="organisation")
