"""What a person may do for a cluster or the network today, and which audiences that opens."""

from collections.abc import Iterable, Iterator
from datetime import date

from convivio.clusters.models import Membership, Network, Office
from convivio.kernel.audiences import Held
from convivio.organisations.mandates.capacities import numbers_in
from convivio.people.acting import Capacity
from convivio.people.models import Person

KEEPING = frozenset(
    {Office.Kind.CLUSTER_OFFICE, Office.Kind.FACILITATOR, Office.Kind.BOARD, Office.Kind.COORDINATOR}
)
"""The offices that see what a cluster or the network keeps to itself."""


def capacities(person: Person, on: date) -> Iterator[Capacity]:
    """Give one capacity for each cluster, and one for the network, in which the person keeps an office."""
    held = Office.objects.filter(person=person).holding_on(on).select_related("cluster__network", "network")
    offices: dict[str, list[Office]] = {}
    for office in held.order_by("from_on", "id"):
        offices.setdefault(office.body.key, []).append(office)
    for key, kept in offices.items():
        first, body = kept[0], kept[0].body
        url = first.cluster.get_absolute_url() if first.cluster else ""
        label = f"{body} · {first.get_kind_display()}"
        within = f"network:{first.cluster.network_id}" if first.cluster else ""
        kinds = frozenset(office.kind for office in kept)
        yield Capacity(key, label, kinds, url, is_office=True, within=within, body=body)


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
    for cluster, network in _belonging(held, on):
        yield f"cluster:{cluster}"
        yield f"network:{network}"


def _belonging(held: Held, on: date) -> Iterable[tuple[int, int]]:
    """Give the clusters that the person belongs to as a member, and their networks."""
    organisations = numbers_in(held)
    members = Membership.objects.with_rights_on(on).filter(organisation__in=organisations)
    return members.values_list("cluster_id", "cluster__network_id").distinct()


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
