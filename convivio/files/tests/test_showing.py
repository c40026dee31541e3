"""A link is for one reader, ends, and is no right: whoever opens it is asked again."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from convivio.files.keeping import Sort, keep_file, remove_file
from convivio.files.models import File
from convivio.files.showing import link_to
from convivio.files.tests.made import PDF, picture, sent
from convivio.files.tests.things import things_with_files  # noqa: F401 - a fixture
from convivio.people.acting import NOBODY, acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def document(about: str = "thing:2") -> File:
    return keep_file(sent("manuale.pdf", PDF), about=about, sort=Sort.DOCUMENT, by=None)


def of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def status(client: Client, link: str) -> int:
    return client.get(link).status_code


@pytest.fixture
def reader(open_to: set[str]) -> Person:
    person = PersonFactory.create()
    open_to.add(person.key)
    return person


def test_its_reader_takes_a_document_away_and_no_browser_runs_it(reader: Person) -> None:
    answer = of(reader).get(link_to(document(), acting_as(reader)))

    assert answer.status_code == 200
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="manuale.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_picture_of_ours_opens_in_the_page(client: Client) -> None:
    file = keep_file(sent("foto.jpg", picture()), about="thing:1", sort=Sort.PICTURE, by=None)

    answer = client.get(link_to(file, NOBODY, size="small"))

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert answer["Content-Disposition"].startswith("inline")


def test_a_link_of_another_reader_is_nothing(reader: Person, open_to: set[str], client: Client) -> None:
    other = PersonFactory.create()
    open_to.add(other.key)
    link = link_to(document(), acting_as(reader))

    assert status(of(other), link) == 404
    assert status(client, link) == 404


def test_a_link_ends_within_an_hour_and_lasts_half_of_one(reader: Person) -> None:
    link = link_to(document(), acting_as(reader))
    answers = []
    for minutes in (29, 61):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            answers.append(status(of(reader), link))

    assert answers == [200, 410]


def test_a_link_is_no_right(reader: Person, open_to: set[str]) -> None:
    link = link_to(document(), acting_as(reader))
    open_to.discard(reader.key)

    assert status(of(reader), link) == 404


def test_what_is_public_no_more_is_not_read_by_its_old_link(client: Client, open_to: set[str]) -> None:
    link = link_to(document("thing:1"), NOBODY)
    assert status(client, link) == 200

    open_to.discard("")
    assert status(client, link) == 404


def test_what_was_removed_is_not_there(reader: Person) -> None:
    file = document()
    link = link_to(file, acting_as(reader))
    remove_file(file)

    assert status(of(reader), link) == 404


@pytest.mark.parametrize("change", [lambda one: one.replace(".large", ".small"), lambda one: one[:-3] + "x/"])
def test_a_changed_link_opens_nothing(reader: Person, change) -> None:
    assert status(of(reader), change(link_to(document(), acting_as(reader)))) == 404


def test_what_nobody_declared_nobody_reads(reader: Person) -> None:
    file = document()
    link = link_to(file, acting_as(reader))
    File.objects.update(about="nothing:2")

    assert status(of(reader), link) == 404
