"""A deadline goes to the reader's calendar whole, whatever its title holds."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from convivio.calls.calendars import Day, as_calendar
from convivio.kernel.icalendar import LONGEST_LINE, escaped, folded

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
DAY = Day(
    uid="prova-1@convivio", on=date(2027, 12, 31), title="Deadline: Polymers", url="https://a.example/b"
)
lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=400)


def test_a_deadline_is_a_whole_day_that_ends_the_next_morning() -> None:
    written = as_calendar([DAY], NOW).decode()

    assert "DTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101\r\n" in written
    assert "DTSTAMP:20261122T103000Z\r\n" in written
    assert "UID:prova-1@convivio\r\n" in written


def test_what_the_format_keeps_for_itself_is_escaped() -> None:
    assert escaped("a;b,c\\d\r\ne\nf\x00") == "a\\;b\\,c\\\\d\\ne\\nf"


def test_a_title_cannot_add_a_line_of_its_own() -> None:
    day = Day(uid="x", on=date(2027, 1, 1), title="A\r\nATTACH:https://evil.example", url="https://a\r\nX:1")

    assert not [
        line for line in as_calendar([day], NOW).split(b"\r\n") if line.startswith((b"ATTACH", b"X:"))
    ]


@settings(deadline=None)
@given(lines)
def test_folding_loses_nothing_and_cuts_no_letter(line: str) -> None:
    pieces = list(folded(line))

    assert all(len(piece) <= LONGEST_LINE and piece.decode() is not None for piece in pieces)
    assert pieces[0].decode() + "".join(piece.decode()[1:] for piece in pieces[1:]) == line


@settings(deadline=None)
@given(st.lists(st.text(max_size=200), max_size=4))
def test_every_calendar_ends_its_lines_as_the_format_says(titles: list[str]) -> None:
    days = [Day(uid=str(place), on=date(2027, 1, 1), title=title) for place, title in enumerate(titles)]
    written = as_calendar(days, NOW)

    assert written.endswith(b"END:VCALENDAR\r\n")
    assert written.count(b"BEGIN:VEVENT\r\n") == len(titles)
    assert b"\n" not in written.replace(b"\r\n", b"")
