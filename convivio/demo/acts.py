"""What the demonstration does, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts

declare_acts(
    Circle.BODY,
    {"demonstration.loaded": gettext_noop("%(who)s loaded the demonstration network: %(what)s")},
)
