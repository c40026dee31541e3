"""An organisation that nobody acts for is claimed, looked at with what supports it, and given or refused."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.activity.outbox import deliver
from convivio.clusters.claim_evidence import evidence_for, same_domain
from convivio.clusters.helping_members import accept_claim, claims_for, refuse_claim
from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, coordinator, office_of
from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import NotAllowed
from convivio.notices.handing_out import work_off
from convivio.organisations.claims.claiming import claim_organisation, withdraw_claim
from convivio.organisations.errors import ClaimIsOpen, ClaimIsSettled, SomebodyActsForIt
from convivio.organisations.models import Claim, Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


@pytest.fixture
def member(cluster: Cluster) -> Organisation:
    organisation = OrganisationFactory.create(website="https://www.filtri.example/chi-siamo")
    MembershipFactory.create(cluster=cluster, organisation=organisation)
    return organisation


def claimed(organisation: Organisation, email: str = "lia@filtri.example") -> Claim:
    return claim_organisation(
        organisation, "Dirigo la qualità.", by=acting(PersonFactory.create(email=email))
    )


def rights(person: Person) -> set[str]:
    return set(Mandate.objects.of(person, localdate()).values_list("right", flat=True))


def test_a_claim_is_told_to_the_office_accepted_and_answered(cluster: Cluster, member: Organisation) -> None:
    office = office_of(cluster)
    claim = claimed(member)
    work_off()
    deliver()
    assert [letter.to for letter in mail.outbox] == [[office.email]]

    accept_claim(claim, ["read", "sign"], answer="Benvenuta.", by=acting(office))
    work_off()
    deliver()

    assert rights(claim.person) == {"read", "sign"}
    assert claim.person.mandates.get(right="sign").given_by == office
    assert mail.outbox[-1].to == [claim.person.email]
    assert "Benvenuta." in str(mail.outbox[-1].body)


def test_only_the_office_where_it_is_a_member_answers(cluster: Cluster, member: Organisation) -> None:
    office_of(cluster)
    claim = claimed(member)

    for person in (office_of(ClusterFactory.create()), coordinator(), claim.person):
        assert not claims_for(acting(person)).exists()
        with pytest.raises(NotAllowed):
            accept_claim(claim, ["read"], by=acting(person))
        with pytest.raises(NotAllowed):
            refuse_claim(claim, answer="No.", by=acting(person))


def test_what_is_in_no_cluster_comes_to_the_coordinator(cluster: Cluster) -> None:
    by, office = coordinator(), office_of(cluster)
    claim = claimed(OrganisationFactory.create())
    work_off()
    deliver()

    assert [letter.to for letter in mail.outbox] == [[by.email]]
    assert not claims_for(acting(office)).exists()
    refuse_claim(claim, answer="Chi sei?", by=acting(by))

    assert Claim.objects.get().answer == "Chi sei?"
    assert not rights(claim.person)


def test_a_claim_is_settled_once(cluster: Cluster, member: Organisation) -> None:
    office = acting(office_of(cluster))
    claim = claimed(member)
    stale = Claim.objects.get(pk=claim.pk)
    refuse_claim(claim, answer="No.", by=office)

    with pytest.raises(ClaimIsSettled):
        accept_claim(stale, ["read"], by=office)
    with pytest.raises(ClaimIsSettled):
        withdraw_claim(stale, by=acting(claim.person))


def test_one_claims_once_at_a_time_and_again_after_withdrawing(member: Organisation) -> None:
    claim = claimed(member)
    again = acting(claim.person)

    with pytest.raises(ClaimIsOpen):
        claim_organisation(member, "", by=again)
    withdraw_claim(claim, by=again)

    assert claim_organisation(member, "", by=again).state == Claim.State.OPEN


def test_nobody_withdraws_the_claim_of_another(member: Organisation) -> None:
    with pytest.raises(NotAllowed):
        withdraw_claim(claimed(member), by=acting(PersonFactory.create()))


def test_what_somebody_acts_for_is_not_claimed(member: Organisation) -> None:
    MandateFactory.create(organisation=member)

    with pytest.raises(SomebodyActsForIt):
        claimed(member)


def test_of_two_who_claim_it_the_second_is_left_to_the_first(cluster: Cluster, member: Organisation) -> None:
    office = acting(office_of(cluster))
    first, second = claimed(member), claimed(member, "rivale@altrove.example")
    accept_claim(first, ["sign"], by=office)

    with pytest.raises(SomebodyActsForIt):
        accept_claim(second, ["sign"], by=office)
    assert Claim.objects.get(pk=second.pk).state == Claim.State.OPEN
    assert not rights(second.person)


@pytest.mark.parametrize(
    ("domain", "host", "same"),
    [
        ("filtri.example", "www.filtri.example", True),
        ("mail.filtri.example", "filtri.example", True),
        ("filtri.example", "shop.filtri.example", True),
        ("altrifiltri.example", "filtri.example", False),
        ("filtri.example.evil.example", "filtri.example", False),
        ("example", "filtri.example", False),
    ],
)
def test_domains_are_compared_whole(domain: str, host: str, *, same: bool) -> None:
    assert same_domain(domain, host) is same


@pytest.mark.parametrize(
    ("email", "verdict"),
    [("lia@filtri.example", "met"), ("lia@altrove.example", "missing"), ("lia@gmail.com", "unsure")],
)
def test_the_website_supports_an_address_of_its_domain(
    member: Organisation, email: str, verdict: str
) -> None:
    assert evidence_for(claimed(member, email), ANYONE)[0].verdict == verdict


def test_others_of_the_domain_are_named_by_what_they_act_for(member: Organisation) -> None:
    colleague = PersonFactory.create(email="ugo@filtri.example")
    hidden = OrganisationFactory.create(name="Segreta", only_for_members=True)
    seen = OrganisationFactory.create(name="Filtri Due")
    for organisation in (hidden, seen):
        MandateFactory.create(person=colleague, organisation=organisation)

    said = evidence_for(claimed(member), ANYONE)[1].said

    assert "Filtri Due" in said
    assert "Segreta" not in said


def page(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_somebody_claims_from_the_page_and_withdraws(client: Client, member: Organisation) -> None:
    address = reverse("organisations:claim", args=[member.slug])
    client.force_login(PersonFactory.create())

    assert client.post(address, {"words": ""}).status_code == 422
    assert client.post(address, {"words": "Dirigo la qualità."}).status_code == 302
    assert "Dirigo la qualità." in page(client, address)
    client.post(reverse("organisations:claim_withdrawal", args=[member.slug]))

    assert Claim.objects.get().state == Claim.State.WITHDRAWN


def test_the_office_sees_the_count_in_the_rail_and_answers(
    client: Client, cluster: Cluster, member: Organisation
) -> None:
    claim = claimed(member)
    client.force_login(office_of(cluster))
    assert '<span>Claims</span> <span class="count">1</span>' in page(client, reverse("clusters:list"))
    address = reverse("clusters:claim", args=[claim.pk])
    assert "lia@filtri.example" in page(client, address)

    assert client.post(address, {"refuse": "yes", "answer": ""}).status_code == 422
    assert (
        client.post(address, {"accept": "yes", "rights": ["read", "sign"], "answer": ""}).status_code == 302
    )

    assert rights(claim.person) == {"read", "sign"}


def test_another_office_finds_no_such_claim(client: Client, member: Organisation) -> None:
    claim = claimed(member)
    client.force_login(office_of(ClusterFactory.create()))

    for number in (claim.pk, 999_999):
        assert client.get(reverse("clusters:claim", args=[number])).status_code == 404
    assert "lia@filtri.example" not in page(client, reverse("clusters:claims"))
