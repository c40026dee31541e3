"""To which clusters, and so to which network, people belong: by an office, or by a member they act for."""

from collections.abc import Collection
from datetime import date

from convivio.clusters.models import Membership, Office
from convivio.organisations.models import Mandate


def clusters_of_people(numbers: Collection[int], on: date) -> dict[int, set[str]]:
    """Return the keys of the clusters and the network of each person."""
    found: dict[int, set[str]] = {}
    offices = Office.objects.filter(person__in=numbers).holding_on(on)
    for person, cluster, of_cluster, network in offices.values_list(
        "person_id", "cluster_id", "cluster__network_id", "network_id"
    ):
        found.setdefault(person, set()).update(_keys(cluster, network or of_cluster))
    held = Mandate.objects.filter(person__in=numbers).holding_on(on)
    people: dict[int, set[int]] = {}
    for person, organisation in held.values_list("person_id", "organisation_id").distinct():
        people.setdefault(organisation, set()).add(person)
    members = Membership.objects.filter(organisation__in=people).holding_on(on)
    for organisation, cluster, network in members.values_list(
        "organisation_id", "cluster_id", "cluster__network_id"
    ):
        for person in people[organisation]:
            found.setdefault(person, set()).update(_keys(cluster, network))
    return found


def _keys(cluster: int | None, network: int | None) -> set[str]:
    keys = {f"cluster:{cluster}"} if cluster else set()
    return keys | ({f"network:{network}"} if network else set())
