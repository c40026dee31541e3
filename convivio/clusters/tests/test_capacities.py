"""For which clusters, or for the network, somebody acts: each capacity brings the row that it is of."""

from typing import Any

import pytest
from django.utils.timezone import localdate

from convivio.clusters.capacities import capacities
from convivio.clusters.models import Network
from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory, coordinator, office_of

pytestmark = pytest.mark.django_db


def test_an_office_of_a_cluster_brings_the_cluster_and_its_network(django_assert_num_queries: Any) -> None:
    cluster = ClusterFactory.create()
    person = office_of(cluster)

    with django_assert_num_queries(1):
        [capacity] = capacities(person, localdate())
        body: Any = capacity.body
        assert (body.name, body.mission, body.network.name) == (
            cluster.name,
            cluster.mission,
            cluster.network.name,
        )
    assert (capacity.key, capacity.within) == (cluster.key, cluster.network.key)


def test_an_office_of_the_network_brings_the_network() -> None:
    [capacity] = capacities(coordinator(), localdate())

    assert capacity.body == Network.objects.get()
    assert (capacity.rights, capacity.within, capacity.url) == (frozenset({"coordinator"}), "", "")


def test_two_offices_of_one_cluster_are_one_capacity_with_the_first_name() -> None:
    cluster = ClusterFactory.create()
    person = office_of(cluster)
    OfficeFactory.create(person=person, cluster=cluster, kind="board")

    [capacity] = capacities(person, localdate())

    assert capacity.rights == {"cluster_office", "board"}
    assert capacity.label.endswith("segreteria del cluster")


def test_nobody_acts_by_the_office_of_another_or_of_the_past() -> None:
    mine = office_of(ClusterFactory.create())
    OfficeFactory.create(ended=True, person=mine)
    office_of(ClusterFactory.create())

    assert len(list(capacities(mine, localdate()))) == 1
