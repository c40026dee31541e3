"""News as anyone reads it, each with who tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from convivio.kernel.translated import Translated
from convivio.pages.models import News
from convivio.pages.publishers import Publisher
from convivio.pages.texts import as_page

SHORT = 180
"""Signs of a piece of news that a list shows."""


@dataclass(frozen=True, slots=True)
class ShownNews:
    """A piece of news, and who tells it, if that is to be said."""

    news: News
    publisher: Publisher | None = None

    @property
    def words(self) -> Translated:
        words: Translated = self.news.words
        return words

    @property
    def html(self) -> SafeString:
        return as_page(str(self.news.words), 2)

    @property
    def short(self) -> str:
        """The first sentences, without the signs of Markdown."""
        return plain(str(self.news.words), SHORT)


def plain(text: str, most: int) -> str:
    """Say the first words of a text, whole ones, without the signs of Markdown."""
    bare = " ".join(text.translate({ord(sign): None for sign in "*_#>`"}).split())
    return bare if len(bare) <= most else f"{bare[:most].rpartition(' ')[0].rstrip(',;:.')}…"


def news_out(day: date, publisher: Publisher) -> QuerySet[News]:
    """Give what a publisher tells anyone on this day, newest first; the network tells what its clusters do, too."""
    rows = News.objects.out_on(day).newest_first()
    return rows if publisher.cluster is None else rows.filter(publisher=publisher.key)


def with_publishers(rows: Iterable[News], publishers: Iterable[Publisher]) -> list[ShownNews]:
    known = {publisher.key: publisher for publisher in publishers}
    return [ShownNews(news, known.get(news.publisher)) for news in rows]
