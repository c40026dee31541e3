from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from convivio.resources.opening import ROME, Hours, Span, joined, moment, open_spans, without

JUNE = datetime(2026, 6, 1, tzinfo=UTC)
MORNING = Hours(0, time(9), time(13))


def span(begin: int, end: int) -> Span:
    """A span between two hours of June."""
    return Span(JUNE + timedelta(hours=begin), JUNE + timedelta(hours=end))


spans = st.builds(lambda begin, length: span(begin, begin + length), st.integers(0, 200), st.integers(1, 40))


def test_hours_are_those_of_rome() -> None:
    assert moment(date(2026, 7, 6), time(9)).hour == 7
    assert moment(date(2026, 12, 7), time(9)).hour == 8


def test_with_no_hours_it_is_always_open() -> None:
    assert list(open_spans([], span(0, 5))) == [span(0, 5)]


def test_only_the_part_within_is_given() -> None:
    monday = Span(moment(date(2026, 6, 1), time(11)), moment(date(2026, 6, 9), time(10)))

    found = [one.begin.astimezone(ROME).strftime("%d %H") for one in open_spans([MORNING], monday)]

    assert found == ["01 11", "08 09"]


def test_a_night_that_loses_an_hour_is_an_hour_shorter() -> None:
    night = Hours(6, time(0), time(6))
    lost = Span(moment(date(2026, 3, 29), time(0)), moment(date(2026, 3, 30), time(0)))
    won = Span(moment(date(2026, 10, 25), time(0)), moment(date(2026, 10, 26), time(0)))

    hours = [
        sum((one.end - one.begin).total_seconds() / 3600 for one in open_spans([night], day)) for day in (lost, won)
    ]

    assert hours == [5, 7]


@given(st.lists(spans, max_size=8), st.lists(spans, max_size=8))
def test_what_is_left_and_what_is_taken_make_the_whole(whole: list[Span], taken: list[Span]) -> None:
    one = list(joined((each.begin, each.end) for each in whole))
    left = list(without(one, taken))

    for hour in range(250):
        moment_ = JUNE + timedelta(hours=hour)
        is_there = any(each.begin <= moment_ < each.end for each in one)
        is_taken = any(each.begin <= moment_ < each.end for each in taken)
        assert any(each.begin <= moment_ < each.end for each in left) == (is_there and not is_taken)
