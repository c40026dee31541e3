"""Writing news: a draft, out from a day on, withdrawn, out again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.pages.errors import NewsChangedMeanwhile, NewsIsNotOut, NewsIsUnfinished
from convivio.pages.models import News
from convivio.pages.permissions import may_write
from convivio.pages.publishers import Publisher
from convivio.people.acting import Acting
from convivio.search.documents import has_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """What somebody wrote: the title and the text by language, and the day from which it is news."""

    title: Mapping[str, str]
    words: Mapping[str, str]
    on: date

    @property
    def is_finished(self) -> bool:
        """Say whether at least one language has a title and a text."""
        return any(
            self.title.get(code, "").strip() and self.words.get(code, "").strip() for code in self.title
        )


@transaction.atomic
def write_news(publisher: Publisher, writing: Writing, *, out: bool, by: Acting) -> News:
    """Keep news as a draft, or send it out.

    Raises:
        NotAllowed.
        NewsIsUnfinished: it has no title and text in one language, and was to go out.
    """
    may_write(by, publisher).enforce()
    news = News(publisher=publisher.key, written_by=by.person)
    return _kept(news, writing, out, by, "news.written")


@transaction.atomic
def change_news(
    publisher: Publisher, news: News, writing: Writing, *, revision: int, out: bool, by: Acting
) -> News:
    """Keep other words, and send them out if they are to go out; what is out stays out.

    Raises:
        NotAllowed.
        NewsChangedMeanwhile: somebody kept other words since.
        NewsIsUnfinished.
    """
    lock(news)
    may_write(by, publisher).enforce()
    if news.revision != revision:
        raise NewsChangedMeanwhile
    news.revision += 1
    return _kept(news, writing, out or news.state == News.State.PUBLISHED, by, "news.changed")


@transaction.atomic
def withdraw_news(publisher: Publisher, news: News, *, by: Acting) -> None:
    """Take news back from where anyone reads it; it can go out again.

    Raises:
        NotAllowed.
        NewsIsNotOut: it was not published.
    """
    lock(news)
    may_write(by, publisher).enforce()
    if news.state != News.State.PUBLISHED:
        raise NewsIsNotOut
    _turn(news, News.State.WITHDRAWN, by, "news.withdrawn")


@transaction.atomic
def send_out_again(publisher: Publisher, news: News, *, by: Acting) -> None:
    """Publish a draft, or what was withdrawn.

    Raises:
        NotAllowed.
        NewsIsUnfinished.
    """
    lock(news)
    may_write(by, publisher).enforce()
    if not Writing(title=news.title, words=news.words, on=news.on).is_finished:
        raise NewsIsUnfinished
    _turn(news, News.State.PUBLISHED, by, "news.published")


def _kept(news: News, writing: Writing, out: bool, by: Acting, verb: str) -> News:  # noqa: FBT001
    if out and not writing.is_finished:
        raise NewsIsUnfinished
    news.title, news.words, news.on = Translated(writing.title), Translated(writing.words), writing.on
    news.changed_at = now()
    if out:
        news.state = News.State.PUBLISHED
    news.save()
    record(verb, news, by=by, facts={"publisher": news.publisher, "state": news.state})
    has_changed(news.key)
    return news


def _turn(news: News, state: str, by: Acting, verb: str) -> None:
    news.state, news.changed_at = state, now()
    news.revision += 1
    news.save(update_fields=["state", "changed_at", "revision"])
    record(verb, news, by=by, facts={"publisher": news.publisher})
    has_changed(news.key)
