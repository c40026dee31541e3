"""What is done with exchanges, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.exchanges.models import Exchange

declare_acts(
    Circle.BODY,
    {
        "exchange.asked": gettext_noop("%(who)s asked for %(what)s"),
        "exchange.told": gettext_noop("%(who)s said that %(what)s took place"),
        "exchange.begun": gettext_noop("%(who)s began %(what)s with what came of an answer"),
        "exchange.agreed": gettext_noop("%(who)s agreed on %(what)s"),
        "exchange.declined": gettext_noop("%(who)s declined %(what)s"),
        "exchange.withdrawn": gettext_noop("%(who)s withdrew %(what)s"),
        "exchange.delivered": gettext_noop("%(who)s said how much of %(what)s took place"),
        "exchange.confirmed": gettext_noop("%(who)s confirmed %(what)s"),
        "exchange.disputed": gettext_noop("%(who)s sees %(what)s differently"),
        "exchange.taken_back": gettext_noop("%(who)s took the last step of %(what)s back"),
        "exchange.valued": gettext_noop("%(who)s said what %(what)s is worth"),
        "exchange.worth_agreed": gettext_noop("%(who)s agreed on what %(what)s is worth"),
    },
)
declare_thing("exchange", gettext_noop("an exchange"), rows=rows_of(Exchange), organisation="giver")
