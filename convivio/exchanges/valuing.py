"""What an exchange is worth in euros: said by one side, counted once the other agrees."""

from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.exchanges.errors import NotAtThisPoint
from convivio.exchanges.models import Exchange, Side, State
from convivio.exchanges.permissions import SIGN, may_step, sides_of
from convivio.exchanges.telling import tell_side
from convivio.kernel.rows import lock
from convivio.people.acting import Acting

WITHOUT_WORTH = frozenset({State.DECLINED, State.WITHDRAWN})


@transaction.atomic
def propose_worth(exchange: Exchange, worth: Decimal, basis: str, *, by: Acting) -> None:
    """Say what it is worth, and how that is worked out; what both agreed on is open again, on that day alone.

    Raises: NotAllowed; NotAtThisPoint, for what did not come about or was agreed on before today.
    """
    lock(exchange)
    may_step(by, exchange, set(Side)).enforce()
    if not is_open_to_worth(exchange):
        raise NotAtThisPoint
    side = _side(by, exchange, "speak")
    exchange.worth, exchange.worth_basis, exchange.worth_by = worth, basis, side
    exchange.worth_agreed_on = None
    _save(exchange)
    entry = record("exchange.valued", exchange, by=by, facts={"cents": int(worth * 100)})
    tell_side(side.other, "valued", exchange, because=entry, but=by.person)


@transaction.atomic
def agree_on_worth(exchange: Exchange, worth: Decimal, *, by: Acting) -> None:
    """Agree for the other side, with a mandate to sign, on the worth that was read.

    Raises: NotAllowed; NotAtThisPoint, when another worth was proposed meanwhile or it is agreed on already.
    """
    lock(exchange)
    may_step(by, exchange, set(Side)).enforce()
    is_open = is_open_to_worth(exchange) and not exchange.worth_agreed_on
    if not exchange.worth_by or not is_open or exchange.worth != worth:
        raise NotAtThisPoint
    theirs = Side(exchange.worth_by).other
    may_step(by, exchange, {theirs}, SIGN).enforce()
    exchange.worth_agreed_on = localdate()
    _save(exchange)
    entry = record("exchange.worth_agreed", exchange, by=by, facts={"cents": int(worth * 100)})
    tell_side(theirs.other, "worth_agreed", exchange, because=entry, but=by.person)


def is_open_to_worth(exchange: Exchange) -> bool:
    """Say whether a worth can be proposed: once both agreed it stays, for sums are made of it."""
    return exchange.state not in WITHOUT_WORTH and exchange.worth_agreed_on in {None, localdate()}


def may_agree_on_worth(acting: Acting, exchange: Exchange) -> bool:
    """Say whether this person can agree on what the other side proposes."""
    if not exchange.worth_by or exchange.worth_agreed_on or exchange.state in WITHOUT_WORTH:
        return False
    return Side(exchange.worth_by).other in sides_of(acting, exchange, SIGN)


def _side(by: Acting, exchange: Exchange, right: str) -> Side:
    sides = sides_of(by, exchange, right)
    return next((one for one in sides if exchange.organisation_of(one).key == by.acting_for_key), sides[0])


def _save(exchange: Exchange) -> None:
    exchange.save(update_fields=["worth", "worth_basis", "worth_by", "worth_agreed_on"])
