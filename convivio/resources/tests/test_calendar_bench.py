"""The measurement of the calendar, with few resources: it fills, searches in three questions, and opens its pages."""

import pytest

from bench import own_home


def test_the_calendar_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVIVIO_CALENDAR_RESOURCES", "12")
    monkeypatch.setenv("CONVIVIO_CALENDAR_BOOKINGS", "400")
    monkeypatch.delenv("CONVIVIO_DATABASE", raising=False)

    figures = own_home.measured("bench.calendar")

    assert (figures["resources"], figures["bookings"], figures["search_questions"]) == (12, 400, 3)
    assert all(float(figures[name]) > 0 for name in ("search_ms", "week_page_ms", "choosing_page_ms"))
