"""A sweep that cannot be finished says so, and is tried again."""

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings as installation
from django.db import OperationalError, connection

from convivio.people.privacy.erasure_journal import waits_for_a_sweep, write_down
from convivio.people.privacy.erasures import sweep_if_needed
from convivio.people.privacy.sweeping import moment, wait_for_those_who_look_behind
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
A_CHANGE = "SELECT pg_current_xact_id()"
MINUTES_S = 180.0
"""As long as the tests beside this one may keep a change under way."""


@pytest.fixture
def erased() -> None:
    write_down(PersonFactory.create())


def test_whoever_was_erased_waits_for_a_sweep(erased: None) -> None:
    assert waits_for_a_sweep()
    assert list(json.loads(Path(installation.ERASURES_FILE).read_text()))


def test_while_somebody_reads_the_sweep_goes_on_waiting(erased: None) -> None:
    with patch("convivio.people.privacy.sweeping._write_anew", side_effect=OperationalError):
        assert sweep_if_needed() == 0

    assert waits_for_a_sweep()


def test_once_swept_nothing_waits(erased: None) -> None:
    with patch("convivio.people.privacy.sweeping._write_anew") as written_anew:
        assert (sweep_if_needed(), sweep_if_needed()) == (1, 0)

    assert written_anew.call_count == 1


def test_nothing_is_swept_where_nobody_was_erased() -> None:
    assert sweep_if_needed() == 0


@pytest.fixture
def somebody() -> Iterator[Any]:
    """Give a second connection to the same server, in another database than the one that is swept."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite says itself who is in the way")
    psycopg = importlib.import_module("psycopg")
    with psycopg.connect(
        host=installation.DATABASES["default"]["HOST"], user="postgres", dbname="postgres"
    ) as one:
        yield one


@pytest.mark.django_db(transaction=True)
def test_a_change_under_way_in_another_database_is_waited_for(somebody: Any) -> None:
    somebody.execute(A_CHANGE)
    with connection.cursor() as cursor:
        cursor.execute(A_CHANGE)
        erased = moment(cursor)
        with pytest.raises(OperationalError, match="older state"):
            wait_for_those_who_look_behind(cursor, erased, patience_s=0.2)

        somebody.rollback()

        wait_for_those_who_look_behind(cursor, erased, patience_s=MINUTES_S)


@pytest.mark.django_db(transaction=True)
def test_who_begins_to_look_afterwards_is_not_in_the_way(somebody: Any) -> None:
    with connection.cursor() as cursor:
        erased = moment(cursor)
        wait_for_those_who_look_behind(cursor, erased, patience_s=MINUTES_S)

        somebody.execute(A_CHANGE)

        wait_for_those_who_look_behind(cursor, erased, patience_s=0)
