"""A sweep that cannot be finished says so, and is tried again."""

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings as installation
from django.db import OperationalError

from convivio.people.privacy.erasure_journal import waits_for_a_sweep, write_down
from convivio.people.privacy.erasures import sweep_if_needed
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


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
