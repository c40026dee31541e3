"""Who belongs to a cluster today, as far as a reader may see."""

from collections import Counter

from django.db.models import QuerySet
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader


def members_today(reader: Reader) -> QuerySet[Membership]:
    """Keep the memberships of today whose organisation this reader may see."""
    return Membership.objects.holding_on(localdate()).filter(organisation__audience__in=reader.audiences)


def clusters_with_counts(reader: Reader) -> list[tuple[Cluster, int]]:
    """Give each cluster with how many members the reader may see."""
    counts = Counter(members_today(reader).values_list("cluster", flat=True))
    return [(cluster, counts[cluster.pk]) for cluster in Cluster.objects.select_related("network", "sector")]
