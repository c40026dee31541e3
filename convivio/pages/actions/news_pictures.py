"""The picture of a piece of news: drawn anew in two sizes, and said in words in both languages."""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.pages.errors import NewsChangedMeanwhile, NewsPictureIsRefused, NewsPictureLacksWords
from convivio.pages.models import News
from convivio.pages.permissions import may_write
from convivio.pages.publishers import Publisher
from convivio.people.acting import Acting
from convivio.web.pictures import Drawn, Wanted, drawn_anew, keep_file, remove_unused

LARGEST_MB = 8
SIZES = {
    size: Wanted(largest_mb=LARGEST_MB, widest=5000, side=side, form="JPEG", refuses=NewsPictureIsRefused)
    for size, side in (("large", 1600), ("small", 480))
}
LANGUAGES = ("it", "en")


def set_news_picture(
    publisher: Publisher,
    news: News,
    file: BinaryIO | None,
    alt: Mapping[str, str],
    *,
    revision: int,
    by: Acting,
) -> None:
    """Give news a picture with its words, or other words for the one it has.

    Raises:
        NotAllowed.
        NewsPictureIsRefused: it is no picture of ours, too large, broken, or there is none.
        NewsPictureLacksWords: in one of the two languages.
        NewsChangedMeanwhile: somebody kept something else since.
    """
    may_write(by, publisher).enforce()
    if not all(alt.get(code, "").strip() for code in LANGUAGES):
        raise NewsPictureLacksWords
    _set(publisher, news, _in_both_sizes(file) if file else {}, alt, revision, by)


@transaction.atomic
def remove_news_picture(publisher: Publisher, news: News, *, revision: int, by: Acting) -> None:
    """Take the picture of news away.

    Raises:
        NotAllowed, NewsChangedMeanwhile.
    """
    _hold(publisher, news, revision, by)
    before, news.picture, news.picture_alt = news.picture, "", Translated()
    news.picture_width = news.picture_height = 0
    _kept(news, before, "news.picture_removed", by)


def path_of(digest: str, size: str) -> Path:
    """Say where a picture of this digest is kept in this size."""
    return _folder() / digest[:2] / f"{digest}-{size}.jpg"


def remove_unused_pictures(moment: datetime) -> int:
    """Remove the files that no piece of news shows any more."""
    return remove_unused(_folder(), _in_use, moment)


@transaction.atomic
def _set(  # noqa: PLR0917 - what was checked and drawn before the row is held
    publisher: Publisher,
    news: News,
    drawn: Mapping[str, Drawn],
    alt: Mapping[str, str],
    revision: int,
    by: Acting,
) -> None:
    _hold(publisher, news, revision, by)
    before = news.picture
    if drawn:
        news.picture = hashlib.sha256(drawn["large"].content).hexdigest()
        news.picture_width, news.picture_height = drawn["large"].width, drawn["large"].height
        for size, one in drawn.items():
            keep_file(path_of(news.picture, size), one.content)
    if not news.picture:
        raise NewsPictureIsRefused.none()
    news.picture_alt = Translated({code: alt[code].strip() for code in LANGUAGES})
    _kept(news, before, "news.picture_set", by)


def _in_both_sizes(file: BinaryIO) -> dict[str, Drawn]:
    large = drawn_anew(file, SIZES["large"])
    return {"large": large, "small": drawn_anew(io.BytesIO(large.content), SIZES["small"])}


def _hold(publisher: Publisher, news: News, revision: int, by: Acting) -> None:
    lock(news)
    may_write(by, publisher).enforce()
    if news.revision != revision:
        raise NewsChangedMeanwhile


def _kept(news: News, before: str, verb: str, by: Acting) -> None:
    news.revision += 1
    news.changed_at = now()
    news.save()
    facts = {"publisher": news.publisher, "before": before, "after": news.picture}
    record(verb, news, by=by, facts=facts)


def _folder() -> Path:
    return Path(settings.FILES_FOLDER) / "news"


def _in_use() -> frozenset[str]:
    return frozenset(News.objects.exclude(picture="").values_list("picture", flat=True))
