"""What of a person others see: each thing as far as the person shows it, and no further."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.clusters.models import Membership, Office
from convivio.clusters.tests.factories import ClusterFactory
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.models import Person
from convivio.people.privacy.erasing import erase
from convivio.people.privacy.shown import FIELDS, LEVELS, shown, shown_one
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
LONG_AGO = {"from_on": date(2020, 1, 1)}
SEEN_BY = {
    "network": {"colleague", "neighbour", "far"},
    "cluster": {"colleague", "neighbour"},
    "organisations": {"colleague"},
    "nobody": set(),
}


def of(body: Organisation) -> Person:
    person = PersonFactory.create()
    Mandate.objects.create(person=person, organisation=body, right="read", **LONG_AGO)
    return person


@pytest.fixture
def world() -> dict[str, Person]:
    """A person, a colleague, somebody of another member of the cluster, of another cluster, and a stranger."""
    near = ClusterFactory.create()
    far = ClusterFactory.create(network=near.network)
    bodies = OrganisationFactory.create_batch(3)
    for body, cluster in zip(bodies, (near, near, far), strict=True):
        Membership.objects.create(organisation=body, cluster=cluster, category="sme", **LONG_AGO)
    people = {
        "me": of(bodies[0]),
        "colleague": of(bodies[0]),
        "neighbour": of(bodies[1]),
        "far": of(bodies[2]),
    }
    people |= {"stranger": PersonFactory.create(), "office": PersonFactory.create()}
    Office.objects.create(person=people["office"], kind="cluster_office", cluster=near, **LONG_AGO)
    people["me"].name, people["me"].job, people["me"].phone = "Me Stessa", "thing", "051 1"
    people["me"].save()
    return people


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("field", FIELDS)
def test_each_thing_is_shown_as_far_as_chosen(world: dict[str, Person], level: str, field: str) -> None:
    me = world["me"]
    me.shown_to = dict.fromkeys(FIELDS, "nobody") | {field: level}
    value = getattr(me, field)

    seen = {
        who
        for who, reader in world.items()
        if value in str(shown_one(me, acting(reader)))
        or getattr(shown_one(me, acting(reader)), field) == value
    }

    assert seen == SEEN_BY[level] | {"me", "office"}


def test_nobody_outside_sees_anything(world: dict[str, Person]) -> None:
    me = world["me"]
    me.shown_to = dict.fromkeys(FIELDS, "network")
    for reader in (world["stranger"], None):
        one = shown_one(me, acting(reader))
        assert (one.job, one.email, one.phone) == ("", "", "")
        assert me.name not in one.name


def test_a_word_that_is_no_level_shows_nothing(world: dict[str, Person]) -> None:
    world["me"].shown_to = dict.fromkeys(FIELDS, "everybody")

    assert shown_one(world["me"], acting(world["colleague"])).job == ""


def test_without_a_choice_the_telephone_is_shown_to_nobody(world: dict[str, Person]) -> None:
    one = shown_one(world["me"], acting(world["colleague"]))

    assert (one.name, one.email, one.phone) == ("Me Stessa", world["me"].email, "")


def test_many_people_take_as_many_questions_as_one(world: dict[str, Person]) -> None:
    body = OrganisationFactory.create()
    many = [of(body) for _ in range(20)]
    reader = acting(world["colleague"])
    counts = []
    for people in (many[:2], many):
        with CaptureQueriesContext(connection) as questions:
            shown(people, reader)
        counts.append(len(questions))

    assert counts[0] == counts[1] <= 4


def test_the_page_keeps_the_choice(world: dict[str, Person]) -> None:
    client = Client()
    client.force_login(world["me"])
    chosen = {f"shown-{field}": "cluster" for field in FIELDS}
    client.post(reverse("people:visibility"), chosen)
    refused = client.post(reverse("people:visibility"), {**chosen, "shown-email": "everybody"})

    assert Person.objects.get(pk=world["me"].pk).shown_to == dict.fromkeys(FIELDS, "cluster")
    assert refused.status_code == 422


def test_the_people_of_an_organisation_show_one_another_what_they_chose(world: dict[str, Person]) -> None:
    me, colleague = world["me"], world["colleague"]
    body = Mandate.objects.get(person=me).organisation
    client = Client()
    client.force_login(colleague)
    page = reverse("organisations:people", args=[body.slug])
    assert me.email in client.get(page).content.decode()

    Person.objects.filter(pk=me.pk).update(shown_to={"email": "nobody", "phone": "organisations"})

    told = client.get(page).content.decode()
    assert me.email not in told
    assert me.phone in told


def test_whoever_was_forgotten_has_no_name_left(world: dict[str, Person]) -> None:
    erase(world["me"], by=None, why="asked")

    assert "erased" not in str(Person.objects.get(pk=world["me"].pk))
