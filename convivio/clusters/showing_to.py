"""To whom a member can show something of its own: anyone, the network, each of its clusters, only itself."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Visibility
from convivio.organisations.models import Organisation

LEVELS = {
    "public": Visibility.PUBLIC,
    "network": Visibility.NETWORK,
    "cluster": Visibility.CLUSTER,
    "organisation": Visibility.PRIVATE,
}
"""From the kind of an audience to the level that people read."""


def audiences_of(owner: Organisation) -> list[tuple[str, str]]:
    """Give the audiences that an owner can choose among, each with what it is called."""
    held = Membership.objects.filter(organisation=owner, until_on=None).select_related("cluster__network")
    return [*audiences_among(one.cluster for one in held), (owner.key, _("only us"))]


def audiences_among(clusters: Iterable[Cluster]) -> list[tuple[str, str]]:
    """Give the audiences of these clusters: anyone, their network, the members of each."""
    each = list(dict.fromkeys(clusters))
    return [
        ("public", _("anyone")),
        *((one.key, _("the network")) for one in dict.fromkeys(one.network for one in each)),
        *((one.key, _("the members of %(name)s") % {"name": one}) for one in each),
    ]


def level_of(audience: str) -> Visibility:
    """Say which level an audience is."""
    return LEVELS[audience.partition(":")[0]]
