"""A year of sharing between the members of the demonstration, so that its ledger can be believed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.timezone import get_current_timezone, localdate

from convivio.demo.network_files import Entry, entries
from convivio.exchanges.models import Exchange, Side, State, Step
from convivio.kernel.money import euros
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person

ANSWERED_IN = timedelta(days=2)
ASKED_BEFORE = timedelta(days=9)
Way = tuple[tuple[State, Side, timedelta], ...]
ASKED = (State.ASKED, Side.TAKER, -ASKED_BEFORE)
AGREED = (State.AGREED, Side.GIVER, -ASKED_BEFORE + ANSWERED_IN)
DELIVERED = (State.DELIVERED, Side.GIVER, timedelta(0))
WAYS: dict[str, Way] = {
    State.ASKED: (ASKED,),
    State.AGREED: (ASKED, AGREED),
    State.DECLINED: (ASKED, (State.DECLINED, Side.GIVER, -ASKED_BEFORE + ANSWERED_IN)),
    State.DELIVERED: (ASKED, AGREED, DELIVERED),
    State.DISPUTED: (ASKED, AGREED, DELIVERED, (State.DISPUTED, Side.TAKER, ANSWERED_IN)),
    State.CONFIRMED: (ASKED, AGREED, DELIVERED, (State.CONFIRMED, Side.TAKER, ANSWERED_IN)),
}
"""The steps by which an exchange came to stand where it stands: each state, whose step, how long from its day."""


def fill_exchanges(organisations: Mapping[str, Organisation]) -> dict[str, int]:
    """Write every exchange with its steps, and count them."""
    speakers = _speakers(organisations)
    count = 0
    for entry in entries("exchanges"):
        for taker, days_ago, amount in entry["given"]:
            on = localdate() - timedelta(days=days_ago)
            pair = organisations[entry["giver"]], organisations[taker]
            _exchange(entry, pair, on, Decimal(str(amount)), speakers)
            count += 1
    return {"exchanges": count}


def _exchange(
    entry: Entry,
    pair: tuple[Organisation, Organisation],
    on: date,
    amount: Decimal,
    speakers: dict[int, Person],
) -> None:
    giver, taker = pair
    kind, _colon, unit = entry["what"].partition(":")
    state = State(entry.get("open", State.CONFIRMED))
    way = WAYS[state]
    is_told = any(one[0] == State.DELIVERED for one in way)
    worth = euros(entry["euros"] * amount) if "euros" in entry else None
    exchange = Exchange.objects.create(
        giver=giver, taker=taker, kind=kind, unit=unit, amount=amount, words=entry["words"],
        on=on if is_told else None, state=state, said_by=Side.GIVER if is_told else "",
        worth=worth, worth_by=Side.GIVER if worth is not None else "",
        worth_agreed_on=on + ANSWERED_IN if worth is not None else None,
        begun_at=_at(on - ASKED_BEFORE), confirmed_at=_at(on + ANSWERED_IN) if state == State.CONFIRMED else None,
    )  # fmt: skip
    Step.objects.bulk_create(
        Step(
            exchange=exchange, state=stood, side=side, at=_at(on + later), amount=amount,
            on=on if stood in {State.DELIVERED, State.CONFIRMED, State.DISPUTED} else None,
            said_by=Side.GIVER if stood in {State.DELIVERED, State.CONFIRMED, State.DISPUTED} else "",
            person=speakers.get(exchange.organisation_of(side).pk),
            words=entry.get("differs", "") if stood in {State.DISPUTED, State.DECLINED} else "",
        )
        for stood, side, later in way
    )  # fmt: skip


def _at(day: date) -> datetime:
    """Take ten in the morning of a day; what would be to come was this morning."""
    return datetime.combine(min(day, localdate()), time(10), get_current_timezone())


def _speakers(organisations: Mapping[str, Organisation]) -> dict[int, Person]:
    """Choose, for each organisation, one who speaks for it."""
    held = Mandate.objects.filter(right=Mandate.Right.SPEAK, organisation__in=organisations.values())
    rows = held.holding_on(localdate()).select_related("person").order_by("-pk")
    return {one.organisation_id: one.person for one in rows}
