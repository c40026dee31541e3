"""Sweeping: what erased rows leave behind in the database's own files, and in the folder of mails.

SQLite overwrites what is deleted, but copies stand in the write-ahead log until it is taken in, and in
pages moved about; PostgreSQL keeps deleted rows until their table is written anew.
"""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from convivio.people.privacy.erasure_journal import write_down_sweep

PATIENCE_S, AGAIN_S = 20.0, 0.05
NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"
SOMEBODY_LOOKS_BEHIND = """
    SELECT pg_snapshot_xmin(pg_current_snapshot()) < %(erased)s::xid8 OR EXISTS (
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
        AND pid <> pg_backend_pid() AND age(backend_xmin) > age(%(erased)s::xid8::xid))
"""
"""Two things keep what was erased: a look at this database from before, and a change still under way anywhere
on the server, because whoever looks next, the vacuum itself too, begins from the oldest of those. Once neither
is there, nobody can look behind any more, however many come after."""


def sweep() -> bool:
    """Write the database anew without what was deleted, and say whether nothing was in the way.

    Takes a while; nobody else writes meanwhile. Where somebody reads for longer than we wait, the log cannot
    be cut, and what waits for a sweep goes on waiting.
    """
    try:
        _write_anew()
    except OperationalError:
        return False
    write_down_sweep()
    return True


def _write_anew() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = cursor.fetchone()[0]
            if is_busy:
                raise OperationalError("somebody reads the log")
        else:
            wait_for_those_who_look_behind(cursor, moment(cursor))
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
            cursor.execute("CHECKPOINT")


def moment(cursor: Any) -> str:
    """Return the number of the first change that has not begun yet: what was erased came before."""
    cursor.execute(NOW)
    return str(cursor.fetchone()[0])


def wait_for_those_who_look_behind(cursor: Any, erased: str, patience_s: float = PATIENCE_S) -> None:
    """Wait until nobody can see the database as it was before this moment: for them it would be kept.

    Errors: OperationalError, after so many seconds.
    """
    until = time.monotonic() + patience_s
    while True:
        cursor.execute(SOMEBODY_LOOKS_BEHIND, {"erased": erased})
        if not cursor.fetchone()[0]:
            return
        if time.monotonic() > until:
            raise OperationalError("somebody reads an older state")
        time.sleep(AGAIN_S)


def forget_mail_files(words: frozenset[str]) -> int:
    """Take the mails that name an address or a person out of the folder of mails, where mail is written there."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not folder:
        return 0
    gone = 0
    for file in Path(folder).glob("*.log"):
        text = file.read_text(encoding="utf-8", errors="replace").lower()
        if any(one.lower() in text for one in words):
            file.unlink()
            gone += 1
    return gone
