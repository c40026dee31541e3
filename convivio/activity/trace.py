"""The chain of what happened: how an entry is written, and how the whole is proved."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from convivio.activity.models import Trace, TraceHead
from convivio.kernel.actors import Actor
from convivio.kernel.keys import key_of

BEGINNING = "0" * 64


def record(
    verb: str,
    subject: models.Model | str,
    *,
    by: Actor | None,
    because: models.Model | str = "",
    facts: dict[str, Any] | None = None,
) -> Trace:
    """Write what was done, in the transaction that does it; with no `by`, the clock did it.

    Errors: transaction.TransactionManagementError, outside a transaction: an act and its
    trace are one.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"“{verb}” would be on record although its act could still fail."
        raise transaction.TransactionManagementError(message)
    TraceHead.objects.get_or_create(pk=1)
    head = TraceHead.objects.select_for_update().get(pk=1)
    entry = Trace(
        number=head.number + 1,
        at=now(),
        verb=verb,
        subject=_as_key(subject),
        person=by.person_key if by else "",
        acting_for=by.acting_for_key if by else "",
        because=_as_key(because),
        facts=facts or {},
        previous_digest=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    head.number, head.digest = entry.number, entry.digest
    head.save(update_fields=["number", "digest"])
    return entry


def digest_of(entry: Trace) -> str:
    """Return the SHA-256 of an entry and of the digest before it, in hexadecimal."""
    words = [
        entry.number,
        entry.at.isoformat(timespec="microseconds"),
        entry.verb,
        entry.subject,
        entry.person,
        entry.acting_for,
        entry.because,
        entry.facts,
        entry.previous_digest,
    ]
    text = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold, and what is wrong there."""

    number: int
    problem: str


def flaws() -> Iterator[Flaw]:
    """Walk the chain from its beginning, and say where it was changed, cut or filled in."""
    expected_number, previous = 1, BEGINNING
    for entry in Trace.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected_number:
            yield Flaw(expected_number, "is missing")
        elif entry.previous_digest != previous:
            yield Flaw(entry.number, "does not follow the entry before it")
        if digest_of(entry) != entry.digest:
            yield Flaw(entry.number, "was changed")
        expected_number, previous = entry.number + 1, entry.digest
    head = TraceHead.objects.filter(pk=1).first()
    end = (head.number, head.digest) if head else (0, BEGINNING)
    if end != (expected_number - 1, previous):
        yield Flaw(expected_number, "is where the end was cut off")


def _as_key(thing: models.Model | str) -> str:
    return thing if isinstance(thing, str) else key_of(thing)
