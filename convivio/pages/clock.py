"""What the clock does for pages: news for a later day is found when that day has come."""

from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils.timezone import localdate

from convivio.pages.models import News
from convivio.search.documents import has_changed

LAST_TOLD = "pages.last_told"
DAYS_WITHOUT_A_MARK = 31


@transaction.atomic
def tell_of_today() -> int:
    """Tell the index of the news whose day has come since the last time, once a day.

    Units: how many pieces of news.
    """
    today, last = localdate(), cache.get(LAST_TOLD)
    if last == today.isoformat():
        return 0
    since = date.fromisoformat(last) if last else today - timedelta(days=DAYS_WITHOUT_A_MARK)
    keys = [news.key for news in News.objects.out_on(today).filter(on__gt=since)]
    has_changed(*keys)
    cache.set(LAST_TOLD, today.isoformat(), timeout=None)
    return len(keys)
