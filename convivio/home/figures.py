"""What anyone may see of the network: its clusters and true figures, each leading to its rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.calls.models import Call
from convivio.clusters.models import Cluster, Membership
from convivio.home.addresses import address
from convivio.kernel.audiences import Reader
from convivio.organisations.models import Organisation
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Place
from convivio.web.amounts import number

PROVINCE = 5
"""Letters of the NUTS code of a province."""
MOST_PROVINCES = 10
SEATS = 5


@dataclass(frozen=True, slots=True)
class ShownCluster:
    """A cluster of the network, and how many organisations it has today."""

    cluster: Cluster
    member_count: int
    members_url: str


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the network, once, whatever the number of its clusters."""

    name: str
    kind: str
    nuts: str


@dataclass(frozen=True, slots=True)
class Members:
    """The organisations of the network that a reader may see, and the clusters that they make."""

    clusters: list[ShownCluster]
    members: Sequence[Member]

    @property
    def slugs(self) -> list[str]:
        return [one.cluster.slug for one in self.clusters]


def members_of_the_network(reader: Reader, day: date) -> Members:
    """Read the clusters and their members of this day."""
    clusters = list(Cluster.objects.prefetch_related("value_chains").order_by("slug"))
    held = Membership.objects.holding_on(day).filter(organisation__audience__in=reader.audiences)
    columns = (
        "cluster_id",
        "organisation_id",
        "organisation__name",
        "organisation__kind",
        "organisation__nuts",
    )
    counts: Counter[int] = Counter()
    members: dict[int, Member] = {}
    for cluster, organisation, name, kind, nuts in held.order_by("organisation__name").values_list(*columns):
        counts[cluster] += 1
        members[organisation] = Member(name, kind, nuts)
    shown = [
        ShownCluster(one, counts[one.pk], address("organisations:list", cluster=one.slug)) for one in clusters
    ]
    return Members(shown, list(members.values()))


def seated(members: Sequence[Member]) -> list[dict[str, str]]:
    """Seat the first member of each kind at the table of the front page."""
    kinds: dict[str, Member] = {}
    for member in members:
        kinds.setdefault(member.kind, member)
    return [{"name": one.name, "kind": one.kind} for one in list(kinds.values())[:SEATS]]


def tiles(found: Members, reader: Reader, day: date) -> list[dict[str, str]]:
    """Give the figures of the network, each with the address of its rows."""
    calls = Call.objects.visible_to(reader).open_on(day).count()
    figures = (
        (
            len(found.members),
            ngettext(
                "organisations in %(count)s cluster, each counted once",
                "organisations in %(count)s clusters, each counted once",
                len(found.clusters),
            )
            % {"count": len(found.clusters)},
            address("organisations:list", cluster=found.slugs),
        ),
        (
            Organisation.objects.visible_to(reader).count(),
            _("organisations that can be found, partners elsewhere included"),
            address("organisations:list"),
        ),
        (
            Project.objects.count(),
            _("past projects, each with its source"),
            address("search:results", type="project"),
        ),
        (
            calls,
            ngettext("call open today", "calls open today", calls),
            address("calls:list", status="open"),
        ),
    )
    return [{"figure": number(count), "words": words, "url": url} for count, words, url in figures]


def by_province(found: Members) -> list[dict[str, object]]:
    """Count the members by province, where most are first; each count leads to its rows."""
    counts = Counter(member.nuts[:PROVINCE] for member in found.members if len(member.nuts) >= PROVINCE)
    most = counts.most_common(MOST_PROVINCES)
    names = {
        place.code: str(place.name)
        for place in Place.objects.filter(code__in=[code for code, _count in most])
    }
    return [
        {
            "label": names.get(code, code),
            "value": count,
            "url": address("organisations:list", cluster=found.slugs, nuts=code),
        }
        for code, count in most
    ]


def closing_soon(reader: Reader, day: date, most: int) -> list[Call]:
    """Give the open calls whose deadline is nearest."""
    calls = Call.objects.visible_to(reader).open_on(day).soonest_deadline_first()
    return list(calls.defer("text", "keywords")[:most])
