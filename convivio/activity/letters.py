"""Letters: mail that an act causes, written with it, sent by the outbox, once or as good as once.

A letter waits in the same transaction as its cause. As soon as that is kept, the process that kept
it delivers in the background, so that nobody waits for a mail server, and nobody can read from the
time of an answer whether a letter left; what could not leave is tried again by the clock.
"""

import threading
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import declare_sender, deliver, put

KIND = "letter"


def post(to: str, subject: str, text: str, *, html: str = "") -> OutboxMessage:
    """Write a letter to one address, in the transaction of its cause.

    Errors: TransactionManagementError, outside a transaction.
    """
    message = put(KIND, {"to": to, "subject": " ".join(subject.split()), "text": text, "html": html})
    if settings.DELIVER_AT_ONCE:
        transaction.on_commit(_deliver_in_the_background)
    return message


def send(payload: dict[str, Any], number: int) -> None:
    """Give one letter to the mail server; tried twice, it carries the same name."""
    mail = EmailMultiAlternatives(
        payload["subject"],
        payload["text"],
        to=[payload["to"]],
        headers={
            "Message-ID": f"<letter-{number}@{settings.MAIL_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if payload["html"]:
        mail.attach_alternative(payload["html"], "text/html")
    mail.send()


declare_sender(KIND, send)

_delivering = threading.Lock()


def _deliver_in_the_background() -> None:
    threading.Thread(target=_deliver, name="letters", daemon=True).start()


def _deliver() -> None:
    """Deliver what waits, one process's thread at a time."""
    with _delivering:
        try:
            deliver()
        finally:
            connection.close()
