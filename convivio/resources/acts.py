"""What is done with resources and bookings, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.resources.models import Booking, Resource

declare_acts(
    Circle.BODY,
    {
        "resource.offered": gettext_noop("%(who)s offered %(what)s"),
        "resource.changed": gettext_noop("%(who)s changed %(what)s"),
        "resource.confirmed": gettext_noop("%(who)s confirmed %(what)s"),
        "resource.asked_still": gettext_noop("It was asked whether %(what)s still holds"),
        "resource.picture_added": gettext_noop("%(who)s added a picture of %(what)s"),
        "resource.picture_changed": gettext_noop("%(who)s changed a picture of %(what)s"),
        "resource.document_added": gettext_noop("%(who)s added a document to %(what)s"),
        "resource.file_removed": gettext_noop("%(who)s removed a file from %(what)s"),
        "resource.file_brought_back": gettext_noop("%(who)s brought a file of %(what)s back"),
        "resource.withdrawn": gettext_noop("%(who)s took %(what)s out of the catalogue"),
        "resource.closed": gettext_noop("%(who)s closed %(what)s for a time"),
        "resource.reopened": gettext_noop("%(who)s opened %(what)s again"),
        "waiting.begun": gettext_noop("%(who)s stood in the waiting list of %(what)s"),
        "waiting.given_up": gettext_noop("%(who)s left the waiting list of %(what)s"),
        "booking.made": gettext_noop("%(who)s made %(what)s"),
        "booking.series_made": gettext_noop(
            "%(who)s made a series of bookings, the first of which is %(what)s"
        ),
        "booking.moved": gettext_noop("%(who)s moved %(what)s"),
        "booking.approved": gettext_noop("%(who)s said yes to %(what)s"),
        "booking.declined": gettext_noop("%(who)s said no to %(what)s"),
        "booking.cancelled": gettext_noop("%(who)s cancelled %(what)s"),
        "booking.promoted": gettext_noop("%(what)s moved up from the waiting list"),
        "booking.released": gettext_noop("%(what)s was given back, for nobody came"),
        "booking.begun": gettext_noop("%(who)s came for %(what)s"),
        "booking.used": gettext_noop("%(who)s said how long %(what)s was used"),
    },
)
declare_acts(
    Circle.AUDITOR,
    {
        "feed.made": gettext_noop("%(who)s made an address for their calendar"),
        "feed.ended": gettext_noop("%(who)s ended the address for their calendar"),
    },
)
declare_thing("feed", gettext_noop("an address for a calendar"))
declare_thing("resource", gettext_noop("a resource"), rows=rows_of(Resource), organisation="owner")
declare_thing("booking", gettext_noop("a booking"), rows=rows_of(Booking), organisation="organisation")
