"""Names of clusters and their value chains, for the facets of every list."""

from collections.abc import Collection

from convivio.clusters.models import Cluster, ValueChain
from convivio.kernel.audiences import Reader
from convivio.search.facets import Names


def cluster_and_chain_names(values: Collection[str], _reader: Reader) -> Names:
    """Name clusters and value chains by their slugs, in one question to the database."""
    chains = ValueChain.objects.filter(slug__in=values).values_list("slug", "name")
    clusters = Cluster.objects.order_by().filter(slug__in=values).values_list("slug", "name")
    return {slug: str(name) for slug, name in clusters.union(chains, all=True)}
