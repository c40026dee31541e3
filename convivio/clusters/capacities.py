"""What a person may do for a cluster or the network today, and which audiences that opens."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from convivio.clusters.models import Cluster, Membership, Network, Office
from convivio.kernel.audiences import Held
from convivio.kernel.prepared import Prepared, columns_of, row_of
from convivio.organisations.mandates.capacities import numbers_in
from convivio.people.acting import Capacity
from convivio.people.models import Person

KEEPING = frozenset(
    {Office.Kind.CLUSTER_OFFICE, Office.Kind.FACILITATOR, Office.Kind.BOARD, Office.Kind.COORDINATOR}
)
"""The offices that see what a cluster or the network keeps to itself."""


OF_CLUSTER = columns_of(Cluster, "cluster")
OF_ITS_NETWORK = columns_of(Network, "cluster__network")
OF_NETWORK = columns_of(Network, "network")


@Prepared
def _kept(person: int, on: date) -> QuerySet[Office, tuple[Any, ...]]:
    """Give the kinds of office that a person keeps on a day, each with its cluster or its network."""
    held = Office.objects.filter(person=person).holding_on(on).order_by("from_on", "id")
    return held.values_list("kind", *OF_CLUSTER, *OF_ITS_NETWORK, *OF_NETWORK)


@Prepared
def _belonging(organisations: Sequence[int], on: date) -> QuerySet[Membership, tuple[int, int]]:
    """Give the clusters that these organisations belong to with a member's rights, and their networks."""
    members = Membership.objects.with_rights_on(on).filter(organisation__in=organisations)
    return members.values_list("cluster_id", "cluster__network_id").distinct()


def capacities(person: Person, on: date) -> Iterator[Capacity]:
    """Give one capacity for each cluster, and one for the network, in which the person keeps an office."""
    kinds: dict[str, list[str]] = {}
    bodies: dict[str, Cluster | Network] = {}
    for kind, *columns in _kept.rows(person=person.pk, on=on):
        body = _body(columns)
        kinds.setdefault(body.key, []).append(kind)
        bodies.setdefault(body.key, body)
    for key, body in bodies.items():
        cluster = body if isinstance(body, Cluster) else None
        url = cluster.get_absolute_url() if cluster else ""
        within = f"network:{cluster.network_id}" if cluster else ""
        label = f"{body} · {Office.Kind(kinds[key][0]).label}"
        yield Capacity(key, label, frozenset(kinds[key]), url, is_office=True, within=within, body=body)


def _body(columns: list[Any]) -> Cluster | Network:
    """Make the row of the cluster, with its network, or of the network again from what was read."""
    ends_at = len(OF_CLUSTER)
    if columns[0] is None:
        return row_of(Network, columns[-len(OF_NETWORK) :])
    cluster = row_of(Cluster, columns[:ends_at])
    cluster.network = row_of(Network, columns[ends_at : ends_at + len(OF_ITS_NETWORK)])
    return cluster


def audiences(held: Held, on: date) -> Iterator[str]:
    """Open the network to whoever belongs to it, and each cluster to its members and its office.

    The coordinator, the Region and the auditor see what the whole network shows to itself; what
    a cluster keeps to its own stays with it, and what an office keeps to itself stays with the office.
    Whoever is suspended is a member without a member's rights.
    """
    for key, kinds in held.items():
        if key.startswith(("cluster:", "network:")):
            yield key
            if not KEEPING.isdisjoint(kinds):
                yield kept_to(key)
    for cluster, network in _belonging.rows(organisations=numbers_in(held), on=on):
        yield f"cluster:{cluster}"
        yield f"network:{network}"


def kept_to(key: str) -> str:
    """Return the audience of what a body keeps to itself.

    An organisation keeps it to its people, a person to themself; a cluster or the network keeps it
    to its office, because its own audience is all its members.
    """
    kind = key.partition(":")[0]
    return f"office:{key}" if kind in {"cluster", "network"} else key


def the_network() -> Network | None:
    """Return the network of this installation; there is one."""
    return Network.objects.order_by("pk").first()
