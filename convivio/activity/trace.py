"""The chain of what happened: how an entry is written, and how the whole is proved."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from convivio.activity.models import Trace, TraceHead
from convivio.kernel.actors import Actor
from convivio.kernel.keys import key_of

BEGINNING = "0" * 64
SIGNED = ("number", "at", "verb", "subject", "person", "acting_for", "because", "facts", "previous_digest")
"""What a digest covers, in this order."""


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
    return _digest([getattr(entry, name) for name in SIGNED])


def _digest(words: list[Any]) -> str:
    return hashlib.sha256(_ENCODER.encode(words).encode()).hexdigest()


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    message = f"{value!r} cannot stand in the trace"
    raise TypeError(message)


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_moment)


@dataclass(frozen=True, slots=True)
class Flaw:
    """A place where the chain does not hold, and what is wrong there."""

    number: int
    problem: str


def flaws() -> Iterator[Flaw]:
    """Walk the chain from its beginning, and say where it was changed, cut or filled in."""
    expected_number, previous = 1, BEGINNING
    for *words, digest in Trace.objects.order_by("number").values_list(*SIGNED, "digest").iterator(2000):
        number, before = words[0], words[-1]
        if number != expected_number:
            yield Flaw(expected_number, "is missing")
        elif before != previous:
            yield Flaw(number, "does not follow the entry before it")
        if _digest(words) != digest:
            yield Flaw(number, "was changed")
        expected_number, previous = number + 1, digest
    head = TraceHead.objects.filter(pk=1).first()
    end = (head.number, head.digest) if head else (0, BEGINNING)
    if end != (expected_number - 1, previous):
        yield Flaw(expected_number, "is where the end was cut off")


def _as_key(thing: models.Model | str) -> str:
    return thing if isinstance(thing, str) else key_of(thing)
