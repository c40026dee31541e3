"""What stands on the page of a cluster and on that of the network, each read with few questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.clusters.models import Cluster, Network, ValueChain
from convivio.kernel.addresses import address_of
from convivio.pages.bodies import sitting_today
from convivio.pages.funding import funding_of
from convivio.pages.laboratories import Technopole, technopoles
from convivio.pages.map_picture import picture_of
from convivio.pages.members import (
    Members,
    by_category,
    by_kind,
    by_province,
    by_year,
    directory_url,
    members_seen,
    members_url,
    read_members,
)
from convivio.pages.models import TextVersion
from convivio.pages.parts import JOINING, MISSION, OF_A_CHAIN, STRENGTHS
from convivio.pages.permissions import may_write
from convivio.pages.publishers import Publisher, of_cluster, of_network
from convivio.pages.reading_news import news_out, plain, with_publishers
from convivio.pages.texts import shown, texts_of
from convivio.people.acting import Acting
from convivio.vocabulary.models import Concept, Scheme
from convivio.web.amounts import number

LATEST = 4
SEATS = 5
SHORT = 150


@dataclass(frozen=True, slots=True)
class ShownChain:
    """A value chain: its name, the first words of its text, how many members work in it."""

    chain: ValueChain
    line: str
    count: int
    url: str


def cluster_page(cluster: Cluster, others: Sequence[Cluster], acting: Acting, day: date) -> dict[str, Any]:
    """Gather the page of a cluster, as far as the reader may see."""
    publisher, reader = of_cluster(cluster), acting.reader
    members = read_members(reader, day, cluster)
    versions = texts_of(publisher)
    poles = technopoles(members, reader)
    return {
        **_of_publisher(publisher, versions, acting, day),
        "cluster": cluster,
        "area": cluster.area,  # type: ignore[attr-defined]
        "seat": cluster.seat if cluster.seat and reader.sees(cluster.seat.audience) else None,
        "members_url": members_url(cluster),
        "search_url": directory_url(cluster=cluster.slug),
        "member_count": len(members.today),
        "seated": seated(members),
        "tiles": _tiles_of_cluster(members, cluster, poles),
        "chains": chains_of(cluster, acting, day, versions),
        "bars": by_category(members, cluster),
        "years": by_year(members, cluster),
        **_where(members, [cluster]),
        "technopoles": poles,
        "others": [other for other in others if other.pk != cluster.pk],
        "apply_url": apply_url(cluster),
    }


def network_page(network: Network, clusters: Sequence[Cluster], acting: Acting, day: date) -> dict[str, Any]:
    """Gather the page of the network: each organisation counts once, whatever the number of its clusters."""
    publisher, reader = of_network(network), acting.reader
    members = read_members(reader, day)
    poles = technopoles(members, reader)
    return {
        **_of_publisher(publisher, texts_of(publisher), acting, day, [of_cluster(one) for one in clusters]),
        "network": network,
        "members_url": directory_url(cluster=[one.slug for one in clusters]),
        "search_url": directory_url(cluster=[one.slug for one in clusters]),
        "member_count": len(members.today),
        "seated": seated(members),
        "tiles": _tiles_of_network(members, clusters, poles),
        "clusters": [(one, members.by_cluster[one.pk]) for one in clusters],
        "areas": _areas(clusters),
        "bars": by_kind(members, clusters),
        "years": by_year(members),
        **_where(members, clusters),
        "technopoles": poles,
    }


def _of_publisher(
    publisher: Publisher,
    versions: dict[str, TextVersion],
    acting: Acting,
    day: date,
    tellers: Sequence[Publisher] = (),
) -> dict[str, Any]:
    fundings = list(funding_of(publisher.key))
    return {
        "publisher": publisher,
        "mission": shown(publisher, MISSION, versions),
        "strengths": shown(publisher, STRENGTHS.slug, versions),
        "joining": shown(publisher, JOINING.slug, versions),
        "news": with_publishers(news_out(day, publisher)[:LATEST], [publisher, *tellers]),
        "bodies": sitting_today(publisher, acting.reader, day),
        "fundings": fundings,
        "is_funded": bool(fundings),
        "may_write": bool(may_write(acting, publisher)),
        "today": day,
    }


def chains_of(
    cluster: Cluster, acting: Acting, day: date, versions: dict[str, TextVersion]
) -> list[ShownChain]:
    """Give the value chains of a cluster, each with how many of its members of today work in it."""
    held = members_seen(acting.reader, cluster).filter(from_on__lte=day)
    held = held.filter(Q(until_on=None) | Q(until_on__gte=day))
    counted = Count("memberships", filter=Q(memberships__in=held.values("pk")), distinct=True)
    rows = ValueChain.objects.filter(cluster=cluster).annotate(member_count=counted).order_by("slug")
    return [
        ShownChain(
            chain,
            plain(str(versions[part].words), SHORT)
            if (part := f"{OF_A_CHAIN}{chain.slug}") in versions
            else "",
            chain.member_count,
            address_of("pages:chain", cluster.slug, chain.slug),
        )
        for chain in rows
    ]


def seated(members: Members) -> list[dict[str, str]]:
    """Seat the first member of each kind at the table of the page."""
    kinds = {one.kind: one for one in reversed(members.today)}
    return [{"name": one.name, "kind": one.kind} for one in list(kinds.values())[:SEATS]]


def apply_url(cluster: Cluster) -> str:
    """Say where one asks to become a member; nothing where that cannot be asked here."""
    try:
        return address_of("memberships:apply", cluster.slug)
    except NoReverseMatch:
        return ""


def _where(members: Members, clusters: Sequence[Cluster]) -> dict[str, Any]:
    return {"picture": picture_of(members.today), "provinces": by_province(members, clusters)}


def _tiles_of_cluster(
    members: Members, cluster: Cluster, poles: Sequence[Technopole]
) -> list[dict[str, str]]:
    hosted = sum(one.laboratory_count for one in poles)
    provinces = len({one.nuts for one in members.today if one.nuts})
    joined = members.joined_this_year
    year = str(members.day.year)
    return [
        _tile(len(members.today), _("members today"), members_url(cluster)),
        *(
            [_tile(joined, _("joined in %(year)s") % {"year": year}, members_url(cluster, since=year))]
            if joined
            else []
        ),
        _tile(provinces, ngettext("province", "provinces", provinces), "#where"),
        _tile(
            hosted,
            ngettext("laboratory in a technopole", "laboratories in technopoles", hosted),
            "#technopoles",
        ),
    ]


def _tiles_of_network(
    members: Members, clusters: Sequence[Cluster], poles: Sequence[Technopole]
) -> list[dict[str, str]]:
    hosted = sum(one.laboratory_count for one in poles)
    return [
        _tile(len(members.today), _("organisations, each counted once"), members_url(None)),
        _tile(len(clusters), ngettext("cluster", "clusters", len(clusters)), "#clusters"),
        _tile(len(poles), ngettext("technopole", "technopoles", len(poles)), "#technopoles"),
        _tile(
            hosted,
            ngettext("laboratory in a technopole", "laboratories in technopoles", hosted),
            "#technopoles",
        ),
    ]


def _tile(count: int, words: str, url: str) -> dict[str, str]:
    return {"figure": number(count), "words": words, "url": url}


def _areas(clusters: Sequence[Cluster]) -> list[dict[str, Any]]:
    """Give the areas of the strategy, the clusters' own first, each with its cluster if one works in it."""
    served = {str(one.area.get("it", "")): one for one in clusters if one.area}  # type: ignore[attr-defined]
    rows = Concept.objects.of_scheme(Scheme.S3).order_by("pk")
    areas = [{"name": area.label, "cluster": served.get(str(area.label.get("it", "")))} for area in rows]
    return sorted(areas, key=lambda area: area["cluster"] is None)
