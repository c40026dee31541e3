"""The ledger of dues: do books, reports and statements say the same after any sequence of acts?

Each sequence asks, pays, matches, takes off, reverses, pays back, cancels and writes off at random, and
is counted beside by plain sums that know nothing of the ledger. The control lets one settlement in each
sequence be written twice, and must be found wrong.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction

from bench.own_home import Figures
from convivio.dues import settling
from convivio.dues.tests.test_ledger import player

SEQUENCES = 10_000
CONTROLS = 50
ACTS = 8


def measure(_home: Path) -> Figures:
    """Return sequences, sequences_wrong, acts, control_sequences, control_wrong, seconds."""

    def is_wrong(seed: int) -> bool:
        with transaction.atomic():
            one = player(seed)
            one.play(ACTS)
            wrong = bool(one.differences())
            transaction.set_rollback(True)
        return wrong

    began = time.monotonic()
    wrong = sum(is_wrong(seed) for seed in range(SEQUENCES))
    seconds = time.monotonic() - began
    usual = settling._settlements  # noqa: SLF001 - the control breaks what is inside
    settling._settlements = _twice(usual)  # noqa: SLF001
    try:
        found = sum(is_wrong(seed) for seed in range(CONTROLS))
    finally:
        settling._settlements = usual  # noqa: SLF001
    return {
        "sequences": SEQUENCES,
        "sequences_wrong": wrong,
        "acts": SEQUENCES * (ACTS + 1),
        "control_sequences": CONTROLS,
        "control_wrong": found,
        "seconds": round(seconds, 1),
    }


def _twice(settlements: Callable[..., Any]) -> Callable[..., Any]:
    """Let the first settlement of each be written twice."""

    def broken(*given: Any) -> list[Any]:
        acts = list(settlements(*given))
        return [*acts, *acts[:1]]

    return broken
