"""Calls for organisations, many at once."""

from collections.abc import Callable, Iterator
from datetime import date

from convivio.matching.batch import Line


def answer_calls(
    bodies: list[Line],
    candidates: list[Line],
    *,
    top: int,
    before: date | None,
    told: Callable[[int, int], None],
) -> Iterator[Line]:
    raise NotImplementedError
