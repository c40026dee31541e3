"""Runs of days: how far they cover without a break, and what they leave uncovered. No end means still."""

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date, date | None]
"""The first day and the last, both included."""

STILL = date.max
"""The last day of what has no end."""

A_DAY = timedelta(days=1)


def covered_until(spans: Iterable[Span], day: date) -> date | None:
    """Return the last day of the unbroken cover that holds on this day; None when it does not hold then.

    Shape: any number of spans, in any order; they may touch and overlap.
    Units: a day; STILL for a cover without an end.
    """
    last = None
    for first, end in sorted(spans, key=lambda span: span[0]):
        if first > (last or day):
            break
        reaches = end or STILL
        if reaches < day or (last is not None and reaches < last):
            continue
        last = reaches if reaches == STILL else reaches + A_DAY
        if last == STILL:
            return STILL
    return None if last is None else last - A_DAY


def cover(spans: Iterable[Span], from_on: date, until_on: date | None) -> bool:
    """Say whether every day of a span is covered."""
    reach = covered_until(spans, from_on)
    return reach is not None and reach >= (until_on or STILL)


def gaps(spans: Iterable[Span], from_on: date, until_on: date | None) -> list[Span]:
    """List what a span still has to cover, in order; nothing when it is covered."""
    found: list[Span] = []
    begin, wanted = from_on, until_on or STILL
    for first, end in sorted(spans, key=lambda span: span[0]):
        if first > wanted:
            break
        if (end or STILL) < begin:
            continue
        if first > begin:
            found.append((begin, first - A_DAY))
        if end is None:
            return found
        begin = max(begin, end + A_DAY)
    if begin <= wanted:
        found.append((begin, until_on))
    return found
