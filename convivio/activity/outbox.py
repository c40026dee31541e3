"""The outbox: written with its cause, sent at least once, parked after five failures."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage

ATTEMPTS = 5
LATEST = 10
"""A message whose process died at every attempt is due again after two to the power of this, in minutes."""
Send = Callable[[dict[str, Any], int], None]
"""Sends one payload; the number is the message's own, the same at every attempt."""

_senders: dict[str, Send] = {}


def declare_sender(kind: str, send: Send) -> None:
    """Let a room say how a kind of message leaves."""
    _senders[kind] = send


def put(kind: str, payload: dict[str, Any]) -> OutboxMessage:
    """Write a message, in the transaction of its cause.

    Errors: TransactionManagementError, outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"A “{kind}” would leave although its cause could still fail."
        raise transaction.TransactionManagementError(message)
    return OutboxMessage.objects.create(kind=kind, payload=payload)


def deliver(limit: int = 200) -> int:
    """Send what is due, oldest first, and return how many left."""
    sent = 0
    for number in OutboxMessage.objects.due(now()).values_list("pk", flat=True)[:limit]:
        sent += _deliver_one(number)
    return sent


def _deliver_one(number: int) -> int:
    """Take a message, send it outside any transaction, and say how it went.

    The database is not held while a slow server answers. Who takes a message puts off its next
    attempt; if the process dies before it says how it went, the message is due again then.
    """
    message = _take(number)
    if message is None:
        return 0
    try:
        _senders[message.kind](message.payload, message.pk)
    except Exception as error:  # noqa: BLE001 - whatever stops one message must not stop the others
        message.last_error = repr(error)[:2000]
        if message.attempts >= ATTEMPTS:
            message.parked_at = now()
        message.save(update_fields=["last_error", "parked_at"])
        return 0
    message.sent_at, message.last_error = now(), ""
    message.save(update_fields=["sent_at", "last_error"])
    return 1


@transaction.atomic
def _take(number: int) -> OutboxMessage | None:
    """Put off the next attempt, so that nobody else sends the message meanwhile; None when it is taken."""
    message = OutboxMessage.objects.due(now()).select_for_update().filter(pk=number).first()
    if message is None:
        return None
    message.attempts += 1
    message.due_at = now() + timedelta(minutes=2 ** min(message.attempts, LATEST))
    message.save(update_fields=["attempts", "due_at"])
    return message
