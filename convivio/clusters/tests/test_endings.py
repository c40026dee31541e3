"""What ends soon is told a week and a day before, once, to whoever holds it and whoever can prolong it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils.timezone import localdate, now

from convivio.activity.clockwork import duties
from convivio.activity.outbox import deliver
from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory, office_of
from convivio.notices.endings import tell_of_endings
from convivio.notices.handing_out import work_off
from convivio.organisations.mandates.granting import change_mandates
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.endings import endings
from convivio.people.models import Person
from convivio.people.tests.factories import acting

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return localdate() + timedelta(days=number)


def told() -> list[str]:
    """Do what the clock does, and say to whom letters went."""
    work_off()
    deliver()
    mail.outbox.clear()
    tell_of_endings()
    work_off()
    return sorted(letter.to[0] for letter in mail.outbox)


def ending(organisation: Organisation, last: int, **more: object) -> Person:
    return MandateFactory.create(organisation=organisation, right="edit", until_on=day(last), **more).person


def test_a_week_and_a_day_before_and_never_twice() -> None:
    organisation = OrganisationFactory.create()
    giver = MandateFactory.create(organisation=organisation, right="sign").person
    editor = ending(organisation, 10)
    sent = {}
    for passed in range(12):
        with time_machine.travel(now() + timedelta(days=passed), tick=False):
            sent[passed] = (told(), told())

    both = sorted([giver.email, editor.email])
    assert {passed: letters for passed, (letters, _again) in sent.items() if letters} == {3: both, 9: both}
    assert not any(again for _letters, again in sent.values())


def test_one_letter_says_all_that_ends_on_a_day() -> None:
    organisation = OrganisationFactory.create()
    editor = ending(organisation, 7)
    MandateFactory.create(person=editor, organisation=organisation, until_on=day(7))

    assert told() == [editor.email]
    assert "leggere, modificare" in str(mail.outbox[0].body) or "read, edit" in str(mail.outbox[0].body)


def test_what_was_prolonged_is_not_told() -> None:
    organisation = OrganisationFactory.create()
    giver = MandateFactory.create(organisation=organisation, right="sign").person
    MandateFactory.create(person=giver, organisation=organisation, right="edit")
    editor = ending(organisation, 7)
    change_mandates(organisation, editor, ["edit"], by=acting(giver))

    assert told() == []


def test_what_was_given_for_some_days_is_told_the_day_before() -> None:
    ending(OrganisationFactory.create(), 4, from_on=localdate())

    assert told() == []


def test_an_office_that_ends_is_told_to_who_keeps_it_and_who_appoints() -> None:
    cluster = ClusterFactory.create()
    keeping = office_of(cluster)
    leaving = OfficeFactory.create(cluster=cluster, kind="facilitator", until_on=day(1)).person
    office_of(ClusterFactory.create())

    assert told() == sorted([keeping.email, leaving.email])
    assert told() == []


def test_an_ending_waits_for_whom_it_concerns_and_nobody_else() -> None:
    organisation = OrganisationFactory.create()
    giver = MandateFactory.create(organisation=organisation, right="sign").person
    editor, stranger = ending(organisation, 5), MandateFactory.create(right="sign").person

    assert [len(endings(localdate(), person)) for person in (giver, editor, stranger)] == [1, 1, 0]


def test_the_clock_has_this_duty() -> None:
    assert "endings" in {duty.name for duty in duties()}
