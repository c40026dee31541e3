"""What is done while looking for partners, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing
from convivio.matching.models import Question

declare_acts(
    Circle.DOER,
    {
        "question.asked": gettext_noop("%(who)s looked for partners: %(what)s"),
        "question.rules_chosen": gettext_noop("%(who)s chose the rules for %(what)s"),
        "partner.picked": gettext_noop("%(who)s picked a partner: %(what)s"),
        "partner.put_back": gettext_noop("%(who)s put a picked partner back: %(what)s"),
    },
)
declare_thing("question", gettext_noop("a need"), seen=Question.objects.visible_to)
