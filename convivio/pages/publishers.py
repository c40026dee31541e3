"""Whose public pages these are: the network's, or one of its clusters'."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404
from django.urls import reverse

from convivio.clusters.capacities import the_network
from convivio.clusters.models import Cluster, Network
from convivio.kernel.translated import Translated, TranslatedField
from convivio.vocabulary.models import Mapping, Scheme

NETWORK = "network"
"""The word that stands in addresses where a cluster's slug would."""

PAGES = ("contact", "transparency", "privacy", "accessibility")
"""Texts of the network that have a page of their own."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The network or a cluster, as the one who speaks on a page."""

    key: str
    slug: str
    name: Translated
    url: str
    cluster: Cluster | None = None
    network: Network | None = None

    @property
    def mission(self) -> Translated:
        owner = self.cluster or self.network
        return owner.mission if owner else Translated()

    @property
    def news_url(self) -> str:
        if self.cluster:
            return reverse("pages:news", args=[self.slug])
        return reverse("pages:network_news")

    @property
    def feed_url(self) -> str:
        if self.cluster:
            return reverse("pages:feed", args=[self.slug])
        return reverse("pages:network_feed")

    @property
    def desk_url(self) -> str:
        return reverse("pages:desk", args=[self.slug])

    def page_of(self, part: str) -> str:
        """Say where anyone reads a text: on a page of its own, or at its place on the publisher's."""
        if self.cluster and part.startswith("chain-"):
            return reverse("pages:chain", args=[self.slug, part.removeprefix("chain-")])
        if self.cluster is None and part in PAGES:
            return reverse("pages:text", args=[part])
        return f"{self.url}#{part}"


def of_cluster(cluster: Cluster) -> Publisher:
    return Publisher(cluster.key, cluster.slug, cluster.name, cluster.get_absolute_url(), cluster=cluster)


def of_network(network: Network) -> Publisher:
    return Publisher(network.key, NETWORK, network.name, reverse("pages:network"), network=network)


def publisher_of(slug: str) -> Publisher:
    """Find the publisher that an address names.

    Errors: Http404, when there is none.
    """
    if slug == NETWORK:
        network = the_network()
        if network is None:
            raise Http404
        return of_network(network)
    cluster = Cluster.objects.select_related("network").filter(slug=slug).first()
    if cluster is None:
        raise Http404
    return of_cluster(cluster)


def all_publishers() -> list[Publisher]:
    """Give the network first, then its clusters."""
    network = the_network()
    found = [of_network(network)] if network else []
    return found + [of_cluster(cluster) for cluster in Cluster.objects.order_by("slug")]


def clusters_with_areas() -> QuerySet[Cluster]:
    """Read the clusters with their network, sector, seat, and the S3 area of their sector as `area`."""
    meaning = Mapping.objects.filter(concept=OuterRef("sector"), means__scheme=Scheme.S3)
    area = Subquery(meaning.values("means__label")[:1], output_field=TranslatedField())
    return Cluster.objects.select_related("network", "sector", "seat").annotate(area=area).order_by("slug")
