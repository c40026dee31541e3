from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, ValueChainFactory, office_of
from convivio.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
LIST = "clusters:list"


def text(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers={"accept-language": "en", **headers})
    assert response.status_code == 200
    return response.content.decode()


def hidden_member(cluster: Cluster, **unusual: Any) -> None:
    hidden = OrganisationFactory.create(name="Riservata", audience=cluster.key, visibility="cluster")
    MembershipFactory.create(cluster=cluster, organisation=hidden, **unusual)


def test_the_list_names_clusters_and_counts_their_members(client: Client) -> None:
    cluster = ClusterFactory.create()
    MembershipFactory.create_batch(3, cluster=cluster)
    MembershipFactory.create(cluster=cluster, ended=True)

    html = text(client, reverse(LIST))

    assert cluster.get_absolute_url() in html
    assert "3 members" in html


def test_its_own_office_sees_and_counts_it(client: Client) -> None:
    cluster = ClusterFactory.create()
    hidden_member(cluster)
    client.force_login(office_of(cluster))

    assert "1 member" in text(client, reverse(LIST))


def test_the_clusters_of_an_organisation_are_those_of_today(client: Client) -> None:
    membership = MembershipFactory.create(cluster__name={"en": "Health"})
    organisation = membership.organisation
    MembershipFactory.create(organisation=organisation, ended=True, cluster__name={"en": "Energy"})
    address = reverse("clusters:of_organisation", args=[organisation.slug])

    for html in (text(client, address), text(client, address, **{"hx-request": "true"})):
        assert "Health" in html
        assert "Energy" not in html


def test_what_a_hidden_organisation_belongs_to_is_hidden_with_it(client: Client) -> None:
    hidden = OrganisationFactory.create(only_for_members=True)

    assert client.get(reverse("clusters:of_organisation", args=[hidden.slug])).status_code == 404


@pytest.mark.parametrize("count", [1, 15])
def test_questions_to_the_database_do_not_grow_with_members_or_chains(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    cluster = ClusterFactory.create()
    ClusterFactory.create_batch(count)
    for chain in ValueChainFactory.create_batch(count, cluster=cluster):
        MembershipFactory.create(cluster=cluster).value_chains.add(chain)
    client.force_login(office_of(cluster))

    with django_assert_max_num_queries(12):
        text(client, reverse(LIST))


def test_the_pages_speak_italian_too(client: Client) -> None:
    MembershipFactory.create()

    assert "1 socio" in client.get(reverse(LIST)).content.decode()
