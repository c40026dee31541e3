"""Who reads and keeps the office of a cluster, among those who keep one somewhere."""

import pytest
from django.http import Http404, HttpRequest
from django.test import Client
from django.urls import reverse

from convivio.clusters.models import Cluster, Membership, Office
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    OfficeFactory,
    coordinator,
    office_of,
)
from convivio.kernel.errors import NotAllowed
from convivio.office.deeds import Kind, Wanted, do, undo
from convivio.office.models import Deed
from convivio.office.permissions import (
    READS_OFFICE,
    clusters_read,
    find_cluster,
    may_read_office,
    reads_an_office,
)
from convivio.office.tests.factories import SavedViewFactory, keeper
from convivio.office.viewing import remove_view
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.acting import NOBODY, Acting, Capacity, acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
READING = (Office.Kind.CLUSTER_OFFICE, Office.Kind.FACILITATOR, Office.Kind.BOARD)


def request_of(who: Acting) -> HttpRequest:
    request = HttpRequest()
    request.acting = who  # type: ignore[attr-defined]
    return request


def of_two_clusters() -> tuple[Person, Cluster, Cluster]:
    first, second = ClusterFactory.create(slug="alfa"), ClusterFactory.create(slug="beta")
    person = office_of(first)
    OfficeFactory.create(person=person, cluster=second, kind=Office.Kind.BOARD)
    return person, first, second


def test_who_keeps_two_offices_reads_both_and_the_one_they_act_for_first() -> None:
    person, first, second = of_two_clusters()
    ClusterFactory.create()

    assert clusters_read(acting_as(person, first.key)) == [first, second]
    assert clusters_read(acting_as(person, second.key)) == [second, first]


@pytest.mark.parametrize("kind", READING)
def test_the_office_the_facilitator_and_the_board_have_a_place_in_the_rail(kind: str) -> None:
    person = OfficeFactory.create(kind=kind).person

    assert reads_an_office(request_of(acting_as(person)))


def test_others_have_no_office_in_the_rail_and_read_none() -> None:
    mandate = MandateFactory.create(right=Mandate.Right.SIGN)
    guest = Capacity(ClusterFactory.create().key, "Guest", frozenset({"guest"}))
    elsewhere = Capacity("network:1", "Elsewhere", frozenset({Office.Kind.BOARD}))
    others = [acting_as(coordinator()), acting_as(mandate.person), acting_as(PersonFactory.create())]

    for who in (*others, NOBODY, Acting(choices=(guest,)), Acting(choices=(elsewhere,))):
        assert not reads_an_office(request_of(who))
        assert clusters_read(who) == []


def test_no_office_is_read_by_whoever_keeps_another() -> None:
    cluster = ClusterFactory.create()
    others = [acting_as(coordinator()), keeper(ClusterFactory.create()), NOBODY]

    assert [bool(may_read_office(who, cluster)) for who in others] == [False] * 3
    assert [bool(READS_OFFICE.asks(request_of(who), cluster=cluster.slug)) for who in others] == [False] * 3
    assert may_read_office(keeper(cluster), cluster)


def test_nothing_is_asked_of_the_database_for_who_reads_no_office(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert clusters_read(NOBODY) == []


def test_the_address_says_which_of_two_offices_is_meant() -> None:
    person, first, second = of_two_clusters()
    request = request_of(acting_as(person))

    assert [find_cluster(request, one.slug) for one in (first, second)] == [first, second]
    with pytest.raises(Http404):
        find_cluster(request, ClusterFactory.create().slug)


def test_who_keeps_one_office_and_sits_in_the_board_of_another_writes_in_the_first_alone(
    client: Client,
) -> None:
    person, first, second = of_two_clusters()
    client.force_login(person)
    answers = []
    for slug in (first.slug, second.slug, "nowhere"):
        read = client.get(reverse("office:contacts", args=[slug])).status_code
        write = client.get(reverse("office:contact_writing", args=[slug])).status_code
        answers.append((read, write))

    assert answers == [(200, 200), (200, 404), (404, 404)]


def test_the_door_opens_for_who_has_an_office_and_for_nobody_else(client: Client) -> None:
    answers = []
    for person in (OfficeFactory.create().person, coordinator(), PersonFactory.create()):
        client.force_login(person)
        answers.append(client.get(reverse("office:door")).status_code)

    assert answers[0] in {200, 302}
    assert answers[1:] == [404, 404]


def test_the_board_takes_nothing_back_and_no_view_away() -> None:
    membership: Membership = MembershipFactory.create()
    cluster = membership.cluster
    do(cluster, [membership], Wanted(Kind.NOTE, text="Da chiamare"), by=keeper(cluster))
    board = acting_as(OfficeFactory.create(cluster=cluster, kind=Office.Kind.BOARD).person)

    with pytest.raises(NotAllowed):
        undo(Deed.objects.get(), by=board)
    with pytest.raises(NotAllowed):
        remove_view(SavedViewFactory.create(cluster=cluster), by=board)
