from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from convivio.kernel.spans import STILL, Span, cover, covered_until, gaps

BEGINNING = date(2026, 1, 1)
HORIZON = 40


def day(number: int) -> date:
    return BEGINNING + timedelta(days=number)


def days_of(span: Span) -> set[int]:
    """List the days of a span one by one, up to a day after which nothing changes."""
    last = HORIZON if span[1] is None else (span[1] - BEGINNING).days
    return set(range((span[0] - BEGINNING).days, last + 1))


numbers = st.integers(0, HORIZON - 1)
a_span = st.tuples(numbers, st.one_of(st.none(), st.integers(0, 9))).map(
    lambda drawn: (day(drawn[0]), None if drawn[1] is None else day(min(drawn[0] + drawn[1], HORIZON - 1)))
)
some_spans = st.lists(a_span, max_size=6)


@given(some_spans, numbers)
def test_a_cover_reaches_to_the_day_before_the_first_that_is_free(spans: list[Span], number: int) -> None:
    covered = set().union(*map(days_of, spans)) if spans else set()
    expected = number
    while expected in covered and expected < HORIZON:
        expected += 1

    reach = covered_until(spans, day(number))

    if expected == number:
        assert reach is None
    elif expected == HORIZON and HORIZON in covered:
        assert reach == STILL
    else:
        assert reach == day(expected - 1)


@given(some_spans, a_span)
def test_gaps_are_the_days_that_nothing_covers(spans: list[Span], wanted: Span) -> None:
    covered = set().union(*map(days_of, spans)) if spans else set()

    found = [days_of(gap) for gap in gaps(spans, *wanted)]

    assert sorted(set().union(*found) if found else set()) == sorted(days_of(wanted) - covered)
    assert sum(map(len, found)) == len(set().union(*found) if found else set())
    assert cover(spans, *wanted) == (not found)
