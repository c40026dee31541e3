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
OTHERS_LOOK = """
    SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL))
"""


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
            for table in connection.introspection.table_names(cursor):
                _wait_for_readers(cursor)
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
            cursor.execute("CHECKPOINT")


def _wait_for_readers(cursor: Any) -> None:
    """Wait until nobody looks at an older state of this database: what they may still see is kept for them.

    The server's own analysis of a table is such a reader.
    """
    until = time.monotonic() + PATIENCE_S
    while True:
        cursor.execute(OTHERS_LOOK)
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
