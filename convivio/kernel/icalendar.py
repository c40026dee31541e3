"""Files for calendars, RFC 5545, written by hand: their frame, and what the format keeps for itself."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

LONGEST_LINE = 75


def as_file(events: Iterable[str], product: str) -> bytes:
    """Put the lines of events into a calendar.

    Units: lines of at most 75 octets, ended by CR and LF.
    Source: RFC 5545, sections 3.1 and 3.4.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Convivio//{product}//EN", "CALSCALE:GREGORIAN"]
    lines += [*events, "END:VCALENDAR"]
    return b"".join(piece + b"\r\n" for line in lines for piece in folded(line))


def stamp(moment: datetime) -> str:
    """Write a moment as the format wants it, in UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Escape what the format keeps for itself in a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    text = text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return plain(text)


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


def plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
