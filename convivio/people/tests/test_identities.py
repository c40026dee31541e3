"""Signing in with a real identity provider: linked by a proved address, or not at all."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from convivio.config.settings import oidc
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
CALLBACK = "http://testserver/account/oidc/oidc/login/callback/"
CLIENT, SECRET = "convivio", "a-secret-between-the-two"
PATIENCE_S = 90


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """Start the provider in a process of its own, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "convivio.people.tests.identity_provider",
        str(port),
        CALLBACK,
        CLIENT,
        SECRET,
    ]
    process = subprocess.Popen(command)  # noqa: S603 - our own
    address = f"http://127.0.0.1:{port}"
    try:
        began = time.monotonic()
        while not _answers(address):
            assert process.poll() is None
            assert time.monotonic() - began < PATIENCE_S
            time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


@pytest.fixture(autouse=True)
def trusted(provider: str, settings: Any) -> None:
    settings.OIDC_ISSUER, settings.OIDC_NAME = provider, "Regione"
    settings.SOCIALACCOUNT_PROVIDERS = oidc(provider, "Regione", CLIENT, SECRET)


def sign_in_as(somebody: str, client: Client | None = None) -> tuple[Client, Any]:
    """Go to the provider and back, as a browser does."""
    client = client or Client()
    leaving = client.post(reverse("openid_connect_login", args=["oidc"]))
    back = requests.get(
        leaving["Location"], headers={"X-Somebody": somebody}, allow_redirects=False, timeout=20
    )
    assert back.status_code == 302, back.text[:500]
    return client, client.get(back.headers["Location"].removeprefix("http://testserver"))


def is_signed_in_as(client: Client, email: str) -> bool:
    return email in client.get(reverse("people:account")).content.decode()


def test_a_proved_address_signs_its_person_in_and_is_linked_once() -> None:
    person = PersonFactory.create(email="vera@convivio.example")

    for _ in range(2):
        client, _answer = sign_in_as("vera@convivio.example")
        assert is_signed_in_as(client, person.email)
    assert SocialAccount.objects.get().user == person
    assert EmailAddress.objects.get(user=person).verified


def test_an_unproved_address_opens_nothing_of_anybody() -> None:
    PersonFactory.create(email="vera@convivio.example")
    client, answer = sign_in_as("?vera@convivio.example")

    assert answer.status_code == 403
    assert not is_signed_in_as(client, "vera@convivio.example")
    assert not SocialAccount.objects.exists()


def test_an_unproved_address_opens_no_new_account_either() -> None:
    sign_in_as("?new@convivio.example")

    assert not Person.objects.exists()


def test_a_proved_address_that_nobody_has_opens_an_account_at_once() -> None:
    client, _answer = sign_in_as("new@convivio.example")

    assert is_signed_in_as(client, "new@convivio.example")
    assert not Person.objects.get().has_usable_password()


def test_an_address_that_another_only_claims_is_not_theirs() -> None:
    thief = PersonFactory.create()
    EmailAddress.objects.create(user=thief, email="vera@convivio.example", verified=False)
    client, _answer = sign_in_as("vera@convivio.example")

    assert is_signed_in_as(client, "vera@convivio.example")
    assert SocialAccount.objects.get().user != thief


def test_an_identity_is_a_number_and_not_an_address(provider: str) -> None:
    """Who was linked stays linked; a second person with the same number is nobody else."""
    first = PersonFactory.create(email="vera@convivio.example")
    sign_in_as("vera@convivio.example")
    Person.objects.filter(pk=first.pk).update(email="changed@convivio.example")
    PersonFactory.create(email="vera@convivio.example")
    client, _answer = sign_in_as("vera@convivio.example")

    assert is_signed_in_as(client, "changed@convivio.example")


def test_whoever_was_shut_out_stays_out() -> None:
    PersonFactory.create(email="vera@convivio.example", is_active=False)
    client, _answer = sign_in_as("vera@convivio.example")

    assert client.get(reverse("people:account")).status_code == 302


def test_an_answer_that_was_not_asked_for_is_refused() -> None:
    _client, _answer = sign_in_as("vera@convivio.example")
    asked = Client()
    leaving = asked.post(reverse("openid_connect_login", args=["oidc"]))
    back = requests.get(
        leaving["Location"],
        headers={"X-Somebody": "thief@convivio.example"},
        allow_redirects=False,
        timeout=20,
    )
    other = Client()
    other.get(back.headers["Location"].removeprefix("http://testserver"))

    assert other.get(reverse("people:account")).status_code == 302


def test_the_sign_in_page_names_it_only_where_the_settings_do(settings: Any) -> None:
    page = reverse("account_request_login_code")
    assert "Regione" in Client().get(page).content.decode()

    settings.OIDC_ISSUER, settings.SOCIALACCOUNT_PROVIDERS = "", {}
    assert "Regione" not in Client().get(page).content.decode()
    assert Client().post(reverse("openid_connect_login", args=["oidc"])).status_code == 404
