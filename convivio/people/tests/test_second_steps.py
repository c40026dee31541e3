"""Whoever holds an office goes through a second step before anything; whoever holds none may."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from convivio.people import acting as rooms
from convivio.people.acting import Capacity
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting
from convivio.people.tests.test_sign_in import sign_in
from convivio.people.tokens import acting_by_token, make_token

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def office(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody with an office, where offices need a second step."""
    settings.SECOND_STEP_FOR_OFFICES = True
    person = PersonFactory.create()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)

    def keeps(one: Person, _on: date) -> Iterator[Capacity]:
        if one == person:
            yield Capacity("cluster:1", "Cluster", frozenset({"cluster_office"}), is_office=True)

    monkeypatch.setattr(rooms, "_declared", [keeps])
    return person


def signed_in(person: Person) -> Client:
    client = Client()
    sign_in(client, person.email)
    return client


def number() -> str:
    counter = list(yield_hotp_counters_from_time())[1]
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def leads_to(client: Client, path: str = "/") -> str:
    return str(client.get(path).get("Location", "")).partition("?")[0]


def test_an_office_without_a_second_step_is_sent_to_set_one_up(office: Person) -> None:
    client = signed_in(office)

    for path in ("/", reverse("organisations:list"), reverse("people:mandates")):
        assert leads_to(client, path) == reverse("mfa_index")


def test_it_opens_what_setting_one_up_needs(office: Person) -> None:
    client = signed_in(office)
    client.get("/")

    for name in ("mfa_index", "mfa_activate_totp", "people:account", "account_logout"):
        assert client.get(reverse(name)).status_code == 200


def test_it_makes_no_token_before(office: Person) -> None:
    client = signed_in(office)
    client.post(reverse("people:tokens"), {"name": "script"})

    assert not office.tokens.exists()


@pytest.mark.django_db(transaction=True)
def test_once_set_up_the_same_session_goes_on(office: Person) -> None:
    client = signed_in(office)
    client.get(reverse("mfa_activate_totp"))
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post(reverse("mfa_activate_totp"), {"code": number()})

    assert Authenticator.objects.filter(user=office, type="totp").exists()
    assert leads_to(client) == ""


def test_signing_in_asks_the_second_step_and_then_all_is_open(office: Person) -> None:
    TOTP.activate(office, SECRET)
    client = signed_in(office)
    assert leads_to(client, reverse("people:account")).startswith("/account/")

    client.post(reverse("mfa_authenticate"), {"code": number()})

    assert leads_to(client) == ""


def test_whoever_was_signed_in_since_before_must_take_the_step_too(office: Person) -> None:
    client = signed_in(office)
    TOTP.activate(office, SECRET)

    assert leads_to(client) == reverse("mfa_reauthenticate")
    client.post(reverse("mfa_reauthenticate"), {"code": number()})
    assert leads_to(client) == ""


def test_whoever_was_signed_in_since_before_sets_up_no_step_of_their_own(office: Person) -> None:
    client = signed_in(office)
    TOTP.activate(office, SECRET)

    assert leads_to(client, reverse("mfa_add_webauthn")) == reverse("mfa_reauthenticate")


def test_a_program_of_an_office_without_a_second_step_opens_nothing(office: Person) -> None:
    secret = make_token(office, "script", by=acting(office))
    assert acting_by_token(secret) is None

    TOTP.activate(office, SECRET)

    assert acting_by_token(secret) is not None


def test_the_api_says_in_its_own_words_what_is_missing(office: Person) -> None:
    answer = signed_in(office).get("/api/v1/organisations/")

    assert (answer.status_code, answer.json()["code"]) == (403, "second_step_missing")


def test_a_part_of_a_page_sends_the_whole_page_there(office: Person) -> None:
    answer = signed_in(office).get("/", headers={"HX-Request": "true"})

    assert answer["HX-Redirect"].startswith(reverse("mfa_index"))


def test_a_head_request_is_no_way_around(office: Person) -> None:
    assert signed_in(office).head("/")["Location"].startswith(reverse("mfa_index"))


def test_the_last_second_step_of_an_office_stays(office: Person) -> None:
    client = signed_in(office)
    TOTP.activate(office, SECRET)
    client.post(reverse("mfa_reauthenticate"), {"code": number()})
    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=office, type="totp").exists()


def test_whoever_holds_no_office_needs_none(office: Person) -> None:
    assert leads_to(signed_in(PersonFactory.create())) == ""


def test_in_the_demonstration_nobody_needs_one(office: Person, settings: Any) -> None:
    settings.SECOND_STEP_FOR_OFFICES = False

    assert leads_to(signed_in(office)) == ""


def test_guesses_at_the_number_meet_the_limit(office: Person) -> None:
    TOTP.activate(office, SECRET)
    client = signed_in(office)
    answers = [client.post(reverse("mfa_authenticate"), {"code": f"{n:06}"}).status_code for n in range(7)]

    assert answers == [200, 200, 200, 200, 200, 429, 429]
