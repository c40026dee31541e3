"""Sealing: entries are put into the chain in batches, and the end of the chain is signed.

On PostgreSQL an entry with a lower number may appear after a higher one was sealed, because
transactions end in another order than they began. So the chain has an order of its own, that of
sealing; and how far no number can appear any more is known once every transaction has ended that
had begun before that number was drawn.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from convivio.activity import checkpoints, trace_keys
from convivio.activity.errors import KeyIsThere
from convivio.activity.models import Link, TraceHead

BATCH = 5_000


def seal() -> int:
    """Put every entry that waits into the chain, sign its end, and return how many there were."""
    sealed = 0
    while count := _seal_batch():
        sealed += count
        if count < BATCH:
            break
    sign_the_end()
    return sealed


@transaction.atomic
def _seal_batch() -> int:
    head = _hold_head()
    is_settled = head.waiting_since is not None and _all_have_ended(head.waiting_since)
    found = _unsealed(head.settled)
    links = list(_chained(head, found))
    Link.objects.bulk_create(links)
    if len(found) < BATCH:
        _settle(head, is_settled=is_settled)
    head.save()
    return len(found)


def _hold_head() -> TraceHead:
    TraceHead.objects.get_or_create(pk=1)
    return TraceHead.objects.select_for_update().get(pk=1)


def _chained(head: TraceHead, entries: Iterable[tuple[int, str]]) -> Iterable[Link]:
    for number, digest in entries:
        head.number += 1
        head.digest = link_digest(head.digest, head.number, number, digest)
        yield Link(position=head.number, entry=number, digest=head.digest)


def link_digest(previous: str, position: int, entry: int, digest: str) -> str:
    """Return the digest of a link: of the one before, its place, and the entry with its digest."""
    return hashlib.sha256(f"{previous}\n{position}\n{entry}\n{digest}".encode()).hexdigest()


def _unsealed(settled: int) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.number, t.digest FROM activity_trace t WHERE t.number > %s AND NOT EXISTS "
            "(SELECT 1 FROM activity_link l WHERE l.entry = t.number) ORDER BY t.number LIMIT %s",
            [settled, BATCH],
        )
        return list(cursor.fetchall())


def _settle(head: TraceHead, *, is_settled: bool) -> None:
    """Say how far no entry can appear any more: on SQLite at once, for nobody else is writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(number), 0) FROM activity_trace")
            head.settled = cursor.fetchone()[0]
            return
        if head.waiting_since is not None and not is_settled:
            return
        head.settled = max(head.settled, head.waiting_until)
        cursor.execute("SELECT pg_get_serial_sequence('activity_trace', 'number')")
        sequence = cursor.fetchone()[0]
        cursor.execute(
            f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END, clock_timestamp() FROM {sequence}"  # noqa: S608 - a name that the database gave
        )
        head.waiting_until, head.waiting_since = cursor.fetchone()


def _all_have_ended(moment: datetime) -> bool:
    """Say whether every transaction that had begun by a moment has ended."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND xact_start <= %s) AND NOT EXISTS "
            "(SELECT 1 FROM pg_prepared_xacts WHERE database = current_database())",
            [moment],
        )
        return bool(cursor.fetchone()[0])


@transaction.atomic
def sign_the_end() -> None:
    """Sign the end of the chain, if it lies beyond the last checkpoint.

    Whoever signs holds the head, so that checkpoints come in the order of the chain; and only what
    is kept already is signed.
    """
    head = _hold_head()
    if head.number > checkpoints.last_position():
        checkpoints.write(head.number, head.digest, head.settled)


def change_key() -> str:
    """Seal what waits with the old key, let both keys sign the end, and return the new public key.

    Errors: KeyIsLost.
    """
    seal()
    with transaction.atomic():
        head = _hold_head()
        return checkpoints.write_change_of_key(head.number, head.digest, head.settled)


def replace_lost_key() -> Path | None:
    """Put the old checkpoints aside and seal the whole chain with a new key; return where the old ones are.

    Errors: KeyIsThere.
    """
    with transaction.atomic():
        _hold_head()
        if checkpoints.key_is_there():
            raise KeyIsThere
        aside = checkpoints.put_aside()
        trace_keys.path().unlink(missing_ok=True)
    seal()
    return aside
