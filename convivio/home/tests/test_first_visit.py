"""The first visit to the demonstration network, which these tests load once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from convivio.activity.trace import record
from convivio.demo.loading import load_network
from convivio.home.tests.test_front import page, tiles
from convivio.home.visiting import steps_of
from convivio.people.models import Person
from convivio.people.tests.factories import acting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("network")]


@pytest.fixture(scope="module")
def network(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the demonstration for all of these tests, and take it back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_network()
        yield
        transaction.set_rollback(True)


def test_the_demonstration_is_loaded_and_said_to_be_invented(client: Client, settings: Any) -> None:
    settings.DEMO = True
    shown = page(client)

    assert "are invented" in shown
    assert "Start the first visit, as Irene" in shown
    assert tiles(shown)[0][0] == "125"


def test_the_first_visit_begins_with_a_person_and_a_call(client: Client, settings: Any) -> None:
    settings.DEMO = True
    person = Person.objects.get(name="Irene Gualandri")
    form = re.search(
        r'name="person" value="(\d+)"><input type="hidden" name="next" value="([^"]+)"', page(client)
    )
    assert form is not None

    assert int(form[1]) == person.pk
    arrived = client.post("/people/demonstration/", {"person": form[1], "next": form[2]}, follow=True)
    assert arrived.redirect_chain == [("/partners/?call=demo-he-hlth-01", 302)]
    assert arrived.status_code == 200


def test_outside_the_demonstration_nobody_can_be_picked(client: Client) -> None:
    assert "first visit" not in page(client)
    assert "are invented" not in page(client)


def test_the_steps_of_the_first_visit_are_read_from_what_was_done(settings: Any) -> None:
    settings.DEMO = True
    by = acting(Person.objects.get(name="Irene Gualandri"))
    assert [step.is_next for step in steps_of(by)] == [True, False, False, False]

    with transaction.atomic():
        for verb in ("question.asked", "partner.picked"):
            record(verb, "question:1", by=by)
    assert [step.is_done for step in steps_of(by)] == [True, True, False, False]
    assert [step.is_next for step in steps_of(by)] == [False, False, True, False]


def test_there_are_no_steps_outside_the_demonstration() -> None:
    assert steps_of(acting(Person.objects.get(name="Irene Gualandri"))) == []
