"""Each chooses how notices come, on a page or from the foot of a letter, and can take it back."""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import Client

from convivio.activity.models import Trace
from convivio.notices.choosing import choices_of, choose
from convivio.notices.handing_out import work_off
from convivio.notices.models import Preference
from convivio.notices.stop_links import stop_address
from convivio.notices.tests.factories import Things, declared
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> Iterator[Things]:
    with declared("test.one", "test.two", default="weekly") as made:
        yield made


@pytest.fixture
def person() -> Person:
    made: Person = PersonFactory.create(language="en")
    return made


def path_of(person: Person, *names: str) -> str:
    return re.sub(r"^https?://[^/]+", "", stop_address(person, names))


def test_where_nothing_was_chosen_it_comes_as_the_kind_says(things: Things, person: Person) -> None:
    assert choices_of(person)["test.one"] == "weekly"


def test_the_page_keeps_what_was_chosen_and_says_so(things: Things, person: Person, client: Client) -> None:
    client.force_login(person)
    sent = {"test.one": "daily", "test.two": "weekly"}
    answer = client.post("/notices/preferences/", sent, follow=True, headers={"accept-language": "en"})

    assert choices_of(person)["test.one"] == "daily"
    assert "Kept: 1 choice changed." in answer.content.decode()
    assert Preference.objects.filter(person=person).count() == 1
    assert Trace.objects.newest_first()[0].verb == "notices.chosen"


def test_a_channel_that_is_none_is_refused_and_nothing_is_kept(
    things: Things, person: Person, client: Client
) -> None:
    client.force_login(person)

    assert client.post("/notices/preferences/", {"test.one": "hourly"}).status_code == 422
    assert not Preference.objects.exists()


def test_what_nobody_declared_is_left_out(things: Things, person: Person) -> None:
    assert choose(person, {"test.unknown": "daily", "test.one": "hourly"}, by=acting(person)) == []


def test_kept_twice_there_is_one_choice(things: Things, person: Person) -> None:
    for channel in ("daily", "daily", "never"):
        choose(person, {"test.one": channel}, by=acting(person))

    assert Preference.objects.get(person=person).channel == "never"
    assert Trace.objects.filter(verb="notices.chosen").count() == 2


def test_each_letter_names_its_own_way_to_stop_it(things: Things, person: Person) -> None:
    choose(person, {"test.one": "at once"}, by=acting(person))
    things.told("test.one", "call:1", person)
    work_off()

    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].strip("<>") in str(mail.outbox[0].body)


def test_one_click_of_a_mail_program_stops_that_kind_and_no_other(things: Things, person: Person) -> None:
    program = Client(enforce_csrf_checks=True)
    answer = program.post(path_of(person, "test.one"), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 204
    assert (choices_of(person)["test.one"], choices_of(person)["test.two"]) == ("never", "weekly")


def test_looking_at_the_address_stops_nothing(things: Things, person: Person, client: Client) -> None:
    assert client.get(path_of(person, "test.one")).status_code == 200
    assert client.head(path_of(person, "test.one")).status_code == 200
    assert not Preference.objects.exists()


def test_what_was_stopped_comes_again_as_before(things: Things, person: Person, client: Client) -> None:
    choose(person, {"test.one": "daily"}, by=acting(person))
    for button in ("stop", "stop", "again"):
        client.post(path_of(person, "test.one"), {button: "yes"})

    assert choices_of(person)["test.one"] == "daily"


def test_without_signing_in_another_rhythm_can_be_chosen(
    things: Things, person: Person, client: Client
) -> None:
    client.post(path_of(person, "test.one"), {"keep": "yes", "test.one": "daily", "test.two": "daily"})

    assert (choices_of(person)["test.one"], choices_of(person)["test.two"]) == ("daily", "weekly")


def test_a_forged_address_opens_nothing(things: Things, person: Person, client: Client) -> None:
    forged = path_of(person, "test.one").rstrip("/")[:-2] + "xx/"

    assert client.get(forged).status_code == 404
    assert client.post(forged, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not Preference.objects.exists()


def test_who_left_has_nothing_to_choose(things: Things, person: Person, client: Client) -> None:
    Person.objects.update(is_active=False)

    assert client.get(path_of(person, "test.one")).status_code == 404
