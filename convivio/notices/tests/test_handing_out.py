"""A notice reaches whom it concerns when it is sent, once each, as each chose, and nobody who lost access."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import deliver, put
from convivio.notices import handing_out
from convivio.notices.choosing import choose
from convivio.notices.handing_out import hand_out, work_off
from convivio.notices.models import Delivery, Notice
from convivio.notices.rhythms import next_moment
from convivio.notices.telling import tell
from convivio.notices.tests.factories import Things, declared
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")


@pytest.fixture
def things() -> Iterator[Things]:
    with declared("test.one", "test.two") as made:
        yield made


def wants(person: Person, channel: str, kind: str = "test.one") -> None:
    choose(person, {kind: channel}, by=acting(person))


def received() -> list[str]:
    return sorted(letter.to[0] for letter in mail.outbox)


def test_it_reaches_whom_it_concerns_at_once_in_their_language(things: Things) -> None:
    person = PersonFactory.create(language="en")
    PersonFactory.create()
    things.told("test.one", "call:1", person)

    assert work_off() == 1
    assert received() == [person.email]
    assert mail.outbox[0].subject == "call:1 in en"
    assert "secret of call:1" in str(mail.outbox[0].body)


def test_it_can_only_be_told_with_its_change() -> None:
    with declared("test.one"), pytest.raises(LookupError):
        tell("test.unknown", "call:1")


@pytest.mark.django_db(transaction=True)
def test_what_fails_is_not_told(things: Things) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        tell("test.one", "call:1")
    with transaction.atomic():
        tell("test.one", "call:1")
        transaction.set_rollback(True)

    assert not Notice.objects.exists()


def test_told_and_handed_out_again_it_reaches_nobody_twice(things: Things) -> None:
    person = PersonFactory.create()
    notice = things.told("test.one", "call:1", person)
    work_off()
    work_off()

    assert received() == [person.email]
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(notice=notice, person=person, channel="at once", settled_at=now())


def test_who_is_concerned_no_more_when_it_is_handed_out_hears_nothing(things: Things) -> None:
    person = PersonFactory.create()
    things.told("test.one", "call:1", person)
    things.concerns.clear()

    work_off()

    assert not mail.outbox
    assert not Delivery.objects.exists()


def test_who_may_not_see_it_hears_nothing(things: Things) -> None:
    person = PersonFactory.create()
    things.told("test.one", "call:1", person)
    things.hidden["call:1"] = {person.pk}

    work_off()

    assert not mail.outbox


@pytest.mark.parametrize("loss", ["hidden", "concerned", "left", "stopped"])
def test_who_loses_access_while_the_letter_waits_receives_nothing(things: Things, loss: str) -> None:
    person = PersonFactory.create()
    things.told("test.one", "call:1", person)
    hand_out()
    if loss == "hidden":
        things.hidden["call:1"] = {person.pk}
    elif loss == "concerned":
        things.concerns.clear()
    elif loss == "left":
        Person.objects.filter(pk=person.pk).update(is_active=False)
    else:
        wants(person, "never")

    deliver()

    assert not mail.outbox
    assert OutboxMessage.objects.get().sent_at is not None


def test_the_outbox_holds_no_word_of_it(things: Things) -> None:
    things.told("test.one", "call:1", PersonFactory.create())
    hand_out()

    assert set(OutboxMessage.objects.get().payload) == {"deliveries"}


def test_a_letter_that_is_tried_again_carries_the_same_name(things: Things) -> None:
    things.told("test.one", "call:1", PersonFactory.create())
    work_off()
    OutboxMessage.objects.update(sent_at=None, due_at=now())
    deliver()

    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1
    assert len(mail.outbox) == 2


def test_a_digest_comes_in_the_morning_once_by_kind_and_by_thing(things: Things) -> None:
    person = PersonFactory.create(language="en")
    wants(person, "daily")
    wants(person, "daily", "test.two")
    with time_machine.travel(datetime(2026, 3, 27, 15, tzinfo=ROME), tick=False):
        for kind, about in (("test.one", "call:1"), ("test.two", "call:2"), ("test.one", "call:1")):
            things.told(kind, about, person, say=kind)
        work_off()
        assert not mail.outbox
    with time_machine.travel(datetime(2026, 3, 28, 7, 31, tzinfo=ROME), tick=False):
        work_off()
        work_off()

    body = str(mail.outbox[0].body)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject == "2 things for you: call:1 in en"
    assert body.index("Kind test.one") < body.index("Kind test.two")
    assert body.count("secret of call:1 test.one") == 1


def test_who_loses_access_before_the_digest_receives_only_the_rest(things: Things) -> None:
    person = PersonFactory.create()
    wants(person, "weekly")
    things.told("test.one", "call:1", person)
    things.told("test.one", "call:2", person)
    work_off()
    things.hidden["call:1"] = {person.pk}
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        work_off()

    assert "call:2" in str(mail.outbox[0].body)
    assert "call:1" not in str(mail.outbox[0].body)


def test_who_wants_no_letter_has_it_on_the_page_only(things: Things) -> None:
    person = PersonFactory.create()
    wants(person, "never")
    things.told("test.one", "call:1", person)
    work_off()

    assert Delivery.objects.get().person == person
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    ("channel", "after", "moment"),
    [
        ("daily", (2026, 3, 28, 8), (2026, 3, 29, 7, 30)),
        ("daily", (2026, 10, 25, 7, 0), (2026, 10, 25, 7, 30)),
        ("weekly", (2026, 3, 23, 7, 30), (2026, 3, 30, 7, 30)),
        ("weekly", (2026, 10, 25, 12), (2026, 10, 26, 7, 30)),
    ],
)
def test_the_moment_is_that_of_the_clock_on_the_wall(
    channel: str, after: tuple[int, ...], moment: tuple[int, ...]
) -> None:
    assert next_moment(channel, datetime(*after, tzinfo=ROME)) == datetime(*moment, tzinfo=ROME)  # type: ignore[misc,arg-type]


def test_what_stops_one_notice_does_not_stop_the_others(
    things: Things, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = things.told("test.one", "call:1", PersonFactory.create())
    person = PersonFactory.create()
    things.told("test.two", "call:2", person)
    things.concerns["call:1"] = {"nobody"}  # type: ignore[arg-type]  # what no query can read
    with caplog.at_level(logging.CRITICAL):
        work_off()

    broken.refresh_from_db()
    assert received() == [person.email]
    assert (broken.attempts, broken.handed_at) == (1, None)
    assert broken.due_at > now()


def test_a_worker_that_dies_half_way_has_done_nothing(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = PersonFactory.create_batch(3)
    things.told("test.one", "call:1", *people)
    usual, calls = put, []

    def dies(*given: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return usual(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(handing_out, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        hand_out()
    assert (Delivery.objects.count(), OutboxMessage.objects.count()) == (0, 0)
    work_off()

    assert received() == sorted(person.email for person in people)


def test_two_workers_at_once_hand_out_once(things: Things) -> None:
    person = PersonFactory.create()
    notice = things.told("test.one", "call:1", person)
    assert handing_out._hand_out_one(notice.pk) == 1

    assert handing_out._hand_out_one(notice.pk) == 0
    assert Delivery.objects.count() == 1
