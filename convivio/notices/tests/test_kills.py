"""A worker that is killed, at any point, in a process of its own: a sample of `dev bench kills`."""

import pytest

from bench import own_home

KILLS = "8"


def test_after_kills_no_letter_is_missing_and_none_is_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONVIVIO_KILLS", KILLS)
    figures = own_home.measured("bench.kills")

    assert (figures["missing"], figures["doubled"]) == (0, 0)
    assert figures["expected"] == (int(KILLS) + 1) * 2 * 3
    assert int(figures["killed_while_working"]) > 0
