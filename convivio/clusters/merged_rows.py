"""How memberships follow when two records become one organisation, and which clusters look after a record."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster, Membership
from convivio.organisations.merging.rights import declare_keepers
from convivio.organisations.merging.steps import Moves, days_held, declare_merging
from convivio.web.amounts import in_words


def clusters_of(numbers: Iterable[int]) -> dict[int, set[str]]:
    """Give the clusters in which each organisation is, or was, a member."""
    found: dict[int, set[str]] = {}
    rows = Membership.objects.filter(organisation__in=list(numbers))
    for number, cluster in rows.values_list("organisation_id", "cluster_id").distinct():
        found.setdefault(number, set()).add(f"cluster:{cluster}")
    return found


def membership_in_words(row: Membership) -> str:
    """Say a membership with its days."""
    until = in_words(row.until_on, "j F Y") if row.until_on else "…"
    return f"{row.category}: {in_words(row.from_on, 'j F Y')} – {until}"


declare_keepers(clusters_of)
declare_merging(
    "clusters",
    Moves(
        model=Membership,
        label=_("Memberships"),
        alike=("cluster_id",),
        dated=True,
        asks=True,
        better=days_held,
        related=("cluster",),
        named=lambda row: str(row.cluster),
        says=membership_in_words,
    ),
    Moves(model=Cluster, column="seat"),
)
