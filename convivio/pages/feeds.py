"""News as an Atom feed, which any reader of feeds follows."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from convivio.pages.publishers import Publisher
from convivio.pages.reading_news import ShownNews
from convivio.web.reading import as_reading


def feed_of(
    publisher: Publisher, rows: Iterable[ShownNews], language: str, absolute: Callable[[str], str]
) -> str:
    """Write a feed: each piece of news with its whole text, cleaned as on its page."""
    feed = Atom1Feed(
        title=str(publisher.name),
        link=absolute(publisher.news_url),
        description=str(publisher.mission),
        language=language,
        feed_url=absolute(publisher.feed_url),
        feed_guid=absolute(publisher.feed_url),
    )
    for one in rows:
        news = one.news
        feed.add_item(
            title=str(news.title),
            link=absolute(reverse("pages:news_item", args=[news.pk])),
            description=str(as_reading(str(news.words))),
            unique_id=absolute(reverse("pages:news_item", args=[news.pk])),
            pubdate=datetime.combine(news.on, time(), UTC),
            updateddate=max(news.changed_at, datetime.combine(news.on, time(), UTC)),
            author_name=str(one.publisher.name) if one.publisher else str(publisher.name),
        )
    written: str = feed.writeString("utf-8")
    return written
