"""How news, pages and clusters are drawn among answers to a search."""

from collections.abc import Collection
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster
from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import Reader
from convivio.kernel.translated import Translated
from convivio.pages.models import News, Text
from convivio.search.showing import Hit, Showing
from convivio.web.amounts import in_words


def news_seen(numbers: Collection[int], _reader: Reader) -> Collection[int]:
    return set(News.objects.out_on(localdate()).filter(pk__in=numbers).values_list("pk", flat=True))


def texts_seen(numbers: Collection[int], _reader: Reader) -> Collection[int]:
    return set(Text.objects.filter(pk__in=numbers, shown__gt=0).values_list("pk", flat=True))


def clusters_seen(numbers: Collection[int], _reader: Reader) -> Collection[int]:
    return set(Cluster.objects.filter(pk__in=numbers).values_list("pk", flat=True))


def _news_aside(hit: Hit) -> str:
    return f"{Translated(hit.data['by'])} · {in_words(date.fromisoformat(hit.data['on']), 'j M Y')}"


SHOWINGS = (
    Showing(
        kind="cluster",
        label=_("Clusters"),
        noun=_("cluster"),
        icon="shared",
        position=15,
        url_of=lambda hit: address_of("pages:cluster", hit.data["slug"]),
        seen_by=clusters_seen,
        aside_of=lambda hit: str(Translated(hit.data["sector"])),
    ),
    Showing(
        kind="news",
        label=_("News"),
        noun=_("news"),
        icon="publication",
        position=60,
        url_of=lambda hit: address_of("pages:news_item", hit.key.rpartition(":")[2]),
        seen_by=news_seen,
        aside_of=_news_aside,
    ),
    Showing(
        kind="text",
        label=_("Pages"),
        noun=_("page"),
        icon="page",
        position=70,
        url_of=lambda hit: str(hit.data["url"]),
        seen_by=texts_seen,
        aside_of=lambda hit: str(Translated(hit.data["by"])),
    ),
)
