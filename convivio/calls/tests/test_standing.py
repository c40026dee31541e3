"""Dates say where a call stands, and which of its deadlines counts."""

from datetime import date

import pytest

from convivio.calls.models import Call
from convivio.calls.standing import Deadline, Standing, deadline_on, standing_of

TODAY = date(2026, 5, 10)
BEFORE, AFTER, LATER = date(2026, 4, 1), date(2026, 6, 1), date(2026, 9, 1)


@pytest.mark.parametrize(
    ("opens_on", "deadline", "said", "standing"),
    [
        (BEFORE, AFTER, "Forthcoming", Standing.OPEN),
        (BEFORE, TODAY, "closed", Standing.OPEN),
        (BEFORE, BEFORE, "Open for submission", Standing.CLOSED),
        (AFTER, LATER, "Open for submission", Standing.FORTHCOMING),
        (None, AFTER, "", Standing.OPEN),
        (BEFORE, None, "Open for submission", Standing.OPEN),
        (BEFORE, None, "closed", Standing.CLOSED),
        (None, None, "forthcoming", Standing.FORTHCOMING),
        (None, None, "", Standing.CLOSED),
    ],
)
def test_dates_decide_and_the_source_only_where_there_are_none(
    opens_on: date | None, deadline: date | None, said: str, standing: Standing
) -> None:
    call = Call(opens_on=opens_on, deadline=deadline, status=said)

    assert standing_of(call, TODAY) == standing


def test_of_several_days_the_next_one_counts_and_then_the_last() -> None:
    days = [Deadline(BEFORE), Deadline(AFTER), Deadline(LATER)]

    assert deadline_on(days, TODAY) == AFTER
    assert deadline_on(days, date(2027, 1, 1)) == LATER


def test_who_missed_the_first_stage_cannot_enter_the_second() -> None:
    stages = [Deadline(BEFORE, 1), Deadline(LATER, 2)]

    assert deadline_on(stages, TODAY) == BEFORE


def test_a_call_may_have_no_deadline() -> None:
    assert deadline_on([], TODAY) is None
