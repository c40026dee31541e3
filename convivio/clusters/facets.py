"""What clusters add to how an organisation is found: its clusters, chains and network of today."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from convivio.clusters.models import Membership


def facets_of_members(numbers: Iterable[int] | None) -> dict[int, dict[str, tuple[str, ...]]]:
    held = Membership.objects.holding_on(localdate()).select_related("cluster__network")
    if numbers is not None:
        held = held.filter(organisation__in=list(numbers))
    found: dict[int, dict[str, set[str]]] = {}
    for membership in held.prefetch_related("value_chains"):
        facets = found.setdefault(
            membership.organisation_id, {"cluster": set(), "network": set(), "chain": set()}
        )
        facets["cluster"].add(membership.cluster.slug)
        facets["network"].add(membership.cluster.network.slug)
        facets["chain"].update(chain.slug for chain in membership.value_chains.all())
    return {
        number: {name: tuple(sorted(values)) for name, values in facets.items()}
        for number, facets in found.items()
    }
