"""What the clock does with calls: once a day, those that open or close are told to the index."""

from datetime import date, timedelta

from django.core.cache import cache
from django.utils.timezone import localdate

from convivio.calls.actions import turn_the_day

LAST_TURNED = "calls.last_turned"
DAYS_TO_CATCH_UP = 400
DAYS_WITHOUT_A_MARK = 31


def turn_to_today() -> int:
    """Turn every day since the last that was turned; an installation may have slept for weeks.

    Units: how many calls stand otherwise than before; nothing is done twice in a day.
    """
    today = localdate()
    last = cache.get(LAST_TURNED)
    if last == today.isoformat():
        return 0
    since = date.fromisoformat(last) if last else today - timedelta(days=DAYS_WITHOUT_A_MARK)
    days = min((today - since).days, DAYS_TO_CATCH_UP)
    turned = sum(turn_the_day(today - timedelta(days=back)) for back in reversed(range(days)))
    cache.set(LAST_TURNED, today.isoformat(), timeout=None)
    return turned
