"""The PostgreSQL database in a backup: every table by COPY, all as of one instant.

It needs no program of PostgreSQL, whatever version the server has. Only rows are copied: a restore
makes the tables by the migrations that the backup names.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, transaction

Tables = dict[str, int]
AT_ONCE = 1024 * 1024


def copy(folder: Path, meanwhile: Callable[[], Any]) -> tuple[Tables, Any]:
    """Copy every table into a file, and count its rows; `meanwhile` reads the same instant."""
    folder.mkdir()
    counts: Tables = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for table in tables():
                columns = ", ".join(f'"{name}"' for name in _columns(cursor, table))
                question = f'COPY "{table}" ({columns}) TO STDOUT'
                with (folder / f"{table}.copy").open("wb") as file, cursor.cursor.copy(question) as copied:
                    for block in copied:
                        file.write(block)
                cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names that the database gave
                counts[table] = cursor.fetchone()[0]
        return counts, meanwhile()


def load(folder: Path, counted: Tables) -> None:
    """Put the rows of a backup into tables that migrations made, all or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in counted:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for table in counted:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
        for table in counted:
            columns = ", ".join(f'"{name}"' for name in _columns(cursor, table))
            with cursor.cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copied:
                _pour(folder / f"{table}.copy", copied)
            _count_on(cursor, table)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in counted:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY column_name",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]


def _count_on(cursor: Any, table: str) -> None:
    """Let the table's numbers go on after the last that it holds."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_identity = 'YES'",
        [table],
    )
    for (column,) in cursor.fetchall():
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), "  # noqa: S608 - names that the database gave
            f'COALESCE(MAX("{column}"), 0) + 1, false) FROM "{table}"'
        )


def _pour(file: Path, into: Any) -> None:
    with file.open("rb") as opened:
        while block := opened.read(AT_ONCE):
            into.write(block)
