"""The copy of everything about a person: all of it, readable twice, and nothing of anybody else."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from convivio.activity.letters import post
from convivio.activity.trace import record
from convivio.organisations.models import Claim, Mandate
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.models import Invitation, Person
from convivio.people.privacy.consents import choose_consents
from convivio.people.privacy.own_copy import archive_of
from convivio.people.tests.factories import PersonFactory, acting
from convivio.people.tokens import make_token

pytestmark = pytest.mark.django_db
MINE = (
    "Canaria Mia",
    "mia.canaria@convivio.example",
    "Canarologist",
    "+39 051 1234567",
    "canary words",
    "canary script",
)
THEIRS = ("Altra Persona", "altra@convivio.example", "other words", "Nemica Terza")


@pytest.fixture
def somebody() -> Person:
    """Somebody with something in every table, and somebody else beside them everywhere."""
    me = PersonFactory.create(name=MINE[0], email=MINE[1], job=MINE[2], phone=MINE[3])
    other = PersonFactory.create(name=THEIRS[0], email=THEIRS[1], job="other job")
    PersonFactory.create(name=THEIRS[3])
    body = OrganisationFactory.create(name="Officina Prova")
    EmailAddress.objects.create(user=me, email=me.email, verified=True, primary=True)
    Mandate.objects.create(
        person=me, organisation=body, right="sign", given_by=other, from_on=date(2026, 1, 1)
    )
    Claim.objects.create(person=me, organisation=body, words=MINE[4], decided_by=other)
    Claim.objects.create(person=other, organisation=body, words=THEIRS[2])
    Invitation.objects.create(
        email=me.email,
        kind="x",
        subject="organisation:1",
        digest="d",
        invited_by=other,
        expires_at="2026-12-01T00:00Z",
    )
    make_token(me, MINE[5], by=acting(me))
    TOTP.activate(me, "SECRETSECRET")
    choose_consents(me, frozenset({"news"}), by=acting(me))
    with transaction.atomic():
        post(me.email, "A letter for you", f"{THEIRS[0]} invites you.")
        record("something.done", other, by=acting(me))
    return me


def opened(archive: bytes) -> tuple[dict[str, Any], str]:
    file = zipfile.ZipFile(io.BytesIO(archive))
    return json.loads(file.read("convivio.json")), file.read("convivio.html").decode()


@pytest.mark.parametrize("form", [0, 1], ids=["json", "html"])
def test_everything_about_me_is_in_it(somebody: Person, form: int) -> None:
    told = opened(archive_of(somebody))[form]
    words = json.dumps(told, ensure_ascii=False) if form == 0 else str(told).replace("&#x27;", "'")

    for mine in (*MINE, "Officina Prova", "sign", "A letter for you", "something.done", "news"):
        assert mine in words


@pytest.mark.parametrize("form", [0, 1], ids=["json", "html"])
def test_nothing_of_others_and_no_secret_is_in_it(somebody: Person, form: int) -> None:
    words = str(opened(archive_of(somebody))[form])

    for theirs in (*THEIRS, "SECRETSECRET", somebody.tokens.get().digest, somebody.password or "pbkdf2"):
        assert theirs not in words


def test_the_page_hands_it_out_to_its_person_only(somebody: Person) -> None:
    client = Client()
    assert client.post(reverse("people:own_copy")).status_code == 302
    client.force_login(PersonFactory.create(name="Terza"))

    assert MINE[0] not in str(opened(client.post(reverse("people:own_copy")).content))
    client.force_login(somebody)
    answer = client.post(reverse("people:own_copy"))
    assert MINE[0] in str(opened(answer.content))
    assert answer["Cache-Control"] == "no-store, private"


def test_the_command_writes_it_for_its_reader_only(somebody: Person, tmp_path: Any) -> None:
    file = tmp_path / "copy.zip"
    call_command("people", "export", MINE[1].upper(), "--to", str(file))

    assert MINE[2] in str(opened(file.read_bytes()))
    assert file.stat().st_mode & 0o077 == 0
