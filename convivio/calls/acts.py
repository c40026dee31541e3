"""What a call is called in the trace."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import declare_thing
from convivio.calls.models import Call

declare_thing("call", gettext_noop("a call"), seen=lambda _reader: Call.objects.all())
