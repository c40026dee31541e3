"""What the people of the two sides are told of an exchange: those who speak for the side whose turn it is, or that should know."""

from collections.abc import Iterable

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from convivio.activity.models import Trace
from convivio.exchanges.amounts import amount_in_words
from convivio.exchanges.models import Exchange, Side, State
from convivio.kernel.keys import split_key
from convivio.notices.declarations import Answer, Kind, Line
from convivio.notices.kinds import Facts
from convivio.notices.telling import tell
from convivio.organisations.models import Mandate
from convivio.people.models import Person
from convivio.web.amounts import in_words, money

ASKED, TO_CONFIRM, NEWS = "exchange.asked", "exchange.to_confirm", "exchange.news"
YES, NO, CONFIRM = "exchange.yes", "exchange.no", "exchange.confirm"
SUBJECTS = {
    "asked": gettext_noop("%(who)s asks you for something: %(what)s"),
    "told": gettext_noop("Is it so? %(what)s, with %(who)s"),
    "begun": gettext_noop("How much was it? %(what)s, with %(who)s"),
    "deliver": gettext_noop("Is it so? %(what)s, with %(who)s"),
    "agree": gettext_noop("%(who)s says yes: %(what)s"),
    "decline": gettext_noop("%(who)s says no: %(what)s"),
    "withdraw": gettext_noop("%(who)s asks no more: %(what)s"),
    "confirm": gettext_noop("%(who)s confirms: %(what)s"),
    "dispute": gettext_noop("%(who)s sees it differently: %(what)s"),
    "taken_back": gettext_noop("%(who)s took the last step back: %(what)s"),
    "valued": gettext_noop("%(who)s says what it is worth: %(what)s"),
    "worth_agreed": gettext_noop("%(who)s agrees on the worth: %(what)s"),
}
KIND_OF = {"asked": ASKED, "told": TO_CONFIRM, "deliver": TO_CONFIRM}


def tell_side(
    side: Side, what: str, exchange: Exchange, *, because: Trace, but: Person | None = None
) -> None:
    """Tell those who speak for a side, but whoever did it."""
    facts = {"what": what, "side": str(side), "but": but.pk if but else 0}
    tell(KIND_OF.get(what, NEWS), exchange, because=because, facts=facts)


def _exchange(about: str) -> Exchange | None:
    rows = Exchange.objects.select_related("giver", "taker")
    return rows.filter(pk=split_key(about)[1]).first()


def _recipients(about: str, facts: Facts) -> Iterable[int]:
    """Give those who speak today for the side that is told, but whoever did it."""
    exchange = _exchange(about)
    if exchange is None:
        return set()
    told = exchange.organisation_of(facts["side"])
    held = Mandate.objects.filter(organisation=told, right=Mandate.Right.SPEAK, person__is_active=True)
    return set(held.holding_on(localdate()).values_list("person", flat=True)) - {facts["but"]}


def _asked(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    return _line(about, facts, person, State.ASKED, (YES, NO))


def _to_confirm(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    return _line(about, facts, person, State.DELIVERED, (CONFIRM,))


def _news(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    return _line(about, facts, person, "", ())


def _line(about: str, facts: Facts, person: Person, state: str, acts: tuple[str, ...]) -> Line | None:
    """Say it while it still stands so, with what can be answered from the letter."""
    exchange = _exchange(about)
    if exchange is None or (state and exchange.state != state):
        return None
    if person.pk not in set(_recipients(about, facts)):
        return None
    side = Side(facts["side"])
    told, other = exchange.organisation_of(side), exchange.organisation_of(side.other)
    said = {"who": other.name, "what": exchange.words}
    answers = tuple(Answer(act, exchange.key, told.key) for act in acts)
    context = tuple(filter(None, (str(exchange.get_kind_display()), worth_in_words(exchange))))
    return Line(
        _(SUBJECTS[facts["what"]]) % said,
        in_a_sentence(exchange),
        context,
        exchange.get_absolute_url(),
        answers,
    )


def in_a_sentence(exchange: Exchange) -> str:
    """Say who gives what to whom, how much of it, and when."""
    said = {
        "giver": exchange.giver.name,
        "taker": exchange.taker.name,
        "amount": amount_in_words(exchange.amount, exchange.unit),
        "what": exchange.words,
    }
    if exchange.on is None:
        return _("%(giver)s to %(taker)s: %(what)s, %(amount)s") % said
    day = {"day": in_words(exchange.on, "j F Y")}
    return _("%(giver)s to %(taker)s: %(what)s, %(amount)s, on %(day)s") % {**said, **day}


def worth_in_words(exchange: Exchange) -> str:
    """Say what it is worth, and whether both say so; nothing where nobody said."""
    if exchange.worth is None:
        return ""
    said = {"worth": money(exchange.worth)}
    if exchange.worth_agreed_on:
        return _("worth %(worth)s, both agree") % said
    return _("worth %(worth)s, as one side says") % said


GROUP = gettext_lazy("Exchanges")
KINDS = (
    Kind(
        ASKED, gettext_lazy("Somebody asks your organisation for something"), _asked, _recipients, group=GROUP
    ),
    Kind(
        TO_CONFIRM, gettext_lazy("What took place, for you to confirm"), _to_confirm, _recipients, group=GROUP
    ),
    Kind(
        NEWS, gettext_lazy("What becomes of your exchanges"), _news, _recipients, default="daily", group=GROUP
    ),
)
