from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
CONFIRMS = (302, "/account/login/code/confirm/")


class NoPostOffice(BaseEmailBackend):
    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError


def ask_for_a_code(email: str) -> tuple[int, str]:
    client = Client(raise_request_exception=False)
    answer = client.post(reverse("account_request_login_code"), {"email": email})
    return answer.status_code, answer.headers.get("Location", "")


def test_a_code_leaves_for_whoever_has_an_account_and_nobody_else() -> None:
    known = PersonFactory.create().email

    assert ask_for_a_code(known) == ask_for_a_code("nobody@convivio.example") == CONFIRMS
    assert [message.to for message in mail.outbox] == [[known]]


def test_when_no_mail_can_leave_an_account_still_answers_like_none(settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoPostOffice"
    known = PersonFactory.create().email

    assert ask_for_a_code(known) == ask_for_a_code("nobody@convivio.example") == CONFIRMS
