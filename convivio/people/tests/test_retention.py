"""What is overdue goes by itself, and nothing before its day."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from convivio.activity.models import OutboxMessage
from convivio.kernel.personal import register
from convivio.people.models import Consent, Invitation, Token
from convivio.people.privacy.retention import clear_out
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def rows() -> None:
    """One row of each kind that ends on the first of January, and one of each that has no end yet."""
    person = PersonFactory.create()
    for end in (START, None):
        OutboxMessage.objects.create(kind="letter", sent_at=end)
        Token.objects.create(person=person, name="x", digest=str(end), revoked_at=end)
        Consent.objects.create(person=person, purpose=str(end), words="x", withdrawn_at=end)
    for number, end in enumerate((START, START + timedelta(days=999))):
        Invitation.objects.create(
            email="a@convivio.example", kind="x", subject="y", digest=str(number), expires_at=end
        )
    with time_machine.travel(START - timedelta(days=14)):
        Client().post("/account/login/code/", {"email": "nobody@convivio.example"})


def left(model: Any) -> int:
    return int(model.objects.count())


@pytest.mark.parametrize(
    ("model", "days", "stays"),
    [(Token, 30, 1), (Invitation, 30, 1), (Consent, 5 * 365, 1), (Session, 0, 0)],
    ids=["token", "invitation", "consent", "session"],
)
def test_a_row_goes_when_its_term_is_over_and_not_before(
    rows: None, model: Any, days: int, stays: int
) -> None:
    over = START + timedelta(days=days)
    before = left(model)

    clear_out(over - timedelta(minutes=1))
    assert left(model) == before
    clear_out(over + timedelta(minutes=1))
    assert left(model) == stays


def test_sent_letters_go_after_thirty_days_and_waiting_ones_stay(rows: None) -> None:
    clear_out(START + timedelta(days=30, minutes=1))

    assert not OutboxMessage.objects.exclude(sent_at=None).exists()
    assert OutboxMessage.objects.filter(sent_at=None).count() == 2


def test_every_term_of_the_register_was_tried(rows: None) -> None:
    clear_out(START + timedelta(days=4000))

    for model, entry in register():
        for term in entry.terms:
            assert not model._default_manager.filter(**{f"{term.since}__lte": START}).exists()


def test_a_second_time_finds_nothing(rows: None) -> None:
    clear_out(START + timedelta(days=4000))

    assert clear_out(START + timedelta(days=4000)) == 0


def test_old_mail_files_go(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    for name, age in (("old.log", 31), ("new.log", 29)):
        file = tmp_path / name
        file.write_text("To: a@convivio.example")
        moment = (START - timedelta(days=age)).timestamp()
        os.utime(file, (moment, moment))

    assert clear_out(START) >= 1
    assert [file.name for file in tmp_path.glob("*.log")] == ["new.log"]
