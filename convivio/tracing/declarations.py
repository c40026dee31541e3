"""The trace puts itself in the rail of those who may read some of it."""

from django.utils.translation import gettext_lazy as _

from convivio.tracing.permissions import reads_trace
from convivio.web.places import declare_place

declare_place(80, _("Trace"), "clock", "tracing:trace", reads_trace)
