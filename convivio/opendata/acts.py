"""What is taken in from elsewhere, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing
from convivio.sources.models import Reading

declare_acts(
    Circle.BODY,
    {
        "source.read": gettext_noop("%(who)s read a public source: %(what)s"),
        "calls.taken_in": gettext_noop("%(who)s took calls in: %(what)s"),
        "vocabulary.taken_in": gettext_noop("%(who)s took a vocabulary in: %(what)s"),
        "members.taken_in": gettext_noop("%(who)s took a list of members in: %(what)s"),
        "workbook.taken_in": gettext_noop("%(who)s took a workbook to move in with in: %(what)s"),
        "workbook.taken_back": gettext_noop("%(who)s took back what a workbook had brought: %(what)s"),
        "members.taken_back": gettext_noop("%(who)s took an import of members back: %(what)s"),
    },
)
declare_thing("reading", gettext_noop("a reading of a source"), seen=lambda _reader: Reading.objects.all())
