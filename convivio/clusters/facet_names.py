"""Names of clusters and their value chains, for the facets of every list."""

from collections.abc import Collection

from convivio.clusters.models import Cluster, ValueChain
from convivio.kernel.audiences import Reader
from convivio.search.facets import Names


def cluster_names(values: Collection[str], _reader: Reader) -> Names:
    return {
        slug: str(name) for slug, name in Cluster.objects.filter(slug__in=values).values_list("slug", "name")
    }


def chain_names(values: Collection[str], _reader: Reader) -> Names:
    rows = ValueChain.objects.filter(slug__in=values).values_list("slug", "name")
    return {slug: str(name) for slug, name in rows}
