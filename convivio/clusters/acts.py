"""What is done to the network, its clusters and their offices, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing, rows_of
from convivio.clusters.models import Cluster, Membership, Network, Office

declare_acts(
    Circle.BODY,
    {
        "network.founded": gettext_noop("%(who)s founded %(what)s"),
        "cluster.founded": gettext_noop("%(who)s founded the cluster %(what)s"),
        "office.given": gettext_noop("%(who)s gave an office: %(what)s"),
        "office.ended": gettext_noop("%(who)s ended an office: %(what)s"),
        "office.restored": gettext_noop("%(who)s put an office back: %(what)s"),
        "office.handed_over": gettext_noop("%(who)s handed an office over: %(what)s"),
        "claim.accepted": gettext_noop("%(who)s accepted a claim to the profile of %(what)s"),
        "claim.refused": gettext_noop("%(who)s refused a claim to the profile of %(what)s"),
        "mandate.ended_by_office": gettext_noop("%(who)s ended a mandate for %(what)s, for the office"),
    },
)
declare_thing(
    "network", gettext_noop("the network"), seen=lambda _reader: Network.objects.all(), label="name"
)
declare_thing("cluster", gettext_noop("a cluster"), seen=lambda _reader: Cluster.objects.all(), label="name")
declare_thing("office", gettext_noop("an office"), rows=rows_of(Office), cluster="cluster")
declare_thing(
    "membership",
    gettext_noop("a membership"),
    rows=rows_of(Membership),
    cluster="cluster",
    organisation="organisation",
)
