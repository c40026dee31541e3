"""Who appoints, helps, founds and answers: each question by itself, and what each office opens."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.clusters import appointing
from convivio.clusters.capacities import audiences, capacities, kept_to
from convivio.clusters.helping_members import end_for_member, may_answer
from convivio.clusters.models import Cluster, Office
from convivio.clusters.office_permissions import (
    appointable,
    cluster_kept,
    may_appoint,
    may_end_office,
    may_give_first_signatory,
    may_leave_office,
    may_see_offices,
    offices_of,
    reach_of,
    signatories,
    unkept_clusters,
)
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    NetworkFactory,
    OfficeFactory,
    coordinator,
    office_of,
)
from convivio.clusters.tests.test_appointing import day, keeper
from convivio.kernel.errors import NotAllowed
from convivio.organisations.claims.claiming import claim_organisation
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import NOBODY
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db
Kind = Office.Kind
TODAY = localdate()


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


def opened_by(*held: tuple[str, str]) -> set[str]:
    return set(audiences({key: {kind} for key, kind in held}, TODAY))


@pytest.mark.parametrize("kind", [Kind.CLUSTER_OFFICE, Kind.FACILITATOR, Kind.BOARD, Kind.COORDINATOR])
def test_an_office_that_keeps_opens_what_is_kept(kind: str) -> None:
    assert opened_by(("cluster:7", kind)) == {"cluster:7", "office:cluster:7"}


@pytest.mark.parametrize("kind", [Kind.REGION, Kind.AUDITOR])
def test_an_office_that_looks_on_opens_nothing_that_is_kept(kind: str) -> None:
    assert opened_by(("network:7", kind)) == {"network:7"}


def test_what_is_no_body_of_ours_opens_nothing() -> None:
    assert opened_by(("organisation:999", "sign")) == set()


def test_a_member_opens_its_own_clusters_alone(cluster: Cluster) -> None:
    member = MembershipFactory.create(cluster=cluster)
    MembershipFactory.create()

    assert opened_by((member.organisation.key, "read")) == {cluster.key, cluster.network.key}


def test_what_a_body_keeps_is_its_office_s_and_what_others_keep_their_own() -> None:
    assert kept_to("cluster:3") == "office:cluster:3"
    assert kept_to("network:1") == "office:network:1"
    assert kept_to("organisation:3") == "organisation:3"


def test_a_capacity_names_its_body_its_page_and_the_network_around_it(cluster: Cluster) -> None:
    of_cluster = next(capacities(office_of(cluster), TODAY))
    of_network = next(capacities(coordinator(), TODAY))

    assert (of_cluster.key, of_cluster.within) == (cluster.key, cluster.network.key)
    assert of_cluster.url == cluster.get_absolute_url()
    assert (of_cluster.body, of_network.body) == (cluster, cluster.network)
    assert (of_network.key, of_network.within, of_network.url) == (cluster.network.key, "", "")


def test_offices_are_seen_by_those_who_keep_one_or_are_to_appoint_the_first(cluster: Cluster) -> None:
    facilitator = keeper(cluster, Kind.FACILITATOR)

    assert may_see_offices(acting(facilitator), cluster)
    assert may_see_offices(acting(coordinator()), cluster)
    assert not may_see_offices(acting(office_of(ClusterFactory.create())), cluster)
    assert not may_see_offices(NOBODY, cluster)


def test_no_office_begins_in_the_past_or_ends_before_it_begins(cluster: Cluster) -> None:
    office = acting(office_of(cluster))

    assert may_appoint(office, cluster, [Kind.BOARD], TODAY, TODAY)
    assert not may_appoint(office, cluster, [Kind.BOARD], day(-1), None)
    assert not may_appoint(office, cluster, [Kind.BOARD], day(2), day(1))


def test_who_appoints_nobody_hears_that_the_offices_are_given_by_others(cluster: Cluster) -> None:
    facilitator = acting(keeper(cluster, Kind.FACILITATOR))
    office_of(cluster)

    said = may_appoint(facilitator, cluster, [Kind.BOARD], TODAY, None).reason

    assert str(cluster) in str(said)
    assert appointable(facilitator, cluster) == ()
    assert reach_of(facilitator, cluster) == {}


def test_the_coordinator_ends_no_office_of_a_cluster_even_of_one_that_nobody_keeps(cluster: Cluster) -> None:
    left = OfficeFactory.create(cluster=cluster, kind=Kind.FACILITATOR)

    assert not may_end_office(acting(coordinator()), left)
    assert may_end_office(acting(office_of(cluster)), left)
    assert may_end_office(acting(left.person), left)
    assert not may_end_office(NOBODY, left)


def test_whoever_kept_an_office_until_yesterday_ends_nobody_s(cluster: Cluster) -> None:
    former = acting(keeper(cluster, Kind.CLUSTER_OFFICE, day(-1)))

    assert not may_end_office(former, OfficeFactory.create(cluster=cluster, kind=Kind.FACILITATOR))


def test_the_region_ends_no_office_of_the_network_and_the_coordinator_does(cluster: Cluster) -> None:
    auditor, region = (
        OfficeFactory.create(of_network=True, network=cluster.network, kind=kind)
        for kind in (Kind.AUDITOR, Kind.REGION)
    )

    assert may_end_office(acting(coordinator()), auditor)
    assert not may_end_office(acting(region.person), auditor)


def test_who_may_not_give_a_first_signatory_hears_who_does(cluster: Cluster) -> None:
    member = MembershipFactory.create(cluster=cluster).organisation
    stranger = acting(office_of(ClusterFactory.create()))

    assert may_give_first_signatory(acting(office_of(cluster)), member)
    assert member.name in str(may_give_first_signatory(stranger, member).reason)


def test_the_only_one_who_appoints_may_not_leave_and_a_second_may(cluster: Cluster) -> None:
    first = office_of(cluster)
    keeper(cluster, Kind.FACILITATOR)

    assert not may_leave_office(cluster, first, TODAY)
    assert may_leave_office(cluster, office_of(cluster), TODAY)


def test_a_closed_account_keeps_no_office(cluster: Cluster) -> None:
    person = office_of(cluster)
    person.is_active = False
    person.save()

    assert not offices_of(cluster).exists()


def test_a_cluster_without_anybody_who_appoints_today_or_later_is_unkept(cluster: Cluster) -> None:
    for kind, until in ((Kind.CLUSTER_OFFICE, day(9)), (Kind.BOARD, None)):
        keeper(ClusterFactory.create(), kind, until)
    keeper(cluster, Kind.FACILITATOR)
    keeper(cluster, Kind.CLUSTER_OFFICE, day(-1))

    assert unkept_clusters(cluster.network) == [cluster]


def test_signatories_are_those_who_sign_there_today_or_later() -> None:
    organisation = OrganisationFactory.create()
    sign = Mandate.Right.SIGN
    open_ended = MandateFactory.create(organisation=organisation, right=sign)
    until_later = MandateFactory.create(organisation=organisation, right=sign, until_on=day(9))
    MandateFactory.create(organisation=organisation, right=sign, ended=True)
    MandateFactory.create(organisation=organisation, right=Mandate.Right.EDIT)
    MandateFactory.create(right=sign)
    MandateFactory.create(organisation=organisation, right=sign, person__is_active=False)

    assert set(signatories(organisation)) == {open_ended.person, until_later.person}


def test_a_stranger_brings_no_office_back_and_hands_none_over(cluster: Cluster) -> None:
    office = office_of(cluster)
    ended = appointing.end_office(OfficeFactory.create(cluster=cluster, kind=Kind.BOARD), by=acting(office))

    with pytest.raises(NotAllowed):
        appointing.restore_office(cluster, ended, by=NOBODY)
    with pytest.raises(NotAllowed):
        appointing.hand_over_offices(cluster, office, PersonFactory.create(), on=TODAY, by=NOBODY)


def test_a_stranger_ends_no_office(cluster: Cluster) -> None:
    office = OfficeFactory.create(cluster=cluster, kind=Kind.FACILITATOR)

    with pytest.raises(NotAllowed):
        appointing.end_office(office, by=NOBODY)
    assert not Office.objects.exclude(until_on=None).exists()


def test_a_stranger_does_not_even_hear_whether_there_is_anything_to_hand_over(cluster: Cluster) -> None:
    without, other = PersonFactory.create_batch(2)

    with pytest.raises(NotAllowed):
        appointing.hand_over_offices(cluster, without, other, on=TODAY, by=NOBODY)


def test_nobody_hands_over_for_longer_than_they_keep_their_own(cluster: Cluster) -> None:
    brief = acting(keeper(cluster, Kind.CLUSTER_OFFICE, day(5)))
    lasting = keeper(cluster, Kind.BOARD)

    with pytest.raises(NotAllowed):
        appointing.hand_over_offices(cluster, lasting, PersonFactory.create(), on=TODAY, by=brief)


def test_only_the_office_of_its_cluster_ends_what_somebody_may_do_for_a_member(cluster: Cluster) -> None:
    member = MembershipFactory.create(cluster=cluster).organisation
    mandate = MandateFactory.create(organisation=member)

    with pytest.raises(NotAllowed):
        end_for_member(member, mandate.person, by=acting(office_of(ClusterFactory.create())))


def test_an_office_that_answers_one_claim_does_not_answer_another_s(cluster: Cluster) -> None:
    ours = MembershipFactory.create(cluster=cluster).organisation
    theirs = MembershipFactory.create().organisation
    mine, other = (
        claim_organisation(one, "Dirigo.", by=acting(PersonFactory.create())) for one in (ours, theirs)
    )

    assert may_answer(acting(office_of(cluster)), mine)
    assert not may_answer(acting(office_of(cluster)), other)


def status(client: Client, name: str, *named: object) -> int:
    return client.get(reverse(f"clusters:{name}", args=named)).status_code


def test_the_door_of_claims_opens_to_those_who_answer_them(client: Client, cluster: Cluster) -> None:
    client.force_login(office_of(cluster))
    assert status(client, "claims") == 200

    client.force_login(PersonFactory.create())
    assert status(client, "claims") == 403


def test_the_door_of_new_clusters_opens_to_the_coordinator(client: Client, cluster: Cluster) -> None:
    client.force_login(office_of(cluster))
    assert status(client, "founding") == 403

    client.force_login(coordinator())
    assert status(client, "founding") == 200


def test_before_there_is_a_network_nobody_adds_a_cluster_and_anybody_is_told_why(client: Client) -> None:
    client.force_login(PersonFactory.create())

    response = client.get(reverse("clusters:founding"), headers={"accept-language": "en"})

    assert response.status_code == 403
    assert "There is no network here yet." in response.content.decode()


def test_who_keeps_an_office_but_appoints_nobody_sees_no_handing_over(
    client: Client, cluster: Cluster
) -> None:
    office_of(cluster)
    client.force_login(keeper(cluster, Kind.FACILITATOR))

    assert status(client, "offices", cluster.slug) == 200
    assert status(client, "offices_handing_over", cluster.slug) == 403
    assert client.post(reverse("clusters:office_invitations", args=[cluster.slug])).status_code == 403


def test_a_network_s_own_offices_are_its_own(cluster: Cluster) -> None:
    network, other = cluster.network, NetworkFactory.create(slug="altra")
    kept = OfficeFactory.create(of_network=True, network=network)

    assert list(offices_of(network)) == [kept]
    assert not offices_of(other).exists()


def test_a_cluster_is_chosen_among_those_that_one_keeps_and_by_its_name() -> None:
    first, second, other = (ClusterFactory.create() for _one in range(3))
    person = office_of(first)
    OfficeFactory.create(person=person, cluster=second)
    by = acting(person)

    assert [cluster_kept(by, one.slug) for one in (first, second, other)] == [first, second, None]
    assert cluster_kept(NOBODY, first.slug) is None


def test_the_network_is_not_taken_for_a_cluster() -> None:
    by = acting(coordinator())

    assert cluster_kept(by, NetworkFactory.create().slug) is None
