"""Letters: mail that an act causes, written with it, sent by the outbox, once or as good as once.

A letter waits in the same transaction as its cause. As soon as that is kept, the process that kept
it delivers in the background, so that nobody waits for a mail server, and nobody can read from the
time of an answer whether a letter left; what could not leave is tried again by the clock.
"""

import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction
from django.utils.html import format_html
from django.utils.translation import get_language

from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import declare_sender, deliver, put

KIND = "letter"

FooterOf = Callable[[str], str]
"""From a language to what stands at the foot of every letter; nothing, when there is nothing to say."""

_footers: list[FooterOf] = []


def declare_footer(footer_of: FooterOf) -> None:
    """Let a room say what stands at the foot of every letter: who finances the network."""
    if footer_of not in _footers:
        _footers.append(footer_of)


def footer_in(language: str) -> str:
    """Gather what stands at the foot of a letter in this language."""
    said = (footer_of(language).strip() for footer_of in _footers)
    return "\n".join(words for words in said if words)


def post(to: str, subject: str, text: str, *, html: str = "") -> OutboxMessage:
    """Write a letter to one address, in the transaction of its cause, in the language that is active.

    Errors: TransactionManagementError, outside a transaction.
    """
    footer = footer_in((get_language() or settings.LANGUAGE_CODE)[:2])
    if footer:
        text = f"{text.rstrip()}\n\n-- \n{footer}\n"
        html = f"{html}{format_html('<hr><p><small>{}</small></p>', footer)}" if html else ""
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
            **payload.get("headers", {}),
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
