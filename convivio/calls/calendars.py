"""The deadlines of a call as a file for calendars: RFC 5545, written by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from convivio.kernel.icalendar import as_file, escaped, plain, stamp

ALARM_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """Something that falls on a whole day, with a name that stays the same at every download."""

    uid: str
    on: date
    title: str
    text: str = ""
    url: str = ""


def as_calendar(days: Iterable[Day], written_at: datetime) -> bytes:
    """Write days as an iCalendar file, each with an alarm two weeks before.

    Shape: one event a day, in the order given.
    Units: `written_at` an aware moment; lines of at most 75 octets, ended by CR and LF.
    Errors: none; what the format keeps for itself is escaped, and control characters are left out.
    Source: RFC 5545, sections 3.1, 3.3.11, 3.6.1 and 3.6.6.
    """
    return as_file((line for day in days for line in _event(day, written_at)), "Calls")


def _event(day: Day, written_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(day.uid)}"
    yield f"DTSTAMP:{stamp(written_at)}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(day.title)}"
    if day.text:
        yield f"DESCRIPTION:{escaped(day.text)}"
    if day.url:
        yield f"URL:{plain(day.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escaped(day.title)}"
    yield f"TRIGGER:-P{ALARM_DAYS}D"
    yield "END:VALARM"
    yield "END:VEVENT"
