"""The home that tests share is that of the code as it stands, and of no other."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.fixtures.prepared import TABLES, copy_tables, prepared_home, state_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "convivio/calls/migrations/0001_tables.py",
        "convivio/calls/tests/test_pages.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("once", encoding="utf-8")
    return tmp_path


def test_another_state_of_the_code_is_another_home(root: Path) -> None:
    before = state_of(root)

    (root / "convivio/calls/migrations/0001_tables.py").write_text("anew", encoding="utf-8")

    assert state_of(root) != before


def test_another_package_beside_it_is_another_home(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of(root)

    monkeypatch.setattr("tests.fixtures.prepared.distributions", list)

    assert state_of(root) != before


def test_a_test_written_anew_needs_no_other_home(root: Path) -> None:
    before = state_of(root)

    (root / "convivio/calls/tests/test_pages.py").write_text("anew", encoding="utf-8")

    assert state_of(root) == before


@pytest.mark.django_db
def test_no_migration_is_missing_from_the_database_of_the_tests() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_tables_begin_as_the_migrations_left_them() -> None:
    """As a control, the prepared home has rows that no test may begin with."""
    with closing(sqlite3.connect(":memory:")) as empty:
        copy_tables(empty)
        begun = empty.execute("SELECT COUNT(*) FROM vocabulary_concept").fetchone()
    with closing(sqlite3.connect(prepared_home() / "convivio.sqlite3")) as home:
        shipped = home.execute("SELECT COUNT(*) FROM vocabulary_concept").fetchone()

    assert (prepared_home() / TABLES).exists()
    assert begun == (0,) < shipped
