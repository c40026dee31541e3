"""Offices are given by those who appoint there, for as long as they do; a cluster's first by the coordinator."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.activity.outbox import deliver
from convivio.clusters import appointing
from convivio.clusters.errors import NoOfficeToHandOver, OfficeHoldsAgain
from convivio.clusters.inviting import invite_first_signatory, invite_to_offices
from convivio.clusters.models import Cluster, Network, Office
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    NetworkFactory,
    OfficeFactory,
    coordinator,
    office_of,
)
from convivio.kernel.errors import NotAllowed
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory, member_of
from convivio.people.invitations.inviting import accept_invitation
from convivio.people.models import Invitation, Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
Kind = Office.Kind


def day(number: int) -> date:
    return localdate() + timedelta(days=number)


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


def keeper(cluster: Cluster, kind: str, until: date | None = None) -> Person:
    return OfficeFactory.create(cluster=cluster, kind=kind, until_on=until).person


def kept(person: Person, on: date | None = None) -> set[str]:
    return set(
        Office.objects.filter(person=person).holding_on(on or localdate()).values_list("kind", flat=True)
    )


@pytest.mark.parametrize("giver", [Kind.CLUSTER_OFFICE, Kind.BOARD])
@pytest.mark.parametrize("given", [Kind.CLUSTER_OFFICE, Kind.BOARD, Kind.FACILITATOR])
def test_office_and_board_appoint_one_another_and_facilitators(
    cluster: Cluster, giver: str, given: str
) -> None:
    newcomer = PersonFactory.create()

    appointing.appoint(cluster, newcomer, [given], by=acting(keeper(cluster, giver)))

    assert kept(newcomer) == {given}
    assert Trace.objects.newest_first()[0].facts == {"person": newcomer.key, "offices": [given], "until": ""}


def test_nobody_else_appoints_in_a_cluster_that_has_an_office(cluster: Cluster) -> None:
    office_of(cluster)
    others = [
        keeper(cluster, Kind.FACILITATOR),
        keeper(cluster, Kind.CLUSTER_OFFICE, until=day(-1)),
        office_of(ClusterFactory.create()),
        coordinator(),
        member_of(OrganisationFactory.create()),
        None,
    ]

    for person in others:
        for kind in (Kind.CLUSTER_OFFICE, Kind.FACILITATOR):
            with pytest.raises(NotAllowed):
                appointing.appoint(cluster, PersonFactory.create(), [kind], by=acting(person))


@pytest.mark.parametrize("kind", [Kind.COORDINATOR, Kind.REGION, Kind.AUDITOR])
def test_the_coordinator_appoints_the_offices_of_the_network_and_nobody_else_does(kind: str) -> None:
    network, newcomer, by = NetworkFactory.create(), PersonFactory.create(), coordinator()

    appointing.appoint(network, newcomer, [kind], by=acting(by))

    assert kept(newcomer) == {kind}
    for other in (
        OfficeFactory.create(of_network=True, kind=Kind.REGION).person,
        office_of(ClusterFactory.create()),
    ):
        with pytest.raises(NotAllowed):
            appointing.appoint(network, PersonFactory.create(), [kind], by=acting(other))


def test_no_office_is_given_to_the_wrong_body(cluster: Cluster) -> None:
    with pytest.raises(NotAllowed):
        appointing.appoint(cluster, PersonFactory.create(), [Kind.COORDINATOR], by=acting(office_of(cluster)))
    with pytest.raises(NotAllowed):
        appointing.appoint(cluster.network, PersonFactory.create(), [Kind.BOARD], by=acting(coordinator()))


def test_the_coordinator_gives_a_cluster_its_first_office_and_no_more(cluster: Cluster) -> None:
    by, first = coordinator(), PersonFactory.create()

    for kind in (Kind.BOARD, Kind.FACILITATOR):
        with pytest.raises(NotAllowed):
            appointing.appoint(cluster, first, [kind], by=acting(by))
    appointing.appoint(cluster, first, [Kind.CLUSTER_OFFICE], by=acting(by))

    with pytest.raises(NotAllowed):
        appointing.appoint(cluster, PersonFactory.create(), [Kind.CLUSTER_OFFICE], by=acting(by))
    with pytest.raises(NotAllowed):
        appointing.end_office(first.offices.get(), by=acting(by))


@pytest.mark.parametrize("last", [31, None])
def test_no_office_is_given_beyond_the_givers_own(cluster: Cluster, last: int | None) -> None:
    by = acting(keeper(cluster, Kind.CLUSTER_OFFICE, until=day(30)))
    until_on = None if last is None else day(last)

    with pytest.raises(NotAllowed):
        appointing.appoint(cluster, PersonFactory.create(), [Kind.BOARD], until_on=until_on, by=by)
    newcomer = PersonFactory.create()
    appointing.appoint(cluster, newcomer, [Kind.BOARD], until_on=day(30), by=by)
    assert kept(newcomer, day(31)) == set()


def test_an_office_ends_with_the_next_request_and_can_be_undone_once(
    client: Client, cluster: Cluster
) -> None:
    keeping, leaving = office_of(cluster), keeper(cluster, Kind.BOARD)
    client.force_login(leaving)
    page = reverse("clusters:offices", args=[cluster.slug])
    assert client.get(page).status_code == 200

    ended = appointing.end_office(leaving.offices.get(), by=acting(keeping))

    assert client.get(page).status_code == 404
    appointing.restore_office(cluster, ended, by=acting(keeping))
    assert kept(leaving) == {Kind.BOARD}
    with pytest.raises(OfficeHoldsAgain):
        appointing.restore_office(cluster, ended, by=acting(keeping))


def test_the_last_who_appoints_stays_until_somebody_follows(cluster: Cluster) -> None:
    last = office_of(cluster)
    keeper(cluster, Kind.FACILITATOR)

    with pytest.raises(NotAllowed):
        appointing.end_office(last.offices.get(), by=acting(last))
    with pytest.raises(NotAllowed):
        appointing.give_back_offices(cluster, by=acting(last))
    taker = PersonFactory.create()
    appointing.hand_over_offices(cluster, last, taker, on=day(2), by=acting(last))
    deliver()

    assert (kept(last, day(1)), kept(last, day(2))) == ({Kind.CLUSTER_OFFICE}, set())
    assert (kept(taker, day(1)), kept(taker, day(2))) == (set(), {Kind.CLUSTER_OFFICE})
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([last.email, taker.email])


def test_the_last_coordinator_stays() -> None:
    last = coordinator()

    with pytest.raises(NotAllowed):
        appointing.give_back_offices(NetworkFactory.create(), by=acting(last))


def test_a_facilitator_gives_back_and_hands_over_nothing(cluster: Cluster) -> None:
    office_of(cluster)
    person, other = keeper(cluster, Kind.FACILITATOR), PersonFactory.create()

    with pytest.raises(NotAllowed):
        appointing.hand_over_offices(cluster, person, other, on=day(0), by=acting(person))
    appointing.give_back_offices(cluster, by=acting(person))

    assert not kept(person)


def test_handing_over_nothing_is_said(cluster: Cluster) -> None:
    by = office_of(cluster)

    with pytest.raises(NoOfficeToHandOver):
        appointing.hand_over_offices(cluster, PersonFactory.create(), by, on=day(0), by=acting(by))


def test_a_letter_to_an_office_is_asked_again_when_it_is_taken_up(cluster: Cluster) -> None:
    by = coordinator()
    guests = [PersonFactory.create() for _each in range(2)]
    letters = [
        invite_to_offices(cluster, guest.email, [Kind.CLUSTER_OFFICE], by=acting(by)) for guest in guests
    ]

    accept_invitation(letters[0], by=acting(guests[0]))

    assert kept(guests[0]) == {Kind.CLUSTER_OFFICE}
    with pytest.raises(NotAllowed):
        accept_invitation(letters[1], by=acting(guests[1]))


def test_the_office_gives_a_member_its_first_signatory_and_only_while_it_has_none(cluster: Cluster) -> None:
    by, guest = office_of(cluster), PersonFactory.create()
    member = MembershipFactory.create(cluster=cluster).organisation
    letter = invite_first_signatory(member, guest.email, by=acting(by))
    second = invite_first_signatory(member, PersonFactory.create().email, by=acting(by))

    accept_invitation(letter, by=acting(guest))

    assert set(guest.mandates.values_list("right", flat=True)) == set(Mandate.Right.values)
    with pytest.raises(NotAllowed):
        accept_invitation(second, by=acting(Person.objects.get(email=second.email)))
    with pytest.raises(NotAllowed):
        invite_first_signatory(member, "altri@soci.example", by=acting(by))


def test_nobody_else_gives_a_first_signatory(cluster: Cluster) -> None:
    member = MembershipFactory.create(cluster=cluster).organisation
    former = MembershipFactory.create(cluster=cluster, ended=True).organisation
    office = office_of(cluster)
    others = (
        office_of(ClusterFactory.create()),
        keeper(cluster, Kind.BOARD),
        coordinator(),
        member_of(member),
    )

    for person in others:
        with pytest.raises(NotAllowed):
            invite_first_signatory(member, "a@soci.example", by=acting(person))
    with pytest.raises(NotAllowed):
        invite_first_signatory(former, "a@soci.example", by=acting(office))
    assert not Invitation.objects.exists()


def body_page(cluster: Cluster | Network) -> str:
    return reverse("clusters:offices", args=[cluster.slug if isinstance(cluster, Cluster) else "network"])


def test_offices_are_hidden_from_others_like_what_is_not_there(client: Client, cluster: Cluster) -> None:
    office_of(cluster)
    for person in (office_of(ClusterFactory.create()), PersonFactory.create()):
        client.force_login(person)
        assert (
            client.get(body_page(cluster)).status_code
            == client.get("/clusters/nothing/offices/").status_code
            == 404
        )
        assert client.get(body_page(cluster.network)).status_code == 404


def test_the_page_appoints_by_letter(client: Client, cluster: Cluster) -> None:
    client.force_login(office_of(cluster))
    address = reverse("clusters:office_invitations", args=[cluster.slug])

    wrong = client.post(address, {"addresses": "nobody", "rights": ["board"]})
    right = client.post(address, {"addresses": "nuova@soci.example", "rights": ["board", "facilitator"]})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "nobody" in wrong.content.decode()
    assert Invitation.objects.get().offer["kinds"] == ["board", "facilitator"]
    assert "nuova@soci.example" in client.get(body_page(cluster)).content.decode()


def test_the_page_ends_and_undoes(client: Client, cluster: Cluster) -> None:
    by, person = office_of(cluster), keeper(cluster, Kind.BOARD)
    client.force_login(by)

    client.post(reverse("clusters:office_ending", args=[cluster.slug, person.offices.get().pk]))
    assert not kept(person)
    assert "undoing" in client.get(body_page(cluster)).content.decode()
    client.post(reverse("clusters:offices_undoing", args=[cluster.slug]))

    assert kept(person) == {Kind.BOARD}


def test_the_office_ends_what_nobody_there_can_end(client: Client, cluster: Cluster) -> None:
    member = MembershipFactory.create(cluster=cluster).organisation
    gone = MandateFactory.create(organisation=member, right="sign").person
    address = reverse("clusters:member_signatory_ending", args=[member.slug, gone.pk])
    client.force_login(office_of(ClusterFactory.create()))
    assert client.post(address).status_code == 404

    client.force_login(office_of(cluster))
    assert client.post(address).status_code == 302

    assert not Mandate.objects.of(gone, localdate()).exists()
    assert Trace.objects.newest_first()[0].verb == "mandate.ended_by_office"
