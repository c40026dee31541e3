"""What must never happen is refused by the database, also after the last migration.

SQLite makes a table anew when a column changes, and forgets the table's triggers.
"""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from convivio.kernel.overlaps import NothingOverlaps

pytestmark = pytest.mark.django_db


def guards_of_migrations() -> set[str]:
    migrations = MigrationLoader(None).disk_migrations.values()
    return {
        operation.name
        for migration in migrations
        for operation in migration.operations
        if isinstance(operation, NothingOverlaps)
    }


def guards_in_the_database() -> set[str]:
    sqlite = connection.vendor == "sqlite"
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT conname FROM pg_constraint"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        names = {row[0] for row in cursor.fetchall()}
    if not sqlite:
        return names
    return {name.removesuffix("_insert") for name in names if name.replace("_insert", "_update") in names}


def test_every_guard_of_a_migration_stands_in_the_database() -> None:
    expected = guards_of_migrations()

    assert len(expected) >= 5
    assert expected - guards_in_the_database() == set()


def test_a_guard_that_went_missing_is_missed() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER a_mandate_is_held_once_update")
        else:
            cursor.execute("ALTER TABLE organisations_mandate DROP CONSTRAINT a_mandate_is_held_once")

    assert guards_of_migrations() - guards_in_the_database() == {"a_mandate_is_held_once"}
