"""How an exchange begins: somebody asks, somebody tells what took place, or a booking or an answer becomes one by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from convivio.activity.models import Trace
from convivio.activity.trace import record
from convivio.exchanges.errors import WithOneself
from convivio.exchanges.models import Exchange, Kind, Side, State, Step, Unit
from convivio.exchanges.permissions import may_speak
from convivio.exchanges.telling import tell_side
from convivio.kernel.actors import Actor
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person

ONCE = "one_exchange_of_one_cause"


@dataclass(frozen=True, slots=True)
class Shared:
    """What is shared: its kind, how much of it, on which day, and perhaps what it is worth in euros."""

    kind: Kind
    unit: Unit
    amount: Decimal
    words: str
    on: date | None = None
    worth: Decimal | None = None
    worth_basis: str = ""


@transaction.atomic
def ask(giver: Organisation, taker: Organisation, what: Shared, *, by: Acting, about: str = "") -> Exchange:
    """Ask an organisation for something, for one's own; it answers.

    Raises: NotAllowed; WithOneself.
    """
    may_speak(by, taker).enforce()
    exchange = _begin(giver, taker, what, State.ASKED, Side.TAKER, by=by, about=about)
    entry = _record("exchange.asked", exchange, by)
    tell_side(Side.GIVER, "asked", exchange, because=entry, but=by.person)
    return exchange


@transaction.atomic
def tell_what_took_place(
    giver: Organisation, taker: Organisation, what: Shared, side: Side, *, by: Acting, about: str = ""
) -> Exchange:
    """Say, for one side, that something was given; the other side confirms it.

    Raises: NotAllowed; WithOneself; ValueError without a day.
    """
    may_speak(by, giver if side == Side.GIVER else taker).enforce()
    if what.on is None:
        message = "what took place has a day"
        raise ValueError(message)
    exchange = _begin(giver, taker, what, State.DELIVERED, side, by=by, about=about)
    entry = _record("exchange.told", exchange, by)
    tell_side(side.other, "told", exchange, because=entry, but=by.person)
    return exchange


@transaction.atomic
def begin_exchange(  # noqa: PLR0913 - the way in for every room above, in words
    giver: Organisation,
    taker: Organisation,
    what: Shared,
    *,
    about: str,
    said_by: Side = Side.GIVER,
    is_told: bool = True,
    by: Actor | None = None,
    person: Person | None = None,
) -> Exchange | None:
    """Let a booking that was used, or a need that was met, become an exchange that the other side confirms.

    Where it is not told yet how much it was, either side says so later. Of one cause there is one: who comes second is given the first. None where both are one organisation: nobody
    shares with themselves. With no `by` the clock says it, for the side that gives.
    """
    if giver.pk == taker.pk:
        return None
    known = Exchange.objects.filter(about=about, is_automatic=True)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            exchange = _begin(
                giver,
                taker,
                what,
                State.DELIVERED if is_told else State.AGREED,
                said_by,
                by=None,
                about=about,
                is_automatic=True,
                person=person,
            )
    except IntegrityError as error:
        if ONCE not in str(error) and "about" not in str(error):
            raise
        return known.get()
    if is_told:
        entry = record("exchange.told", exchange, by=by, because=about, facts=_facts(exchange))
        tell_side(said_by.other, "told", exchange, because=entry, but=person)
        return exchange
    entry = record("exchange.begun", exchange, by=by, because=about, facts=_facts(exchange))
    for side in Side:
        tell_side(side, "begun", exchange, because=entry)
    return exchange


def _begin(  # noqa: PLR0913
    giver: Organisation,
    taker: Organisation,
    what: Shared,
    state: State,
    side: Side,
    *,
    by: Acting | None,
    about: str,
    is_automatic: bool = False,
    person: Person | None = None,
) -> Exchange:
    if giver.pk == taker.pk:
        raise WithOneself
    has_worth = what.worth is not None
    exchange = Exchange.objects.create(
        giver=giver,
        taker=taker,
        kind=what.kind,
        unit=what.unit,
        amount=what.amount,
        words=what.words,
        on=what.on,
        state=state,
        said_by=side if state == State.DELIVERED else "",
        worth=what.worth,
        worth_basis=what.worth_basis if has_worth else "",
        worth_by=side if has_worth else "",
        about=about,
        is_automatic=is_automatic,
    )
    keep_step(exchange, side, by.person if by else person)
    return exchange


def keep_step(exchange: Exchange, side: Side | str, person: Person | None, words: str = "") -> Step:
    """Keep how the exchange stands now as one step of its history."""
    return Step.objects.create(
        exchange=exchange,
        state=exchange.state,
        amount=exchange.amount,
        on=exchange.on,
        said_by=exchange.said_by,
        side=side,
        person=person,
        words=words,
    )


def _record(verb: str, exchange: Exchange, by: Acting) -> Trace:
    return record(verb, exchange, by=by, because=exchange.about, facts=_facts(exchange))


def _facts(exchange: Exchange) -> dict[str, object]:
    other = exchange.giver if exchange.said_by == Side.TAKER else exchange.taker
    return {"kind": exchange.kind, "amount": str(exchange.amount), "unit": exchange.unit, "other": other.key}
