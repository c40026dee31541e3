"""Bodies keep their past terms; a programme finances from a day to a day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from convivio.clusters.tests.factories import ClusterFactory, coordinator
from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import NotAllowed
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.pages.actions.bodies import Founding, Sitting, add_body, add_term, change_body, change_term
from convivio.pages.actions.funding import Grant, add_funding, change_funding
from convivio.pages.bodies import bodies_of, sitting_today
from convivio.pages.errors import AlreadyFinanced, TermIsHeld
from convivio.pages.funding import funding_of
from convivio.pages.models import Body, Funding, Term
from convivio.pages.publishers import of_cluster
from convivio.pages.tests.factories import (
    BodyFactory,
    FundingFactory,
    ProgrammeFactory,
    TermFactory,
    acts,
    officer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
BOARD = Founding(kind="board", name={"it": "Consiglio", "en": "Board"}, words={})


@pytest.fixture
def cluster():
    return ClusterFactory.create()


@pytest.fixture
def writer(cluster):
    return acts(officer(cluster))


def sitting(
    name: str = "Ada Prova", *, since: int = 2024, until: date | None = None, organisation=None
) -> Sitting:
    first = date(since, 5, 1)
    return Sitting(person_name=name, role="member", organisation=organisation, from_on=first, until_on=until)


def grant(programme, act: str = "Delibera 1", since: int = 2023) -> Grant:
    return Grant(programme=programme, purpose={}, act=act, from_on=date(since, 1, 1), until_on=None)


def test_bodies_stand_in_the_order_in_which_they_were_added(cluster, writer) -> None:
    first = add_body(of_cluster(cluster), BOARD, by=writer)
    second = add_body(of_cluster(cluster), BOARD, by=writer)

    assert [one.body for one in bodies_of(of_cluster(cluster), ANYONE, TODAY)] == [first, second]


def test_past_terms_are_kept_apart_from_those_of_today(cluster) -> None:
    body = BodyFactory.create(cluster=cluster)
    now, before = TermFactory.create(body=body), TermFactory.create(body=body, ended=True)
    to_come = TermFactory.create(body=body, from_on=date(2027, 1, 1))

    (shown,) = bodies_of(of_cluster(cluster), ANYONE, TODAY)

    assert [one.term for one in shown.now] == [now]
    assert [one.term for one in shown.before] == [before]
    assert [one.term for one in shown.to_come] == [to_come]
    assert [one.term for one in sitting_today(of_cluster(cluster), ANYONE, TODAY)[0].now] == [now]


def test_the_president_stands_first(cluster) -> None:
    body = BodyFactory.create(cluster=cluster)
    TermFactory.create(body=body, person_name="Aldo")
    TermFactory.create(body=body, person_name="Zita", role="president")

    (shown,) = sitting_today(of_cluster(cluster), ANYONE, TODAY)

    assert [one.term.person_name for one in shown.now] == ["Zita", "Aldo"]


def test_an_organisation_that_the_reader_may_not_see_is_not_named(cluster) -> None:
    hidden = OrganisationFactory.create(only_for_members=True)
    TermFactory.create(body=BodyFactory.create(cluster=cluster), organisation=hidden)

    (shown,) = sitting_today(of_cluster(cluster), ANYONE, TODAY)

    assert shown.now[0].organisation is None


def test_the_same_role_is_not_held_twice_at_once(cluster, writer) -> None:
    body = BodyFactory.create(cluster=cluster)
    term = add_term(of_cluster(cluster), body, sitting(), by=writer)

    with pytest.raises(TermIsHeld, match="Ada Prova"):
        add_term(of_cluster(cluster), body, sitting(since=2025), by=writer)
    ended = change_term(of_cluster(cluster), term, sitting(until=date(2024, 12, 31)), by=writer)
    again = add_term(of_cluster(cluster), body, sitting(since=2025), by=writer)

    assert {ended, again} == set(Term.objects.all())


def test_the_database_itself_refuses_a_term_held_twice(cluster) -> None:
    term = TermFactory.create(person_name="Ada")

    with pytest.raises(IntegrityError, match="a_term_is_held_once"), transaction.atomic():
        TermFactory.create(body=term.body, person_name="Ada", from_on=date(2025, 1, 1))


def test_a_programme_finances_from_a_day_to_a_day(cluster) -> None:
    running = FundingFactory.create(cluster=cluster)
    FundingFactory.create(cluster=cluster, ended=True)
    FundingFactory.create()

    assert list(funding_of(cluster, TODAY)) == [running]
    assert funding_of(cluster).count() == 2


def test_the_same_act_is_not_written_down_twice(cluster, writer) -> None:
    programme = ProgrammeFactory.create()
    kept = add_funding(of_cluster(cluster), grant(programme), by=writer)

    with pytest.raises(AlreadyFinanced):
        add_funding(of_cluster(cluster), grant(programme, since=2024), by=writer)
    change_funding(of_cluster(cluster), kept, grant(programme, "Delibera 2"), by=writer)

    assert Funding.objects.get().act == "Delibera 2"


@pytest.mark.parametrize("who", ["other office", "coordinator", "facilitator", "nobody"])
def test_nobody_else_writes_bodies_terms_or_funding(cluster, who) -> None:
    body, funding = BodyFactory.create(cluster=cluster), FundingFactory.create(cluster=cluster)
    term, publisher = TermFactory.create(body=body), of_cluster(cluster)
    people = {
        "other office": lambda: officer(ClusterFactory.create()),
        "coordinator": coordinator,
        "facilitator": lambda: officer(cluster, "facilitator"),
        "nobody": lambda: None,
    }
    by = acts(people[who]())

    for act in (
        lambda: add_body(publisher, BOARD, by=by),
        lambda: change_body(publisher, body, BOARD, by=by),
        lambda: add_term(publisher, body, sitting(), by=by),
        lambda: change_term(publisher, term, sitting(), by=by),
        lambda: add_funding(publisher, grant(funding.programme), by=by),
        lambda: change_funding(publisher, funding, grant(funding.programme), by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert (Body.objects.count(), Term.objects.count(), Funding.objects.count()) == (1, 1, 1)
