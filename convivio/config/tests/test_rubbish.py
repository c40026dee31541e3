"""A server process looks for rubbish seldom, and never through what came with the program."""

import gc
from collections.abc import Iterator

import pytest

from convivio.config.rubbish import NEW_THINGS, look_for_rubbish_seldom


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)


def test_what_is_there_is_left_out_and_a_search_is_seldom() -> None:
    look_for_rubbish_seldom()

    assert gc.get_freeze_count() > 1000
    assert gc.get_threshold()[0] == NEW_THINGS


def test_rubbish_is_still_found() -> None:
    look_for_rubbish_seldom()
    round_and_round: list[object] = []
    round_and_round.append(round_and_round)
    del round_and_round

    assert gc.collect() >= 1
