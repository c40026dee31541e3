"""What happened: how an entry is written, and the digest that says what it was.

Writing waits for nobody: an entry is put into the chain later, by `sealing`.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db import models, transaction
from django.utils.timezone import now

from convivio.activity.models import Trace
from convivio.kernel.actors import Actor
from convivio.kernel.keys import key_of

TOLD = ("at", "verb", "subject", "person", "acting_for", "because", "salt", "facts")
"""What a digest covers, in this order."""
MOMENT = "%Y-%m-%d %H:%M:%S.%f"


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
    entry = Trace(
        at=now(),
        verb=verb,
        subject=_as_key(subject),
        person=by.person_key if by else "",
        acting_for=by.acting_for_key if by else "",
        because=_as_key(because),
        facts=facts or {},
        salt=secrets.token_hex(8),
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    return entry


def digest_of(entry: Trace) -> str:
    """Return the SHA-256 of an entry, in hexadecimal."""
    words = [getattr(entry, name) for name in TOLD[1:-1]]
    facts = canonical(json.dumps(entry.facts))
    return digest_of_words([entry.at.astimezone(UTC).strftime(MOMENT), *words, facts])


def digest_of_words(words: Sequence[str]) -> str:
    """Return the SHA-256 of words, each after its length and a colon, so that none runs into the next."""
    return hashlib.sha256("".join([f"{len(word)}:{word}" for word in words]).encode()).hexdigest()


def canonical(facts: str) -> str:
    """Write facts in the one form that either database gives back: keys in order, whole numbers whole."""
    if facts == "{}":
        return facts
    return _ENCODER.encode(_DECODER.decode(facts))


def _number(text: str) -> float | int:
    value = float(text)
    return int(value) if value.is_integer() else value


_DECODER = json.JSONDecoder(parse_float=_number)
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def _as_key(thing: models.Model | str) -> str:
    return thing if isinstance(thing, str) else key_of(thing)
