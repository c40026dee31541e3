"""A letter leaves with its cause, once, and never holds the database while it does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils.timezone import now

from convivio.activity import outbox
from convivio.activity.letters import post
from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import ATTEMPTS, deliver

pytestmark = pytest.mark.django_db


def test_a_letter_waits_for_the_outbox_and_leaves_once() -> None:
    post("anna@soci.example", "Two\nlines", "Come and see.")

    assert mail.outbox == []
    assert (deliver(), deliver()) == (1, 0)
    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["anna@soci.example"], "Two lines")


@pytest.mark.django_db(transaction=True)
def test_a_letter_without_its_cause_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        post("anna@soci.example", "Hello", "Come and see.")


def test_a_letter_carries_the_same_name_at_every_attempt() -> None:
    message = post("anna@soci.example", "Hello", "Come and see.")
    deliver()
    OutboxMessage.objects.update(sent_at=None, due_at=now())
    deliver()

    names = [letter.extra_headers["Message-ID"] for letter in mail.outbox]
    assert names == [f"<letter-{message.pk}@localhost>"] * 2


@pytest.mark.django_db(transaction=True)
def test_the_database_is_not_held_while_a_message_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    held = []
    monkeypatch.setitem(
        outbox._senders, "probe", lambda _words, _number: held.append(connection.in_atomic_block)
    )
    with transaction.atomic():
        outbox.put("probe", {})

    assert deliver() == 1
    assert held == [False]


def test_what_cannot_leave_is_tried_again_later_and_parked_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_words: dict[str, Any], _number: int) -> None:
        raise OSError("the server does not answer")

    monkeypatch.setitem(outbox._senders, "letter", refuse)
    message = post("anna@soci.example", "Hello", "Come and see.")
    for _attempt in range(ATTEMPTS):
        OutboxMessage.objects.update(due_at=now() - timedelta(seconds=1))
        assert deliver() == 0

    message.refresh_from_db()
    assert message.parked_at is not None
    assert "does not answer" in message.last_error


def test_a_process_delivers_at_once_what_it_has_kept(
    settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.DELIVER_AT_ONCE = True
    with django_capture_on_commit_callbacks() as kept:
        post("anna@soci.example", "Hello", "Come and see.")

    assert [callback.__name__ for callback in kept] == ["_deliver_in_the_background"]
