"""The page of what reached me: the unread first, only what I may see now, and marking that can be undone."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convivio.notices.handing_out import hand_out
from convivio.notices.models import Delivery
from convivio.notices.tests.factories import Things, declared
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> Iterator[Things]:
    with declared("test.one", "test.two") as made:
        yield made


@pytest.fixture
def person(client: Client) -> Person:
    made: Person = PersonFactory.create(language="en")
    client.force_login(made)
    client.cookies["django_language"] = "en"
    return made


def reached(things: Things, person: Person, *abouts: str, kind: str = "test.one") -> None:
    for about in abouts:
        things.told(kind, about, person)
    hand_out()


def page(client: Client, query: str = "") -> str:
    return client.get(f"/notices/{query}").content.decode()


def test_an_empty_page_teaches(things: Things, person: Person, client: Client) -> None:
    assert "Nothing has reached you yet" in page(client)
    assert 'href="/notices/preferences/"' in page(client)


def test_it_shows_what_reached_me_the_unread_first(things: Things, person: Person, client: Client) -> None:
    reached(things, person, "call:1", "call:2")
    newest = Delivery.objects.latest("pk")
    client.get(f"/notices/{newest.pk}/")

    shown = page(client)
    assert shown.index("secret of call:1") < shown.index("secret of call:2")


def test_what_reached_others_is_not_there(things: Things, person: Person, client: Client) -> None:
    other = PersonFactory.create()
    reached(things, other, "call:1")

    assert "call:1" not in page(client)
    assert client.get(f"/notices/{Delivery.objects.get().pk}/").status_code == 404


def test_who_lost_access_reads_nothing_and_is_not_counted(
    things: Things, person: Person, client: Client
) -> None:
    reached(things, person, "call:1", "call:2")
    things.hidden["call:1"] = {person.pk}

    hidden = Delivery.objects.get(notice__about="call:1")
    assert client.get(f"/notices/{hidden.pk}/").status_code == 404
    assert "call:1" not in page(client)
    assert '<span class="count">1</span>' in page(client)


def test_opening_one_marks_it_as_read(things: Things, person: Person, client: Client) -> None:
    reached(things, person, "call:1")
    delivery = Delivery.objects.get()

    assert client.get(f"/notices/{delivery.pk}/")["Location"] == "/calls/"
    delivery.refresh_from_db()
    assert delivery.read_at is not None


def test_all_is_marked_as_read_and_taken_back(things: Things, person: Person, client: Client) -> None:
    reached(things, person, "call:1", "call:2", "call:3")
    client.get(f"/notices/{Delivery.objects.latest('pk').pk}/")
    marked = client.post("/notices/read/")
    assert not Delivery.objects.unread().exists()
    assert "Undo" in client.get(marked["Location"]).content.decode()
    moment = marked["Location"].partition("marked=")[2]
    client.post("/notices/read/undoing/", {"marked": moment})

    assert Delivery.objects.unread().count() == 2


@pytest.mark.parametrize("moment", ["", "nonsense", "2026-99-99T00:00:00Z", "2026-01-01T00:00:00"])
def test_undoing_nothing_does_nothing(things: Things, person: Person, client: Client, moment: str) -> None:
    reached(things, person, "call:1")
    client.post("/notices/read/")

    assert client.post("/notices/read/undoing/", {"marked": moment}).status_code == 302
    assert not Delivery.objects.unread().exists()


def test_one_kind_alone_can_be_looked_at(things: Things, person: Person, client: Client) -> None:
    reached(things, person, "call:1")
    reached(things, person, "call:2", kind="test.two")

    assert "secret of call:2" in page(client, "?kind=test.two")
    assert "secret of call:1" not in page(client, "?kind=test.two")


def test_what_is_unread_stands_in_the_rail_and_no_page_asks_for_it(
    things: Things, person: Person, client: Client
) -> None:
    reached(things, person, "call:1", "call:2")
    client.get("/calls/")
    with CaptureQueriesContext(connection) as asked:
        shown = client.get("/calls/").content.decode()

    assert '<span>For you</span> <span class="count">2</span>' in shown
    assert sum("notices_delivery" in one["sql"] for one in asked) == 0


def test_the_count_follows_whatever_is_read_and_taken_back(
    things: Things, person: Person, client: Client
) -> None:
    def counted() -> int | None:
        return Person.objects.get(pk=person.pk).unread

    reached(things, person, "call:1", "call:2")
    counts = [counted()]
    client.get(f"/notices/{Delivery.objects.latest('pk').pk}/")
    counts.append(counted())
    marked = client.post("/notices/read/")["Location"].partition("marked=")[2]
    counts.append(counted())
    client.post("/notices/read/undoing/", {"marked": marked})

    assert [*counts, counted()] == [2, 1, 0, 1]


def test_who_has_not_signed_in_is_sent_there(things: Things) -> None:
    for path in ("", "preferences/", "1/"):
        assert Client().get(f"/notices/{path}").status_code == 302
