"""Categories of a member list, as the cluster itself names them."""

from collections.abc import Iterable

from convivio.clusters.models import Cluster, MembershipCategory
from convivio.opendata.csv_tables import plain
from convivio.opendata.members.values import MemberRow, unknown_category


def name_categories(rows: Iterable[MemberRow], cluster: Cluster) -> None:
    """Give each row the cluster's own category, where its words are that category's name or code."""
    own = _codes_by_words(cluster)
    for row in rows:
        code = own.get(plain(row.category_words))
        if code is not None:
            row.category = code
            unknown = unknown_category(row.category_words)
            row.left_out[:] = [sentence for sentence in row.left_out if sentence != unknown]


def _codes_by_words(cluster: Cluster) -> dict[str, str]:
    found = {}
    for category in MembershipCategory.objects.filter(cluster=cluster):
        for words in (category.code, *category.name.values()):
            found[plain(words)] = category.code
    found.pop("", None)
    return found
