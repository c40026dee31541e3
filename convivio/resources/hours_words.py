"""Opening hours as people write them: `8:30-12:30, 14-18`."""

import re
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import pairwise

from convivio.resources.opening import Hours

STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")
LAST_HOUR = 24


def read_hours(weekday: int, text: str) -> list[Hours]:
    """Read the hours of a weekday; nothing for a day on which it is closed.

    Errors: ValueError, for what is no list of hours, or hours that overlap.
    """
    read = [_stretch(weekday, part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
    ordered = sorted(read, key=lambda one: one.from_time)
    for before, after in pairwise(ordered):
        if after.from_time < before.until_time:
            raise ValueError(text)
    return ordered


def written(hours: Iterable[Hours]) -> str:
    """Write hours as they are read."""
    return ", ".join(f"{one.from_time:%H:%M}–{one.until_time:%H:%M}" for one in hours)


def _stretch(weekday: int, part: str) -> Hours:
    found = STRETCH.fullmatch(part)
    if found is None:
        raise ValueError(part)
    begin, end = _times(found)
    if end <= begin:
        raise ValueError(part)
    return Hours(weekday, begin, end)


def _times(found: re.Match[str]) -> Iterator[time]:
    """Give both ends; midnight at the end of a day is its last minute."""
    for hour, minute in ((found[1], found[2]), (found[3], found[4])):
        if int(hour) == LAST_HOUR and not int(minute or 0):
            yield time(23, 59)
        else:
            yield time(int(hour), int(minute or 0))
