"""What is done on the board, as the trace tells it.

Acts of the asker's side are about the entry, acts of the answering side about the answer: an organisation reads what is
about its own, and so not who a hidden asker is.
"""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.needs.askers import entries_with_asker
from convivio.needs.models import Answer

declare_acts(
    Circle.BODY,
    {
        "need.posted": gettext_noop("%(who)s put %(what)s on the board"),
        "need.changed": gettext_noop("%(who)s changed %(what)s"),
        "need.renewed": gettext_noop("%(who)s renewed %(what)s"),
        "need.withdrawn": gettext_noop("%(who)s took %(what)s off the board"),
        "need.met": gettext_noop("%(who)s said that %(what)s is met"),
        "need.reopened": gettext_noop("%(who)s opened %(what)s again"),
        "need.expired": gettext_noop("%(what)s left the board, for nobody renewed it"),
        "need.appointed": gettext_noop("%(who)s chose who accompanies %(what)s"),
        "need.read": gettext_noop("%(who)s accepted the terms of %(what)s and read it"),
        "need.introduced": gettext_noop("%(who)s proposed an introduction for %(what)s"),
        "need.agreed_to": gettext_noop("%(who)s said yes to an introduction for %(what)s"),
        "need.declined_to": gettext_noop("%(who)s said no to an answer to %(what)s"),
        "need.met_to": gettext_noop("%(who)s wrote down a meeting about %(what)s"),
        "need.taken_up_again": gettext_noop("%(who)s took an answer to %(what)s up again"),
        "need.came_to_nothing": gettext_noop("%(who)s said that an answer to %(what)s came to nothing"),
        "answer.sent": gettext_noop("%(who)s sent %(what)s"),
        "answer.agreed": gettext_noop("%(who)s said yes to an introduction from %(what)s"),
        "answer.declined": gettext_noop("%(who)s said no to an introduction from %(what)s"),
        "answer.met": gettext_noop("%(who)s wrote down a meeting from %(what)s"),
        "answer.withdrawn": gettext_noop("%(who)s took back %(what)s"),
    },
)
declare_thing(
    "entry",
    gettext_noop("an entry on the board"),
    rows=entries_with_asker,
    cluster="cluster",
    organisation="asked_for",
)
declare_thing(
    "answer",
    gettext_noop("an answer to an entry"),
    rows=rows_of(Answer),
    cluster="entry__cluster",
    organisation="organisation",
)
