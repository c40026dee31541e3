"""The measurement of the calendar, with few resources: it fills, searches in three questions, and opens its pages."""

import pytest

from bench import own_home


def test_the_calendar_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVIVIO_CALENDAR_RESOURCES", "12")
    monkeypatch.setenv("CONVIVIO_CALENDAR_BOOKINGS", "400")
    monkeypatch.delenv("CONVIVIO_DATABASE", raising=False)

    figures = own_home.measured("bench.calendar")

    assert (figures["resources"], figures["bookings"], figures["search_questions"]) == (12, 400, 3)
    assert min(figures["search_ms"], figures["week_page_ms"], figures["choosing_page_ms"]) > 0  # type: ignore[type-var]
