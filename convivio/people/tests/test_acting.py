"""For whom a person acts, with capacities that a room of the test declares."""

from collections.abc import Iterable
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from convivio.people import acting as rooms
from convivio.people.acting import NOBODY, Acting, Capacity, acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

READING = Capacity("organisation:1", "Lume Tenue", frozenset({"read"}))
OFFICE = Capacity("cluster:3", "Cluster", frozenset({"cluster_office"}), is_office=True, within="network:1")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[Capacity]:
    """What everybody may act for in a test: the test fills it."""
    capacities: list[Capacity] = []

    def _of(_person: Person, _on: date) -> Iterable[Capacity]:
        return capacities

    monkeypatch.setattr(rooms, "_declared", [_of])
    return capacities


def test_a_right_holds_for_the_key_that_gives_it_and_for_no_other() -> None:
    both = Acting(choices=(READING, OFFICE))

    assert both.may("read", "organisation:1")
    assert not both.may("cluster_office", "organisation:1")
    assert not both.may("read", "cluster:3")
    assert not NOBODY.may("read", "organisation:1")


def test_only_the_capacity_of_now_holds_a_right() -> None:
    now = Acting(current=READING, choices=(READING, OFFICE))

    assert now.holds("read")
    assert not now.holds("cluster_office")
    assert not Acting(choices=(READING,)).holds("read")


def test_who_keeps_an_office_is_told_from_who_does_not() -> None:
    assert Acting(choices=(READING, OFFICE)).keeps_an_office
    assert not Acting(choices=(READING,)).keeps_an_office


@pytest.mark.django_db
def test_a_key_says_for_whom_the_person_acts_or_who_they_are() -> None:
    person = PersonFactory.create()

    assert (Acting(person).key, Acting(person).person_key, Acting(person).acting_for_key) == (
        person.key,
        person.key,
        "",
    )
    assert Acting(person, READING).key == Acting(person, READING).acting_for_key == READING.key
    assert (NOBODY.key, NOBODY.person_key, NOBODY.acting_for_key) == ("", "", "")


@pytest.mark.django_db
def test_the_chosen_capacity_counts_while_it_is_held_and_else_the_first(held: list[Capacity]) -> None:
    person = PersonFactory.create()
    held += [READING, OFFICE]

    assert acting_as(person, OFFICE.key).current == OFFICE
    assert acting_as(person).current == READING
    assert acting_as(person, "organisation:99").current == READING
    assert acting_as(person, person.key).current is None


@pytest.mark.django_db
def test_who_may_act_for_nothing_acts_for_themself(held: list[Capacity]) -> None:
    assert held == []
    assert acting_as(PersonFactory.create()).current is None


@pytest.mark.django_db
@pytest.mark.usefixtures("held")
def test_nobody_acts_who_is_not_signed_in_or_whose_account_is_closed() -> None:
    assert acting_as(None) is NOBODY
    assert acting_as(AnonymousUser()) is NOBODY
    assert acting_as(PersonFactory.create(is_active=False)) is NOBODY


@pytest.mark.django_db
def test_what_is_held_opens_its_audience_and_that_of_the_body_around_it(
    held: list[Capacity], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: dict[str, frozenset[str]] = {}
    monkeypatch.setattr("convivio.kernel.audiences._declared", [lambda held, _on: opened.update(held) or ()])
    held += [READING, OFFICE]

    acting_as(PersonFactory.create())

    assert opened == {"organisation:1": READING.rights, "cluster:3": OFFICE.rights, "network:1": frozenset()}


@pytest.mark.django_db
def test_a_room_that_declares_twice_is_asked_once(held: list[Capacity]) -> None:
    held.append(READING)
    rooms.declare_capacities(rooms._declared[0])

    assert acting_as(PersonFactory.create()).choices == (READING,)


@pytest.mark.django_db
def test_a_room_that_declares_is_asked_what_people_may_act_for(held: list[Capacity]) -> None:
    held.append(READING)
    rooms.declare_capacities(lambda _person, _on: [OFFICE])

    assert acting_as(PersonFactory.create()).choices == (READING, OFFICE)
