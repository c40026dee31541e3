"""The members of a cluster, or of the whole network, as far as a reader may see them: rows and figures."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.text import capfirst

from convivio.clusters.categories import own_name, said_name
from convivio.clusters.models import Cluster, Membership
from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import Reader
from convivio.kernel.prepared import Prepared
from convivio.kernel.translated import Translated
from convivio.organisations.showing import KIND_NAMES
from convivio.vocabulary.places import names_of_places
from convivio.web.figures import Bar, Column

PROVINCE = 5
"""Letters of the NUTS code of a province."""
MOST_YEARS = 10
COLUMNS = (
    "cluster_id",
    "organisation_id",
    "organisation__name",
    "organisation__kind",
    "organisation__nuts",
    "organisation__latitude",
    "organisation__longitude",
    "category",
    "from_on",
    "until_on",
    "organisation__slug",
    "organisation__city",
    "organisation__hosted_by_id",
    "organisation__hosted_by__name",
    "organisation__hosted_by__kind",
    "organisation__hosted_by__slug",
    "organisation__hosted_by__city",
    "organisation__hosted_by__audience",
)


class Held(NamedTuple):
    """One membership, with what figures need of its organisation."""

    cluster: int
    organisation: int
    name: str
    kind: str
    nuts: str
    latitude: float | None
    longitude: float | None
    category: str
    from_on: date
    until_on: date | None
    slug: str
    city: str
    host: int | None
    host_name: str | None
    host_kind: str | None
    host_slug: str | None
    host_city: str | None
    host_audience: str | None
    category_name: Translated | None = None

    @property
    def url(self) -> str:
        return address_of("organisations:page", self.slug)

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


@dataclass(frozen=True)
class Members:
    """Everyone who is or was a member, and the day from which one looks; each organisation counts once."""

    held: list[Held]
    day: date

    @cached_property
    def today(self) -> list[Held]:
        return list({one.organisation: one for one in self.held if one.holds_on(self.day)}.values())

    @cached_property
    def by_cluster(self) -> Counter[int]:
        return Counter(one.cluster for one in self.held if one.holds_on(self.day))

    def count_on(self, day: date) -> int:
        """Count them without asking each: a page counts everyone anew for every year."""
        return len(
            {
                number
                for number, from_on, until_on in self._days
                if from_on <= day and (until_on is None or day <= until_on)
            }
        )

    @cached_property
    def _days(self) -> list[tuple[int, date, date | None]]:
        return [(one.organisation, one.from_on, one.until_on) for one in self.held]

    @property
    def joined_this_year(self) -> int:
        return sum(one.from_on.year == self.day.year for one in self.today)


def members_seen(reader: Reader, cluster: Cluster | None = None) -> QuerySet[Membership]:
    """Keep the memberships of all times whose organisation this reader may see."""
    rows = Membership.objects.filter(organisation__audience__in=reader.audiences)
    return rows if cluster is None else rows.filter(cluster=cluster)


def read_members(reader: Reader, day: date, cluster: Cluster | None = None) -> Members:
    """Read all memberships once, for every figure of a page; those of one cluster with their category's name."""
    audiences = sorted(reader.audiences)
    rows = (
        _all_held.rows(audiences=audiences)
        if cluster is None
        else _held.rows(audiences=audiences, cluster=cluster.pk)
    )
    return Members([Held(*row) for row in rows], day)


@Prepared
def _all_held(audiences: Sequence[str]) -> QuerySet[Membership, tuple[Any, ...]]:
    rows = Membership.objects.filter(organisation__audience__in=audiences)
    return rows.order_by("organisation__name", "pk").values_list(*COLUMNS)


@Prepared
def _held(audiences: Sequence[str], cluster: int) -> QuerySet[Membership, tuple[Any, ...]]:
    rows = Membership.objects.filter(organisation__audience__in=audiences, cluster=cluster)
    named = rows.order_by("organisation__name", "pk").annotate(own_name=own_name())
    return named.values_list(*COLUMNS, "own_name")


def by_category(members: Members, cluster: Cluster) -> list[Bar]:
    counts = Counter(one.category for one in members.today)
    names = {one.category: one.category_name for one in members.today}
    return [
        Bar(capfirst(said_name(code, names[code])), count, url=members_url(cluster, category=code))
        for code, count in counts.most_common()
    ]


def by_kind(members: Members, clusters: Iterable[Cluster]) -> list[Bar]:
    """Count the organisations of the network by what they are."""
    counts = Counter(one.kind for one in members.today)
    slugs = [cluster.slug for cluster in clusters]
    return [
        Bar(capfirst(str(KIND_NAMES.get(kind, kind))), count, url=directory_url(cluster=slugs, kind=kind))
        for kind, count in counts.most_common()
    ]


def by_province(members: Members, clusters: Iterable[Cluster], most: int = 10) -> list[Bar]:
    """Count the members by province, where most are first."""
    counts = Counter(one.nuts[:PROVINCE] for one in members.today if len(one.nuts) >= PROVINCE)
    slugs = [cluster.slug for cluster in clusters]
    names = names_of_places(counts)
    return [
        Bar(str(names.get(code, code)), count, url=directory_url(cluster=slugs, nuts=code))
        for code, count in counts.most_common(most)
    ]


def by_year(members: Members, cluster: Cluster | None = None) -> list[Column]:
    """Count the members at the end of each year, and today; each count leads to who they were."""
    if not members.held:
        return []
    first = min(one.from_on.year for one in members.held)
    years = range(max(first, members.day.year - MOST_YEARS + 1), members.day.year + 1)
    return [_column(members, min(date(year, 12, 31), members.day), cluster) for year in years]


def _column(members: Members, day: date, cluster: Cluster | None) -> Column:
    url = members_url(cluster, on=day.isoformat())
    return Column(str(day.year), members.count_on(day), url, is_open=day == members.day)


def members_url(cluster: Cluster | None, **asked: object) -> str:
    """Say where the members of a cluster are listed, or those of the whole network."""
    path = address_of("pages:members", cluster.slug) if cluster else address_of("pages:network_members")
    return _address(path, asked)


def directory_url(**asked: object) -> str:
    return _address(address_of("organisations:list"), asked)


def _address(path: str, asked: Mapping[str, object]) -> str:
    query = urlencode({name: value for name, value in asked.items() if value}, doseq=True)
    return f"{path}?{query}" if query else path
