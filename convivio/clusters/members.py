"""Who belongs to a cluster today, as far as a reader may see."""

from collections import Counter

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from convivio.clusters.categories import category_name, names_of_categories
from convivio.clusters.models import Cluster, Membership, ValueChain
from convivio.kernel.audiences import Reader


def members_today(reader: Reader) -> QuerySet[Membership]:
    """Keep the memberships of today whose organisation this reader may see."""
    return Membership.objects.holding_on(localdate()).filter(organisation__audience__in=reader.audiences)


def clusters_with_counts(reader: Reader) -> list[tuple[Cluster, int]]:
    """Give each cluster with how many members the reader may see."""
    counts = Counter(members_today(reader).values_list("cluster", flat=True))
    return [(cluster, counts[cluster.pk]) for cluster in Cluster.objects.select_related("network", "sector")]


def by_category(cluster: Cluster, reader: Reader) -> list[tuple[str, str, int]]:
    """Count members by what they are members as: code, name, number; the largest first."""
    counts = Counter(members_today(reader).filter(cluster=cluster).values_list("category", flat=True))
    names = names_of_categories(cluster)
    return [(code, category_name(code, names), count) for code, count in counts.most_common()]


def chains_with_counts(cluster: Cluster, reader: Reader) -> list[ValueChain]:
    """Give the value chains of a cluster, each with `member_count`."""
    held = members_today(reader).filter(cluster=cluster).values("pk")
    counted = Count("memberships", filter=Q(memberships__in=held), distinct=True)
    return list(cluster.value_chains.annotate(member_count=counted).order_by("slug"))
