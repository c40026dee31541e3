"""Signing in by a code: nobody learns from an answer who is known here, and a code opens once."""

import re
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import deliver
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
CONFIRM = "/account/login/code/confirm/"
CODE = re.compile(r"^[A-Z]{4}-[A-Z]{4}$", re.MULTILINE)
HIDDEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"X-CSRFToken": "[^"]+"')
STRANGER = "person-x@convivio.example"


class NoPostOffice(BaseEmailBackend):
    def send_messages(self, email_messages: object) -> int:
        raise ConnectionRefusedError


def ask(client: Client, email: str) -> Any:
    return client.post(reverse("account_request_login_code"), {"email": email})


def code_sent() -> str:
    found = CODE.search(OutboxMessage.objects.latest("pk").payload["text"])
    assert found
    return found.group()


def sign_in(client: Client, email: str) -> Any:
    ask(client, email)
    return client.post(CONFIRM, {"code": code_sent()})


def seen(answer: Any, email: str) -> tuple[object, ...]:
    """What whoever asks can tell one answer from another by."""
    body = HIDDEN.sub(b"", answer.content).replace(email.encode(), b"ADDRESS")
    headers = {name: value for name, value in answer.items() if name not in {"Set-Cookie", "Expires"}}
    return answer.status_code, headers, sorted(answer.cookies), body


def whole_try(email: str) -> list[tuple[object, ...]]:
    client = Client()
    answers = [ask(client, email), client.get(CONFIRM)]
    answers += [client.post(CONFIRM, {"code": "BBBB-BBBB"}) for _ in range(4)]
    return [seen(answer, email) for answer in answers]


@pytest.fixture(params=["proved", "named"])
def known(request: pytest.FixtureRequest) -> str:
    """An address of somebody's account, proved before or only named so far."""
    person = PersonFactory.create(email="person-k@convivio.example")
    if request.param == "proved":
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return str(person.email)


def test_every_answer_is_the_same_for_a_known_address_and_an_unknown_one(known: str) -> None:
    assert whole_try(known) == whole_try(STRANGER)


def test_the_work_is_the_same_for_a_known_address_and_an_unknown_one(known: str) -> None:
    asked = []
    for email in (known, STRANGER):
        with CaptureQueriesContext(
            connection,
        ) as questions:
            ask(Client(), email)
        asked.append([re.sub(r"\d+|'[^']*'|\"[0-9a-f]+\"", "", one["sql"])[:40] for one in questions])

    assert asked[0] == asked[1]
    assert OutboxMessage.objects.count() == 2


def test_the_letter_to_a_stranger_says_so_and_holds_no_code() -> None:
    ask(Client(), STRANGER)
    deliver()

    assert [message.to for message in mail.outbox] == [[STRANGER]]
    assert not CODE.search(str(mail.outbox[0].body))


def test_when_no_mail_can_leave_an_account_still_answers_like_none(settings: Any, known: str) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.NoPostOffice"
    settings.DELIVER_AT_ONCE = True

    assert seen(ask(Client(), known), known) == seen(ask(Client(), STRANGER), STRANGER)


def test_opening_an_account_answers_alike_for_an_address_that_has_one(known: str) -> None:
    answers = [Client().post(reverse("account_signup"), {"email": email}) for email in (known, STRANGER)]

    assert seen(answers[0], known) == seen(answers[1], STRANGER)


def test_one_code_signs_in_and_proves_the_address(known: str) -> None:
    client = Client()
    answer = sign_in(client, known)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get(reverse("people:account")).status_code == 200
    assert EmailAddress.objects.get(email=known).verified
    assert OutboxMessage.objects.count() == 1


def test_opening_an_account_takes_one_code_too() -> None:
    client = Client()
    client.post(reverse("account_signup"), {"email": STRANGER})
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_sent()})

    assert answer["Location"] == "/"
    assert client.get(reverse("people:account")).status_code == 200


def test_a_code_opens_once(known: str) -> None:
    client, other = Client(), Client()
    ask(client, known)
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    client.post(CONFIRM, {"code": code_sent()})
    other.post(CONFIRM, {"code": code_sent()})

    assert client.get(reverse("people:account")).status_code == 200
    assert other.get(reverse("people:account")).status_code == 302


def test_a_code_ends_after_ten_minutes(known: str) -> None:
    client = Client()
    with time_machine.travel("2026-11-23 09:00", tick=False):
        ask(client, known)
    with time_machine.travel("2026-11-23 09:11", tick=False):
        client.post(CONFIRM, {"code": code_sent()})

        assert client.get(reverse("people:account")).status_code == 302


@pytest.mark.parametrize("path", ["account_request_login_code", "account_signup"])
def test_a_code_is_kept_as_a_digest_only(path: str) -> None:
    email = PersonFactory.create().email if path == "account_request_login_code" else STRANGER
    Client().post(reverse(path), {"email": email})
    code = code_sent()

    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert code not in kept
    assert re.search(r"'code': '[0-9a-f]{64}'", kept)


def test_what_is_kept_of_a_code_is_not_one(known: str) -> None:
    client = Client()
    ask(client, known)
    kept = re.search(r"'code': '([0-9a-f]{64})'", str(Session.objects.get().get_decoded()))
    assert kept
    client.post(CONFIRM, {"code": kept.group(1)})

    assert client.get(reverse("people:account")).status_code == 302


def test_whoever_was_shut_out_gets_no_code(known: str) -> None:
    Person.objects.update(is_active=False)

    assert seen(ask(Client(), known), known) == seen(ask(Client(), STRANGER), STRANGER)
    assert not CODE.search(OutboxMessage.objects.order_by("pk")[0].payload["text"])


def test_an_address_that_somebody_only_claimed_opens_nothing_of_theirs() -> None:
    other = PersonFactory.create()
    EmailAddress.objects.create(user=other, email=STRANGER, verified=False)
    ask(Client(), STRANGER)

    assert not CODE.search(OutboxMessage.objects.get().payload["text"])
