"""Telling: one row with the change it tells of; everything else is asked when it is handed out."""

from typing import Any

from django.conf import settings
from django.db import models, transaction

from convivio.activity.models import Trace
from convivio.kernel.keys import key_of
from convivio.notices.handing_out import hand_out_in_the_background
from convivio.notices.kinds import kind_of
from convivio.notices.models import Notice


def tell(
    kind: str,
    about: models.Model | str,
    *,
    because: models.Model | str = "",
    facts: dict[str, Any] | None = None,
) -> Notice:
    """Tell of something, in the transaction that does it; `because` is the entry of the trace.

    Facts are plain: numbers, days in words, keys. What can change is not among them: it is read when
    the notice is sent.

    Errors: TransactionManagementError, outside a transaction; LookupError, for a kind that nobody declared.
    """
    if kind_of(kind) is None:
        message = f"nobody has declared the kind “{kind}”"
        raise LookupError(message)
    if not transaction.get_connection().in_atomic_block:
        message = f"“{kind}” would be told although what it tells of could still fail."
        raise transaction.TransactionManagementError(message)
    notice = Notice.objects.create(
        kind=kind, about=_as_key(about), because=_as_key(because), facts=facts or {}
    )
    if settings.DELIVER_AT_ONCE:
        transaction.on_commit(hand_out_in_the_background)
    return notice


def _as_key(thing: models.Model | str) -> str:
    if isinstance(thing, Trace):
        return f"trace:{thing.number}"
    return thing if isinstance(thing, str) else key_of(thing)
