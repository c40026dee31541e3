"""Which steps an exchange can take, from where to where, and whose step each is."""

from dataclasses import dataclass

from convivio.exchanges.models import OPEN, Exchange, Side, State

BOTH = frozenset(Side)


@dataclass(frozen=True, slots=True)
class Move:
    """One step: the states it starts from, and the one it leads to."""

    name: str
    begins: tuple[State, ...]
    into: State
    wants_words: bool = False


AGREE = Move("agree", (State.ASKED,), State.AGREED)
DECLINE = Move("decline", (State.ASKED,), State.DECLINED)
WITHDRAW = Move("withdraw", (State.ASKED, State.AGREED, State.DISPUTED), State.WITHDRAWN)
DELIVER = Move("deliver", (State.AGREED, State.DISPUTED), State.DELIVERED)
CONFIRM = Move("confirm", (State.DELIVERED,), State.CONFIRMED)
DISPUTE = Move("dispute", (State.DELIVERED,), State.DISPUTED, wants_words=True)
MOVES = {one.name: one for one in (AGREE, DECLINE, WITHDRAW, DELIVER, CONFIRM, DISPUTE)}


def whose(move: Move, exchange: Exchange) -> set[Side]:
    """Say whose step it is: the giver answers what was asked, the side that did not say so confirms."""
    if move in {AGREE, DECLINE}:
        return {Side.GIVER}
    if move is WITHDRAW:
        return {Side.TAKER} if exchange.state == State.ASKED else set(BOTH)
    if move in {CONFIRM, DISPUTE}:
        return {Side(exchange.said_by).other} if exchange.said_by else set()
    return set(BOTH)


def open_to(exchange: Exchange, sides: list[Side]) -> list[Move]:
    """List the steps that somebody who speaks for these sides can take now."""
    return [
        move
        for move in MOVES.values()
        if exchange.state in move.begins and whose(move, exchange) & set(sides)
    ]


def waits_for(exchange: Exchange) -> set[Side]:
    """Say whose turn it is."""
    if exchange.state not in OPEN or exchange.state == State.AGREED:
        return set()
    if exchange.state == State.ASKED:
        return {Side.GIVER}
    if exchange.state == State.DISPUTED:
        return set(BOTH)
    return {Side(exchange.said_by).other}
