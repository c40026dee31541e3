from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from convivio.web.figures import Column, bars_of, columns_of, spans_of, spark_of, split_of
from convivio.web.networks import ego_network, lines_of
from convivio.web.round_tables import table_of

TODAY = date(2026, 11, 22)


def test_the_longest_bar_fills_its_track() -> None:
    drawn = bars_of([{"label": "2025", "value": 5}, {"label": "2026", "value": 10}])

    assert [bar.length for bar in drawn] == [500, 1000]


def test_the_tallest_column_fills_its_height_and_stands_on_the_ground() -> None:
    drawn = columns_of([Column("2024", 0), Column("2025", 1), Column("2026", 400)])

    assert [(one.height, one.top) for one in drawn] == [(0, 100), (2, 98), (100, 0)]


def test_nothing_to_count_draws_no_bar() -> None:
    assert [bar.length for bar in bars_of([{"label": "2026", "value": 0}])] == [0]


@given(st.lists(st.integers(min_value=1, max_value=10**9), min_size=1, max_size=30))
def test_a_bar_that_stands_for_something_is_always_seen(values: list[int]) -> None:
    lengths = [bar.length for bar in bars_of([{"label": "x", "value": value} for value in values])]

    assert all(4 <= length <= 1000 for length in lengths)


def test_a_span_without_an_end_runs_until_today() -> None:
    axis = spans_of([{"label": "a", "from_on": date(2025, 1, 1)}], TODAY)

    assert axis.spans[0].is_running
    assert axis.spans[0].start == 0
    assert axis.years == [2025, 2026, 2027]


@given(
    st.lists(
        st.tuples(st.dates(date(1984, 1, 1), date(2035, 1, 1)), st.integers(0, 3000)), min_size=1, max_size=12
    )
)
def test_spans_stay_on_their_axis_and_years_stand_at_even_steps(rows: list[tuple[date, int]]) -> None:
    spans = [
        {"label": "a", "from_on": start, "until_on": date.fromordinal(start.toordinal() + days)}
        for start, days in rows
    ]

    axis = spans_of(spans, TODAY)

    assert all(0 <= span.start <= 1000 for span in axis.spans)
    assert len({after - before for before, after in zip(axis.years, axis.years[1:], strict=False)}) == 1
    assert len(axis.years) <= 7


def test_a_line_needs_two_values() -> None:
    assert spark_of([3]) is None
    assert spark_of([3, 3]) is not None


def test_the_second_of_a_kind_is_paler_and_what_is_missing_is_a_gap() -> None:
    parts = split_of(
        [
            {"kind": "sme", "value": 50},
            {"kind": "sme", "value": 30},
            {"kind": "", "value": 20, "is_gap": True},
            {"kind": "other", "value": 0},
        ]
    )

    assert [(part.is_second, part.is_gap) for part in parts] == [(False, False), (True, False), (False, True)]


@given(st.integers(0, 40), st.integers(0, 10))
def test_every_seat_is_inside_the_picture(seated: int, free: int) -> None:
    table = table_of([{"name": f"Organisation {order}"} for order in range(seated)], free)

    assert all(seat.radius <= seat.x <= 240 - seat.radius for seat in table.seats)
    assert len(table.seats) <= 14
    assert table.taken == seated


def test_a_full_table_still_shows_that_a_seat_is_free() -> None:
    table = table_of([{"name": "a"}] * 30, free=1)

    assert not table.seats[-1].name
    assert table.left_out == 17


@given(st.integers(0, 30))
def test_those_that_are_not_drawn_are_counted(count: int) -> None:
    network = ego_network({"name": "Argilla"}, [{"name": f"n{order}", "count": 1} for order in range(count)])

    assert len(network.around) + network.left_out == count
    assert all(0 < node.x < 320 and 0 < node.y < 350 for node in network.around)


def test_a_long_name_takes_two_lines_at_most() -> None:
    assert lines_of("Istituto Ortopedico Valmora di Bologna") == ["Istituto", "Ortopedico…"]
