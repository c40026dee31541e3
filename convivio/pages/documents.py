"""How news, pages and clusters are found: by their words, in both languages."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import F
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.kernel.audiences import PUBLIC
from convivio.kernel.translated import Translated
from convivio.pages.models import News, TextVersion
from convivio.pages.parts import MISSION, OF_A_CHAIN, OF_THE_NETWORK
from convivio.pages.publishers import PAGES, all_publishers
from convivio.search.documents import Document


def news_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give each piece of news that is out; one for a later day is found from that day on.

    The day of a document is its own; the index is told of a later day's when that day comes.
    """
    known = {one.key: one for one in all_publishers()}
    rows = News.objects.out_on(localdate()).order_by("pk")
    for news in rows if numbers is None else rows.filter(pk__in=list(numbers)):
        publisher = known.get(news.publisher)
        if publisher:
            slug = (publisher.slug,) if publisher.cluster else ()
            yield Document(
                key=news.key,
                type="news",
                title=str(news.title),
                en=_both(news.title.get("en"), news.words.get("en")),
                it=_both(news.title.get("it"), news.words.get("it")),
                audiences=(PUBLIC,),
                facets={"cluster": slug, "year": (str(news.on.year),)},
                day=news.on,
                data={"by": dict(publisher.name), "on": news.on.isoformat()},
            )


def text_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give each text that has a page of its own, as it was last published."""
    rows = TextVersion.objects.filter(number=F("text__shown")).select_related("text").order_by("text")
    if numbers is not None:
        rows = rows.filter(text__in=list(numbers))
    titles = {part.slug: part.title for part in OF_THE_NETWORK if part.is_page}
    known = {one.key: one for one in all_publishers()}
    for version in rows:
        publisher, part = known.get(version.text.publisher), version.text.part
        chain = part.startswith(OF_A_CHAIN) and publisher is not None and publisher.cluster is not None
        if publisher is None or not (chain or (publisher.cluster is None and part in PAGES)):
            continue
        yield Document(
            key=version.text.key,
            type="text",
            title=_chain_name(publisher.cluster, part) if chain else str(titles[part]),
            en=version.words.get("en", ""),
            it=version.words.get("it", ""),
            audiences=(PUBLIC,),
            day=date.min.replace(year=version.at.year, month=version.at.month, day=version.at.day),
            data={"url": publisher.page_of(part), "by": dict(publisher.name)},
        )


def cluster_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give each cluster: its name, its mission, its value chains, what it says of its strengths."""
    rows = Cluster.objects.prefetch_related("value_chains").select_related("sector").order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    said: dict[str, list[Translated]] = {}
    versions = TextVersion.objects.filter(number=F("text__shown"), text__publisher__startswith="cluster:")
    for version in versions.exclude(text__part=MISSION).select_related("text"):
        said.setdefault(version.text.publisher, []).append(version.words)
    for cluster in rows:
        names = [cluster.name, cluster.mission, *(chain.name for chain in cluster.value_chains.all())]
        texts = [*names, *said.get(cluster.key, ())]
        yield Document(
            key=cluster.key,
            type="cluster",
            title=str(cluster.name),
            names=tuple(dict.fromkeys(name for name in cluster.name.values() if name)),
            en=_both(*(text.get("en") for text in texts)),
            it=_both(*(text.get("it") for text in texts)),
            audiences=(PUBLIC,),
            facets={"cluster": (cluster.slug,)},
            weight=2.0,
            data={"slug": cluster.slug, "sector": dict(cluster.sector.label) if cluster.sector else {}},
        )


def _chain_name(cluster: Cluster | None, part: str) -> str:
    chain = cluster.value_chains.filter(slug=part.removeprefix(OF_A_CHAIN)).first() if cluster else None
    return str(chain) if chain else part


def _both(*texts: str | None) -> str:
    return "\n".join(text for text in texts if text)
