"""Consents: given and taken back, each with its words and its day, and never lost."""

import pytest
from django.test import Client
from django.urls import reverse

from convivio.activity.models import Trace
from convivio.people.models import Consent, Person
from convivio.people.privacy.consents import choose_consents, has_consented
from convivio.people.privacy.erasing import erase
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
NEWS = frozenset({"news"})


@pytest.fixture
def person() -> Person:
    return PersonFactory.create()


def test_nobody_agrees_by_saying_nothing(person: Person) -> None:
    assert not has_consented(person, "news")


def test_a_consent_keeps_its_words_and_its_day(person: Person) -> None:
    choose_consents(person, NEWS, by=acting(person))
    choose_consents(person, NEWS, by=acting(person))

    given = Consent.objects.get()
    assert has_consented(person, "news")
    assert given.words


def test_what_was_taken_back_stays_on_record(person: Person) -> None:
    choose_consents(person, NEWS, by=acting(person))
    choose_consents(person, frozenset(), by=acting(person))
    choose_consents(person, NEWS, by=acting(person))

    assert Consent.objects.count() == 2
    assert [one.verb for one in Trace.objects.order_by("number")] == [
        "consent.given",
        "consent.taken_back",
        "consent.given",
    ]


def test_the_page_takes_the_choice_and_refuses_what_nobody_asked(person: Person) -> None:
    client = Client()
    client.force_login(person)
    client.post(reverse("people:consents"), {"chosen": ["news"]})
    assert has_consented(person, "news")

    assert client.post(reverse("people:consents"), {"chosen": ["all"]}).status_code == 422
    client.post(reverse("people:consents"), {})
    assert not has_consented(person, "news")


def test_the_proof_of_a_consent_outlives_the_person(person: Person) -> None:
    choose_consents(person, NEWS, by=acting(person))
    erase(person, by=None, why="asked")

    assert Consent.objects.get().words
