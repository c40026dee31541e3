"""Many press at one moment, in a home of their own: a sample of `dev bench races`, with its broken control."""

import pytest

from bench import own_home

ROUNDS, RACERS = "4", "16"


def test_one_has_it_and_the_broken_control_books_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVIVIO_RACES", ROUNDS)
    monkeypatch.setenv("CONVIVIO_RACERS", RACERS)
    monkeypatch.delenv("CONVIVIO_DATABASE", raising=False)
    figures = own_home.measured("bench.racing")

    assert (figures["rounds_wrong"], figures["direct_overlaps"], figures["broken"]) == (0, 0, 0)
    assert figures["guard_alone_rounds_wrong"] == 0
    assert figures["control_rounds_wrong"] == figures["control_rounds"]
