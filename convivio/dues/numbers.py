"""Running numbers of a cluster and year, without gaps or doubles; the books must be held."""

from django.db.models import Max

from convivio.clusters.models import Cluster
from convivio.dues.models import CreditNote, Notice, Payment

Numbered = type[Notice] | type[CreditNote] | type[Payment]


def next_number(kind: Numbered, cluster: Cluster, year: int) -> int:
    """Give the number after the last; nothing numbered is ever deleted, so there are no gaps."""
    last = kind.objects.filter(cluster=cluster, year=year).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1
