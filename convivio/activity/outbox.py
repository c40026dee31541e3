"""The outbox: written with its cause, sent at least once, parked after five failures."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage

ATTEMPTS = 5
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


@transaction.atomic
def _deliver_one(number: int) -> int:
    message = OutboxMessage.objects.select_for_update().get(pk=number)
    if message.sent_at or message.parked_at:
        return 0
    message.attempts += 1
    try:
        _senders[message.kind](message.payload, message.pk)
    except Exception as error:  # noqa: BLE001 - whatever stops one message must not stop the others
        message.last_error = repr(error)[:2000]
        message.due_at = now() + timedelta(minutes=2**message.attempts)
        if message.attempts >= ATTEMPTS:
            message.parked_at = now()
        message.save()
        return 0
    message.sent_at, message.last_error = now(), ""
    message.save()
    return 1
