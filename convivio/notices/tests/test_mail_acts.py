"""A link from a letter does one thing once, for one person, with what they may do at that moment."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils.timezone import now

from convivio.activity.models import Trace
from convivio.kernel.errors import NotAllowed
from convivio.notices import mail_acts
from convivio.notices.errors import LinkIsUsed
from convivio.notices.handing_out import work_off
from convivio.notices.kinds import Answer
from convivio.notices.mail_acts import declare_mail_act, mail_link, signed_act, use
from convivio.notices.models import SignedAct
from convivio.notices.tests.factories import declared
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


@dataclass
class Deeds:
    """What was done by letters, by whom, and whether it is still open."""

    done: list[tuple[str, str]] = field(default_factory=list)
    is_open: bool = True
    refuses: bool = False

    def sentence(self, key: str, _by: Acting) -> str | None:
        return f"The button approves {key}." if self.is_open else None

    def do(self, key: str, by: Acting) -> str:
        self.done.append((key, by.person_key))
        if self.refuses:
            raise NotAllowed("Your mandate has ended.")
        return f"{key} is approved."


@pytest.fixture
def deeds() -> Iterator[Deeds]:
    made = Deeds()
    declare_mail_act("test.approve", "Approve", made.sentence, made.do)
    yield made
    del mail_acts._declared["test.approve"]


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory.create(language="en")
    return made


def path_for(person: Person) -> str:
    return re.sub(r"^https?://[^/]+", "", mail_link(person, "test.approve", "call:1"))


def test_opening_it_says_what_it_does_and_does_nothing(deeds: Deeds, person: Person, client: Client) -> None:
    path = path_for(person)
    for _look in range(3):
        answer = client.get(path)
        client.head(path)

    assert "The button approves call:1." in answer.content.decode()
    assert deeds.done == []
    assert SignedAct.objects.get().used_at is None


def test_the_button_does_it_as_that_person_and_the_trace_tells(
    deeds: Deeds, person: Person, client: Client
) -> None:
    answer = client.post(path_for(person))

    assert "call:1 is approved." in answer.content.decode()
    assert deeds.done == [("call:1", person.key)]
    entry = Trace.objects.newest_first()[0]
    assert (entry.verb, entry.subject, entry.person) == ("mail_act.used", "call:1", person.key)
    assert "-" not in str(entry.facts)


def test_it_works_once(deeds: Deeds, person: Person, client: Client) -> None:
    path = path_for(person)
    client.post(path)

    again = client.post(path)
    assert again.status_code == client.get(path).status_code == 410
    assert "used already" in again.content.decode()
    assert len(deeds.done) == 1


def test_pressed_twice_at_once_it_works_once(deeds: Deeds, person: Person) -> None:
    path_for(person)
    stale = SignedAct.objects.get()
    use(SignedAct.objects.get(), acting(person))

    with pytest.raises(LinkIsUsed):
        use(stale, acting(person))
    assert len(deeds.done) == 1


def test_after_fourteen_days_it_has_expired(deeds: Deeds, person: Person, client: Client) -> None:
    path = path_for(person)
    with time_machine.travel(now() + timedelta(days=14, minutes=1), tick=False):
        answer = client.post(path)

    assert answer.status_code == 410
    assert "expired" in answer.content.decode()
    assert deeds.done == []


def test_what_is_not_open_any_more_says_so_and_leaves_the_link(
    deeds: Deeds, person: Person, client: Client
) -> None:
    path = path_for(person)
    deeds.is_open = False

    assert client.get(path).status_code == client.post(path).status_code == 410
    assert deeds.done == []
    assert "call:1" not in client.get(path).content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_the_room_refuses_is_said_and_undone(deeds: Deeds, person: Person, client: Client) -> None:
    deeds.refuses = True
    answer = client.post(path_for(person))

    assert "Your mandate has ended." in answer.content.decode()
    assert SignedAct.objects.get().used_at is None
    assert not Trace.objects.filter(verb="mail_act.used").exists()


def test_who_left_acts_no_more(deeds: Deeds, person: Person, client: Client) -> None:
    path = path_for(person)
    Person.objects.update(is_active=False)

    assert client.post(path).status_code == 410
    assert deeds.done == []


def test_a_wrong_secret_opens_nothing(deeds: Deeds, person: Person, client: Client) -> None:
    path = path_for(person)
    act = SignedAct.objects.get()

    for wrong in (path.rstrip("/")[:-1] + "/", f"/notices/act/{act.pk}-/", f"/notices/act/{act.digest}/"):
        assert client.post(wrong).status_code == 404
    assert deeds.done == []


def test_only_the_digest_of_the_secret_is_kept(deeds: Deeds, person: Person) -> None:
    secret = path_for(person).split("-", 1)[1].rstrip("/")
    act = SignedAct.objects.get()

    assert signed_act(f"{act.pk}-{secret}") == act
    assert secret not in str(SignedAct.objects.values().get())


def test_no_log_holds_a_link(
    deeds: Deeds, person: Person, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    path = path_for(person)
    secret = path.split("-", 1)[1].rstrip("/")
    with caplog.at_level(logging.DEBUG):
        client.post(path)
        client.post(path)
        client.get(path.rstrip("/")[:-1] + "/")
        Client(enforce_csrf_checks=True).post(path)

    assert "/notices/act/…" in caplog.text
    assert secret[:-1] not in caplog.text


def test_who_tries_too_often_has_to_wait(
    deeds: Deeds, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convivio.notices.views.acting.LIMITS", {"mail_act": "3/m/ip"})
    tries = [client.get(f"/notices/act/1-{number}/").status_code for number in range(5)]

    assert tries == [404, 404, 404, 429, 429]


def test_a_program_that_sends_forms_of_others_is_refused(deeds: Deeds, person: Person) -> None:
    path = path_for(person)
    program = Client(enforce_csrf_checks=True)

    assert program.post(path).status_code == 403
    assert deeds.done == []


def test_letters_carry_links_that_were_made_for_their_reader(deeds: Deeds) -> None:
    people = PersonFactory.create_batch(2)
    with declared("test.one") as things:
        things.answers = (Answer("test.approve", "call:1"),)
        things.told("test.one", "call:1", *people)
        work_off()

    assert {act.person for act in SignedAct.objects.all()} == set(people)
    for letter in mail.outbox:
        found = re.search(r"/notices/act/(\S+)/", str(letter.body))
        act = signed_act(found[1]) if found else None
        assert act is not None
        assert act.person.email == letter.to[0]


def test_a_link_for_what_nobody_declared_cannot_be_made(person: Person) -> None:
    with pytest.raises(LookupError), transaction.atomic():
        mail_link(person, "test.unknown", "call:1")
