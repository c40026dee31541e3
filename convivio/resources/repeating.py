"""The days of a series, by the clocks of Rome: nine o'clock stays nine o'clock when the clocks change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from convivio.resources.errors import AgainstItsRules
from convivio.resources.opening import ROME, Span, moment
from convivio.web.amounts import in_words

MOST_TIMES = 60
DAILY, WEEKLY = "day", "week"
STEPS = {DAILY: timedelta(days=1), WEEKLY: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Repeat:
    """From a time of a first day to another, so many days later; again each day or week, so often or until a day."""

    first: date
    from_time: time
    until_time: time
    days_later: int
    every: str
    times: int | None = None
    until: date | None = None


def spans_of(repeat: Repeat) -> list[Span]:
    """Return every stretch of a series.

    Raises: AgainstItsRules, when there would be too many, or none, or the clocks leave out one of its times.
    """
    days = list(_days(repeat))
    if not days:
        raise AgainstItsRules(_("The last day is before the first."))
    if len(days) > MOST_TIMES:
        raise AgainstItsRules(_("A series has at most %(most)d dates.") % {"most": MOST_TIMES})
    return [_span(repeat, day) for day in days]


def is_left_out(day: date, at: time) -> bool:
    """Say whether the clocks of Rome never show a time of a day, for they jump over it."""
    told = datetime.combine(day, at, tzinfo=ROME)
    return told.astimezone(UTC).astimezone(ROME).replace(tzinfo=None) != told.replace(tzinfo=None)


def refuse_left_out(day: date, at: time) -> None:
    """Refuse a time that is not there. Raises: AgainstItsRules."""
    if is_left_out(day, at):
        said = {"day": in_words(day, "j F Y"), "time": f"{at:%H:%M}"}
        raise AgainstItsRules(
            _("There is no %(time)s on %(day)s: the clocks go forward over it. Choose another time.") % said
        )


def _days(repeat: Repeat) -> Iterator[date]:
    """Give one day more than there may be, so that too many is seen."""
    for number in range(min(repeat.times or MOST_TIMES + 1, MOST_TIMES + 1)):
        day = repeat.first + number * STEPS[repeat.every]
        if repeat.until is not None and day > repeat.until:
            return
        yield day


def _span(repeat: Repeat, day: date) -> Span:
    last = day + timedelta(days=repeat.days_later)
    refuse_left_out(day, repeat.from_time)
    refuse_left_out(last, repeat.until_time)
    begin, end = moment(day, repeat.from_time), moment(last, repeat.until_time)
    if begin >= end:
        raise AgainstItsRules(
            _("On %(day)s it would end before it begins.") % {"day": in_words(day, "j F Y")}
        )
    return Span(begin, end)
