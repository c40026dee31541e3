"""Being forgotten: asked for, taken back in time, done; at once by an office; again after a restore."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings as installation
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now

from convivio.activity import checkpoints, trace_keys
from convivio.activity.models import OutboxMessage, Trace
from convivio.activity.proving import prove
from convivio.activity.sealing import seal
from convivio.clusters.models import Office
from convivio.clusters.tests.factories import ClusterFactory
from convivio.kernel.errors import NotAllowed
from convivio.organisations.models import Claim, Mandate
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.errors import WordsDiffer
from convivio.people.models import ErasureWish, Invitation, Person
from convivio.people.privacy.erasing import erase
from convivio.people.privacy.erasure_journal import lines, written_down
from convivio.people.privacy.erasures import (
    ask_for_erasure,
    erase_at_once,
    erase_who_asked,
    open_wish,
    reapply_erasures,
    take_back_erasure,
)
from convivio.people.tests.factories import PersonFactory, acting
from convivio.people.tests.test_sign_in import ask
from convivio.people.tokens import acting_by_token, make_token

pytestmark = pytest.mark.django_db
YESTERDAY_AND_TODAY = {"from_on": date(2020, 1, 1)}


@pytest.fixture
def person() -> Person:
    return PersonFactory.create(
        name="Canaria Sua", email="sua@convivio.example", job="canary", phone="051 99"
    )


def office_of(*clusters: Any) -> Person:
    holder = PersonFactory.create()
    for cluster in clusters:
        Office.objects.create(person=holder, kind="cluster_office", cluster=cluster, **YESTERDAY_AND_TODAY)
    return holder


def test_the_account_is_emptied_and_its_number_stays(person: Person) -> None:
    erase(person, by=None, why="asked")

    left = Person.objects.get(pk=person.pk)
    assert (left.name, left.job, left.phone, left.shown_to, left.is_active) == ("", "", "", {}, False)
    assert left.email == f"erased-{person.pk}@erased.invalid"
    assert left.erased_at is not None


def test_what_opens_the_account_is_gone(person: Person) -> None:
    client = Client()
    client.force_login(person)
    ask(Client(), person.email)
    secret = make_token(person, "script", by=acting(person))
    TOTP.activate(person, "SECRET")
    EmailAddress.objects.create(user=person, email="second@convivio.example", verified=True)

    erase(person, by=None, why="asked")

    assert not Authenticator.objects.exists()
    assert not EmailAddress.objects.exists()
    assert not Session.objects.exists()
    assert acting_by_token(secret) is None
    assert client.get(reverse("people:account")).status_code == 302


def test_what_was_sent_and_offered_to_them_is_gone(person: Person) -> None:
    ask(Client(), person.email)
    Invitation.objects.create(
        email="SUA@convivio.example", kind="x", subject="y", digest="z", expires_at=now()
    )
    told = OutboxMessage.objects.create(
        payload={"to": "o@convivio.example", "text": "by Canaria Sua"}, sent_at=now()
    )
    waiting = OutboxMessage.objects.create(payload={"to": "o@convivio.example", "text": "by Canaria Sua"})

    erase(person, by=None, why="asked")

    assert list(OutboxMessage.objects.all()) == [waiting]
    assert told.pk != waiting.pk
    assert not Invitation.objects.exists()


def test_what_they_might_do_for_others_ends(person: Person) -> None:
    body, cluster = OrganisationFactory.create(), ClusterFactory.create()
    Mandate.objects.create(person=person, organisation=body, right="sign", **YESTERDAY_AND_TODAY)
    Mandate.objects.create(
        person=person, organisation=body, right="vote", from_on=localdate() + timedelta(days=9)
    )
    Office.objects.create(person=person, kind="board", cluster=cluster, **YESTERDAY_AND_TODAY)
    Claim.objects.create(person=person, organisation=body, words="Canaria speaking")

    erase(person, by=None, why="asked")

    assert not Mandate.objects.holding_on(localdate()).exists()
    assert not Office.objects.holding_on(localdate()).exists()
    assert Mandate.objects.get().from_on == date(2020, 1, 1)
    assert (Claim.objects.get().words, Claim.objects.get().state) == ("", "withdrawn")


def test_the_trace_stays_whole_and_names_nobody(person: Person, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    make_token(person, "canary script", by=acting(person))
    seal()
    erase(person, by=None, why="asked")

    assert prove(checkpoints.read(trace_keys.public_key())).holds
    assert "anar" not in str(list(Trace.objects.values()))
    assert Trace.objects.latest("number").facts == {"why": "asked"}


def test_erasing_twice_happens_once(person: Person) -> None:
    stale = Person.objects.get(pk=person.pk)

    assert erase(person, by=None, why="asked")
    assert not erase(stale, by=None, why="asked")
    assert Trace.objects.filter(verb="person.erased").count() == 1


def test_somebody_else_of_the_same_name_is_left_alone(person: Person) -> None:
    other = PersonFactory.create(name=person.name)
    make_token(other, "script", by=acting(other))
    erase(person, by=None, why="asked")

    other.refresh_from_db()
    assert (other.name, other.tokens.count()) == ("Canaria Sua", 1)


def test_a_wish_is_done_when_its_days_are_over_and_not_before(person: Person) -> None:
    ask_for_erasure(person, " SUA@convivio.example ", by=acting(person))

    assert erase_who_asked(now() + timedelta(days=6)) == 0
    assert erase_who_asked(now() + timedelta(days=7, minutes=1)) == 1
    assert ErasureWish.objects.get().done_at is not None


def test_a_wish_can_be_taken_back(person: Person) -> None:
    ask_for_erasure(person, person.email, by=acting(person))
    take_back_erasure(person, by=acting(person))
    take_back_erasure(person, by=acting(person))

    assert erase_who_asked(now() + timedelta(days=8)) == 0
    assert [one.verb for one in Trace.objects.order_by("number")] == ["erasure.asked", "erasure.taken_back"]


def test_asking_twice_is_one_wish(person: Person) -> None:
    first = ask_for_erasure(person, person.email, by=acting(person))

    assert ask_for_erasure(person, person.email, by=acting(person)) == first


def test_another_address_is_no_confirmation(person: Person) -> None:
    with pytest.raises(WordsDiffer):
        ask_for_erasure(person, "other@convivio.example", by=acting(person))


def test_the_pages_ask_and_take_back(person: Person) -> None:
    client = Client()
    client.force_login(person)
    refused = client.post(reverse("people:erasure"), {"typed": "sua@elsewhere.example"})
    client.post(reverse("people:erasure"), {"typed": person.email})

    assert refused.status_code == 422
    assert "sua@elsewhere.example" in refused.content.decode()
    assert open_wish(person)
    client.post(reverse("people:erasure_undone"))
    assert open_wish(person) is None


def test_the_office_of_their_one_cluster_forgets_them_at_once(person: Person) -> None:
    cluster = ClusterFactory.create()
    Office.objects.create(person=person, kind="board", cluster=cluster, **YESTERDAY_AND_TODAY)
    client = Client()
    client.force_login(office_of(cluster))
    page = reverse("people:erasure_of_another", args=[person.pk])

    assert client.post(page, {"why": "left", "typed": "wrong"}).status_code == 422
    assert client.post(page, {"why": "left", "typed": person.email}).status_code == 302
    assert Trace.objects.latest("number").facts == {"why": "left"}
    assert client.get(page).status_code == 404


def test_no_other_office_may(person: Person) -> None:
    mine, other = ClusterFactory.create_batch(2)
    Office.objects.create(person=person, kind="board", cluster=mine, **YESTERDAY_AND_TODAY)
    for holder in (office_of(other), PersonFactory.create(), person):
        with pytest.raises(NotAllowed):
            erase_at_once(person, "left", by=acting(holder))
        client = Client()
        client.force_login(holder)
        assert client.get(reverse("people:erasure_of_another", args=[person.pk])).status_code == 404


def test_two_offices_do_not_take_a_person_from_each_other(person: Person) -> None:
    clusters = ClusterFactory.create_batch(2)
    for cluster in clusters:
        Office.objects.create(person=person, kind="board", cluster=cluster, **YESTERDAY_AND_TODAY)

    with pytest.raises(NotAllowed):
        erase_at_once(person, "left", by=acting(office_of(clusters[0])))


def test_the_journal_holds_numbers_only(person: Person, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, why="asked")

    text = Path(installation.ERASURES_FILE).read_text()
    assert list(json.loads(text)) == ["person", "joined", "erased"]
    assert "anar" not in text
    assert Path(installation.ERASURES_FILE).stat().st_mode & 0o077 == 0


def test_after_an_older_copy_came_back_whoever_was_erased_is_erased_again(
    person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    before = Person.objects.filter(pk=person.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, why="asked")
    Person.objects.filter(pk=person.pk).update(**before)

    with django_capture_on_commit_callbacks(execute=True):
        assert reapply_erasures() == 1
    assert reapply_erasures() == 0
    assert Person.objects.get(pk=person.pk).name == ""


def test_a_newcomer_with_an_old_number_is_left_alone(
    person: Person, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, why="asked")
    with time_machine.travel("2030-01-01"):
        Person.objects.filter(pk=person.pk).update(name="New", erased_at=None, joined_at=now())

    assert reapply_erasures() == 0


def test_an_erasure_that_missed_the_journal_is_written_down_later(person: Person) -> None:
    erase(person, by=None, why="asked")
    assert not written_down()

    reapply_erasures()

    assert len(written_down()) == 1


def test_a_line_cut_short_harms_nobody(person: Person, django_capture_on_commit_callbacks: Any) -> None:
    Path(installation.ERASURES_FILE).write_text('{"person": 4, "joi')
    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, why="asked")

    assert len(list(lines())) == len(written_down()) == 1
