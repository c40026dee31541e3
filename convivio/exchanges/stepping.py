"""The steps of an exchange: agreed, delivered, confirmed, seen differently, taken back; one at a time, whoever comes first."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.exchanges.beginning import keep_step
from convivio.exchanges.errors import NotAtThisPoint, NothingToTakeBack
from convivio.exchanges.models import Exchange, Side, State, Step
from convivio.exchanges.moves import DELIVER, Move, whose
from convivio.exchanges.permissions import may_step, sides_of
from convivio.exchanges.telling import tell_side
from convivio.kernel.rows import lock
from convivio.people.acting import Acting

VERBS = {
    "agree": "exchange.agreed",
    "decline": "exchange.declined",
    "withdraw": "exchange.withdrawn",
    "deliver": "exchange.delivered",
    "confirm": "exchange.confirmed",
    "dispute": "exchange.disputed",
}
"""How the trace calls each step."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """How much was really given, and on which day."""

    amount: Decimal
    on: date


@transaction.atomic
def step(
    exchange: Exchange, move: Move, *, by: Acting, words: str = "", delivered: Delivered | None = None
) -> None:
    """Take one step.

    Raises: NotAllowed; NotAtThisPoint, when the other side has taken another meanwhile; ValueError when what was
    delivered is not said.
    """
    lock(exchange)
    if exchange.state not in move.begins:
        _knows(by, exchange)
        raise NotAtThisPoint
    theirs = whose(move, exchange)
    may_step(by, exchange, theirs).enforce()
    side = _side_of(by, exchange, theirs)
    if move is DELIVER:
        _deliver(exchange, side, delivered)
    exchange.state = move.into
    exchange.confirmed_at = now() if move.into == State.CONFIRMED else None
    exchange.save(update_fields=["state", "confirmed_at", "amount", "on", "said_by"])
    keep_step(exchange, side, by.person, words)
    facts = {"amount": str(exchange.amount), "unit": exchange.unit}
    verb = VERBS[move.name]
    entry = record(verb, exchange, by=by, because=exchange.about, facts=facts)
    tell_side(side.other, move.name, exchange, because=entry, but=by.person)


@transaction.atomic
def take_back(exchange: Exchange, *, by: Acting) -> None:
    """Undo the last step, on the day it was taken, by the side that took it.

    Raises: NotAllowed; NothingToTakeBack.
    """
    lock(exchange)
    _knows(by, exchange)
    last, before = _last_two(exchange)
    if last is None or not may_take_back(exchange, last, before, sides_of(by, exchange)):
        raise NothingToTakeBack
    if before is None:
        exchange.state = State.WITHDRAWN
    else:
        exchange.state, exchange.amount = before.state, before.amount
        exchange.on, exchange.said_by = before.on, before.said_by
    exchange.confirmed_at = None
    exchange.save(update_fields=["state", "confirmed_at", "amount", "on", "said_by"])
    Step.objects.filter(pk=last.pk).update(is_taken_back=True)
    entry = record(
        "exchange.taken_back", exchange, by=by, because=exchange.about, facts={"before": last.state}
    )
    tell_side(Side(last.side).other, "taken_back", exchange, because=entry, but=by.person)


def undoable(exchange: Exchange, sides: list[Side]) -> Step | None:
    """Give the last step, where somebody who speaks for these sides can still take it back."""
    last, before = _last_two(exchange)
    return last if last is not None and may_take_back(exchange, last, before, sides) else None


def may_take_back(exchange: Exchange, last: Step, before: Step | None, sides: list[Side]) -> bool:
    """Say whether a step is of today, of one of these sides, and the last; how it began is taken back by asking no more."""
    is_ours = last.side in sides and localdate(last.at) == localdate()
    is_first = before is None and exchange.is_automatic
    return is_ours and not is_first and exchange.state == last.state


def _last_two(exchange: Exchange) -> tuple[Step | None, Step | None]:
    """Give the last step that stands and the one before it."""
    rows = list(exchange.steps.filter(is_taken_back=False).order_by("-at", "-pk")[:2])
    return (rows[0] if rows else None), (rows[1] if len(rows) > 1 else None)


def _deliver(exchange: Exchange, side: Side, delivered: Delivered | None) -> None:
    if delivered is None:
        message = "what was delivered has an amount and a day"
        raise ValueError(message)
    exchange.amount, exchange.on, exchange.said_by = delivered.amount, delivered.on, side


def _side_of(by: Acting, exchange: Exchange, theirs: set[Side]) -> Side:
    """Choose for which side a person acts who could for both: the one they act for now."""
    sides = [side for side in sides_of(by, exchange) if side in theirs]
    return next((one for one in sides if exchange.organisation_of(one).key == by.acting_for_key), sides[0])


def _knows(by: Acting, exchange: Exchange) -> None:
    """Let nobody but the two sides learn that it stands elsewhere. Raises: NotAllowed."""
    may_step(by, exchange, set(Side)).enforce()
