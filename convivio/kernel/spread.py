"""Letting the database learn how its rows are spread, so that it joins in a good order."""

from django.db import connection, transaction

ROWS_READ = 400
"""Rows of each index that SQLite reads to judge it: enough to tell few from many, in milliseconds."""


def learn_spread() -> None:
    """Learn it anew, after many rows came. PostgreSQL does so by itself.

    Without it SQLite guesses: it read 100,000 organisations to count the members of a cluster.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_analyse)


def _analyse() -> None:
    """Read the indexes, never inside a transaction: there each step taken back would read all tables' names anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={ROWS_READ:d}")
        cursor.execute("ANALYZE")
