"""The deadlines of a call as a file for calendars: RFC 5545, written by hand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75
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
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Convivio//Calls//EN", "CALSCALE:GREGORIAN"]
    for day in days:
        lines += _event(day, written_at)
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in folded(line))


def _event(day: Day, written_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(day.uid)}"
    yield f"DTSTAMP:{written_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(day.title)}"
    if day.text:
        yield f"DESCRIPTION:{escaped(day.text)}"
    if day.url:
        yield f"URL:{_plain(day.url)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{escaped(day.title)}"
    yield f"TRIGGER:-P{ALARM_DAYS}D"
    yield "END:VALARM"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Escape what the format keeps for itself in a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    text = text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _plain(text)


def folded(line: str) -> Iterator[bytes]:
    """Fold a line: at most 75 octets each, no letter cut in two, a space before what goes on."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            yield piece
            piece = b" "
        piece += octets
    yield piece


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
