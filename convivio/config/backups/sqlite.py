"""The SQLite database in a backup: copied while others write, as it was at one instant."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from convivio.activity.checkpoints import Reading as Checkpoints
from convivio.activity.proving import Proof, prove
from convivio.kernel.errors import BadInput

NAME = "database.sqlite3"


def copy(database: Path, target: Path) -> None:
    """Copy a database by SQLite's own backup, in one step: writers go on, the copy sees none of it."""
    with closing(sqlite3.connect(database, timeout=60)) as source, closing(sqlite3.connect(target)) as copied:
        source.backup(copied)
        copied.execute("PRAGMA journal_mode=DELETE")


def rows_of(database: Path) -> dict[str, int]:
    """Count the rows of every table."""
    with closing(sqlite3.connect(database)) as opened:
        names = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        tables = [name for (name,) in opened.execute(names)]
        return {name: opened.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608 - names that the database gave


def migrations_of(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as opened:
        return [f"{app}.{name}" for app, name in opened.execute("SELECT app, name FROM django_migrations")]


def proof_of(database: Path, read: Checkpoints) -> Proof:
    """Prove the trace in a copy."""
    with closing(sqlite3.connect(database)) as opened:

        def rows(question: str) -> Iterator[Sequence[Any]]:
            yield from opened.execute(question)

        return prove(read, rows=rows, vendor="sqlite")


def refuse_what_is_broken(database: Path, counted: dict[str, int]) -> None:
    """Look a copy over: its inner order, its links between rows, its number of rows.

    Errors: BadInput, for what is not in order.
    """
    try:
        with closing(sqlite3.connect(database)) as opened:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
            loose = opened.execute("PRAGMA foreign_key_check").fetchone()
        found = rows_of(database)
    except sqlite3.DatabaseError as error:
        raise BadInput(f"The database in the backup cannot be read: {error}.") from error
    if said != "ok" or loose:
        raise BadInput(f"The database in the backup is not in order: {said}, {loose or 'no loose rows'}.")
    if found != counted:
        raise BadInput("The database in the backup has other numbers of rows than its manifest says.")
