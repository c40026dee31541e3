"""What people are told of their mandates, while it is true, and prolonging one from a letter."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.kernel.errors import NotAllowed
from convivio.kernel.keys import key_of
from convivio.notices.endings import tell_of_endings
from convivio.notices.handing_out import hand_out, work_off
from convivio.notices.mail_acts import mail_link
from convivio.notices.models import Delivery
from convivio.organisations.mandates import granting
from convivio.organisations.mandates.telling import PROLONG, prolong, said_of_prolonging
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    made: Organisation = OrganisationFactory.create()
    return made


def signatory(organisation: Organisation, *rights: str, until_on: date | None = None) -> Person:
    person: Person = PersonFactory.create(language="en")
    for right in ("sign", *rights):
        MandateFactory.create(person=person, organisation=organisation, right=right, until_on=until_on)
    return person


def ending(organisation: Organisation, days: int = 5, right: str = "edit") -> Mandate:
    last = localdate() + timedelta(days=days)
    row: Mandate = MandateFactory.create(organisation=organisation, right=right, until_on=last)
    return row


def last_day(mandate: Mandate) -> date | None:
    rows = Mandate.objects.filter(person=mandate.person, right=mandate.right).order_by("-until_on")
    return rows[0].until_on


def test_whoever_is_given_something_is_told_what_they_hold_when_it_leaves(organisation: Organisation) -> None:
    giver, person = signatory(organisation, "edit", "read"), PersonFactory.create(language="en")
    granting.give_mandates(organisation, person, ["edit", "read"], by=acting(giver))
    granting.change_mandates(organisation, person, ["read"], by=acting(giver))
    work_off()

    bodies = [str(letter.body) for letter in mail.outbox if letter.to == [person.email]]
    assert len(bodies) == 2
    assert all("you may now: read; from" in body and "edit" not in body for body in bodies)


def test_what_was_taken_away_before_the_letter_left_is_not_told(organisation: Organisation) -> None:
    giver, person = signatory(organisation, "read"), PersonFactory.create()
    granting.give_mandates(organisation, person, ["read"], by=acting(giver))
    hand_out()
    granting.end_mandates(organisation, person, by=acting(giver))
    work_off()

    assert not any("Agisci" in letter.subject for letter in mail.outbox)
    assert Delivery.objects.filter(person=person).count() == 1


def test_who_is_left_nothing_hears_that_it_ended(organisation: Organisation) -> None:
    giver, person = signatory(organisation, "read"), PersonFactory.create(language="en")
    granting.give_mandates(organisation, person, ["read"], by=acting(giver))
    granting.change_mandates(organisation, person, [], by=acting(giver))

    work_off()
    assert [letter.subject for letter in mail.outbox] == [f"You no longer act for {organisation.name}"]


def test_who_signs_prolongs_a_mandate_from_the_letter(organisation: Organisation, client: Client) -> None:
    giver, mandate = signatory(organisation, "edit"), ending(organisation)
    tell_of_endings()
    work_off()
    letter = next(letter for letter in mail.outbox if letter.to == [giver.email])
    found = re.search(r"\S+(/notices/act/\S+)", str(letter.body))

    assert found is not None
    assert "Prolong it" in client.get(found[1]).content.decode()
    assert client.post(found[1]).status_code == 200
    assert last_day(mandate) == localdate() + timedelta(days=5 + 365)
    given = Trace.objects.get(verb="mandate.given")
    assert (given.person, given.acting_for) == (giver.key, organisation.key)


def test_whose_mandate_ends_has_no_link_to_prolong_it(organisation: Organisation) -> None:
    signatory(organisation, "edit")
    mandate = ending(organisation)
    tell_of_endings()
    work_off()

    letter = next(letter for letter in mail.outbox if letter.to == [mandate.person.email])
    assert "/notices/act/" not in str(letter.body)


def test_who_does_not_sign_prolongs_nothing(organisation: Organisation) -> None:
    mandate = ending(organisation)
    colleague = MandateFactory.create(organisation=organisation, right="edit").person

    assert said_of_prolonging(key_of(mandate), acting(colleague)) is None
    assert prolong(key_of(mandate), acting(colleague)) is None
    assert last_day(mandate) == mandate.until_on


def test_who_signs_no_more_when_the_button_is_pressed_prolongs_nothing(
    organisation: Organisation, client: Client
) -> None:
    giver, mandate = signatory(organisation, "edit"), ending(organisation)
    signatory(organisation)
    path = mail_link(giver, PROLONG, key_of(mandate)).partition("8000")[2]
    granting.end_mandates(organisation, giver, by=acting(giver))

    assert client.get(path).status_code == client.post(path).status_code == 410
    assert last_day(mandate) == mandate.until_on


def test_nobody_prolongs_for_longer_than_they_hold_it(organisation: Organisation) -> None:
    until = localdate() + timedelta(days=30)
    giver, mandate = signatory(organisation, "edit", until_on=until), ending(organisation)

    prolong(key_of(mandate), acting(giver))
    assert last_day(mandate) == until


@pytest.mark.parametrize("right", ["vote", "pay"])
def test_nobody_prolongs_what_they_do_not_hold(organisation: Organisation, right: str) -> None:
    giver, mandate = signatory(organisation, "edit"), ending(organisation, right=right)

    assert said_of_prolonging(key_of(mandate), acting(giver)) is None


def test_what_has_ended_is_not_prolonged(organisation: Organisation) -> None:
    giver, mandate = signatory(organisation, "edit"), ending(organisation, days=-1)

    assert said_of_prolonging(key_of(mandate), acting(giver)) is None


def test_prolonged_by_two_it_holds_a_year_more_and_no_longer(organisation: Organisation) -> None:
    first, second = signatory(organisation, "edit"), signatory(organisation, "edit")
    mandate = ending(organisation)
    assert prolong(key_of(mandate), acting(first)) is not None
    assert prolong(key_of(mandate), acting(second)) is None

    assert Trace.objects.filter(verb="mandate.given").count() == 1
    assert last_day(mandate) == localdate() + timedelta(days=370)


def test_giving_asks_the_permission_itself(organisation: Organisation) -> None:
    mandate = ending(organisation)
    with pytest.raises(NotAllowed):
        granting.give_mandates(organisation, mandate.person, ["edit"], by=acting(PersonFactory.create()))
