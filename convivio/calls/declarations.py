"""What the calls declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.calls.clock import turn_to_today
from convivio.calls.documents import call_documents
from convivio.calls.showing import aside_of, seen_by, url_of
from convivio.search.documents import declare_documents
from convivio.search.showing import Showing, declare_showing
from convivio.web.places import declare_place

declare_documents("call", call_documents)
declare_showing(
    Showing(
        kind="call",
        label=_("Calls"),
        noun=_("call"),
        icon="call",
        position=30,
        url_of=url_of,
        seen_by=seen_by,
        aside_of=aside_of,
    )
)
declare_duty("calls", turn_to_today)
declare_place(30, _("Calls"), "call", "calls:list")
