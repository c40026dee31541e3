"""What a cluster calls its categories of members, with the standard names where it has none of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from convivio.clusters.models import Cluster, Membership, MembershipCategory
from convivio.clusters.standard_categories import BY_RESOLUTION, STANDARD
from convivio.kernel.prepared import Prepared
from convivio.kernel.translated import Translated, TranslatedField, in_both

Names = Mapping[str, Translated]
"""From the codes of one cluster to their names."""

_standard: Names = {code: in_both(italian, english) for code, italian, english in STANDARD}


@Prepared
def _own(cluster: int) -> QuerySet[MembershipCategory, tuple[Any, ...]]:
    return MembershipCategory.objects.filter(cluster=cluster).values_list("code", "name")


def names_of_categories(cluster: Cluster) -> Names:
    """Name the categories of a cluster, in one question to the database."""
    own = _own.rows(cluster=cluster.pk)
    return {**_standard, **dict(own)}


def category_name(code: str, names: Names) -> str:
    """Say a category in the reader's language; a code that nobody named stands for itself."""
    return str(names.get(code) or code)


def own_name() -> Subquery:
    """Read with a membership what its cluster calls its category, in the same question."""
    mine = MembershipCategory.objects.filter(cluster=OuterRef("cluster"), code=OuterRef("category"))
    return Subquery(mine.order_by().values("name")[:1], output_field=TranslatedField())


def said_name(code: str, own: Translated | None) -> str:
    """Say a category by its cluster's own name or the standard one, in the reader's language."""
    return str(own or _standard.get(code) or code)


def with_category_names(memberships: Iterable[Membership]) -> list[Membership]:
    """Give memberships of any clusters, each with its `category_name`, in one more question."""
    found = list(memberships)
    clusters = {one.cluster_id for one in found}
    own = MembershipCategory.objects.filter(cluster__in=clusters).values_list("cluster", "code", "name")
    names = {(cluster, code): name for cluster, code, name in own} if clusters else {}
    for one in found:
        one.category_name = said_name(one.category, names.get((one.cluster_id, one.category)))
    return found


def give_standard_categories(cluster: Cluster) -> None:
    """Give a new cluster the categories that each begins with; those that it has stay as they are."""
    MembershipCategory.objects.bulk_create(
        [
            MembershipCategory(
                cluster=cluster,
                code=code,
                name=in_both(italian, english),
                position=position,
                joins_by_resolution=code in BY_RESOLUTION,
            )
            for position, (code, italian, english) in enumerate(STANDARD)
        ],
        ignore_conflicts=True,
    )
