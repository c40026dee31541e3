"""Once a year it is asked whether what is lent is still so, and one press in the letter says yes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils.timezone import localdate, now

from convivio.activity.outbox import deliver
from convivio.notices.handing_out import work_off
from convivio.notices.mail_acts import mail_link
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting
from convivio.resources.models import Resource
from convivio.resources.still_so import CONFIRM, ask_whether_still_so, said_of_confirming
from convivio.resources.tests.factories import ResourceFactory
from convivio.resources.tests.test_booking import somebody
from convivio.resources.tests.test_letters import press

pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> Resource:
    long_ago = localdate() - timedelta(days=366)
    resource: Resource = ResourceFactory.create(confirmed_on=long_ago)
    return resource


@pytest.fixture
def owner(old: Resource) -> Acting:
    return somebody(old.owner, "read", "edit")


def letters_to(acting: Acting) -> list[str]:
    work_off()
    deliver()
    return [str(one.subject) for one in mail.outbox if acting.person and acting.person.email in one.to]


def test_it_is_asked_once_a_year(old: Resource, owner: Acting) -> None:
    ResourceFactory.create(confirmed_on=localdate())

    assert (ask_whether_still_so(), ask_whether_still_so()) == (1, 0)
    assert letters_to(owner) == [f"È ancora così: {old}?"]


def test_what_is_out_of_the_catalogue_is_not_asked_about(old: Resource) -> None:
    Resource.objects.update(withdrawn_at=now())

    assert ask_whether_still_so() == 0


def test_one_press_confirms_it(old: Resource, owner: Acting) -> None:
    ask_whether_still_so()
    assert owner.person is not None
    link = mail_link(owner.person, CONFIRM, old.key, acting_for=old.owner.key)

    press(link.rstrip("/").rpartition("/")[2])

    old.refresh_from_db()
    assert old.confirmed_on == localdate()


def test_who_looks_after_it_no_more_confirms_nothing(old: Resource, owner: Acting) -> None:
    ask_whether_still_so()
    Mandate.objects.filter(person=owner.person).delete()

    assert letters_to(owner) == []
    assert said_of_confirming(old.key, somebody()) is None


def test_what_was_confirmed_meanwhile_is_not_told(old: Resource, owner: Acting) -> None:
    ask_whether_still_so()
    Resource.objects.update(confirmed_on=localdate())

    assert letters_to(owner) == []
