"""Whoever tries the mail is told what the mail server said."""

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from convivio.activity.mail_trial import try_mail
from convivio.kernel.errors import BadInput

ANSWERS = {
    "EHLO": "250 here",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 taken as 17",
}


@pytest.fixture
def server(settings: Any) -> Iterator[dict[str, str]]:
    """A mail server of a few words, which a test can change."""
    answers = dict(ANSWERS)
    listening = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
    threading.Thread(target=_serve, args=(listening, answers), daemon=True).start()
    yield answers
    listening.close()


def _serve(listening: socket.socket, answers: dict[str, str]) -> None:
    caller, _ = listening.accept()
    with caller, caller.makefile("rwb") as talk:
        talk.write(b"220 welcome\r\n")
        talk.flush()
        in_letter = False
        for line in talk:
            word = line.decode().strip()[:4].upper()
            if in_letter and word != ".":
                continue
            in_letter = word == "DATA" and answers["DATA"].startswith("354")
            talk.write(f"{answers.get(word, '250 ok')}\r\n".encode())
            talk.flush()


def test_a_letter_that_was_taken_is_told_with_the_servers_words(server: dict[str, str]) -> None:
    trial = try_mail("anna@soci.example")

    assert (trial.has_left, trial.answer) == (True, "250 taken as 17")


def test_a_refusal_is_told_with_the_servers_words(server: dict[str, str]) -> None:
    server["RCPT"] = "550 nobody of that name"

    with pytest.raises(CommandError, match="550 nobody of that name"):
        call_command("mail", "test", "anna@soci.example")


def test_a_server_that_is_not_there_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    trial = try_mail("anna@soci.example")

    assert (trial.has_left, "127.0.0.1:1" in trial.sentence) == (False, True)


def test_what_is_no_address_is_refused() -> None:
    with pytest.raises(BadInput):
        try_mail("anna")
