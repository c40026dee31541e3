"""When digests leave: every day, or every Monday, at half past seven in the morning in Europe/Rome."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from convivio.notices.models import Channel

MORNING = time(7, 30)
MONDAY = 0


def next_moment(channel: str, after: datetime) -> datetime:
    """Return the first moment of a rhythm after this one; the clock on the wall counts, summer and winter.

    Errors: ValueError, for what is no rhythm.
    """
    if channel not in {Channel.DAILY, Channel.WEEKLY}:
        message = f"“{channel}” has no next moment"
        raise ValueError(message)
    zone = get_default_timezone()
    day = after.astimezone(zone).date()
    while True:
        moment = datetime.combine(day, MORNING, tzinfo=zone)
        if moment > after and (channel == Channel.DAILY or day.weekday() == MONDAY):
            return moment
        day += timedelta(days=1)
