"""The trace: which tampering is found, how fast it is proved, and how many can write at once.

Tampers are tried on copies of the tables of one sealed trace: an entry edited (its digest made anew
or not), deleted, inserted, two exchanged, the end cut off, the chain shortened or made anew without
the key. The control edits an entry that is not sealed yet, and must not be found.
"""

import random
import statistics
import threading
import time
from pathlib import Path

from django.db import connection, transaction

from bench.own_home import Figures
from convivio.activity import checkpoints, trace_keys
from convivio.activity.proving import prove
from convivio.activity.sealing import seal
from convivio.activity.tests.tampering import (
    WAYS,
    edit_with_its_digest,
    proof_of,
    tables_of,
    tampered,
)
from convivio.activity.trace import record

ENTRIES = 50_000
TAMPERS = 10_000
CONTROLS = 500
SHORT = 60
WRITERS = 8
SECONDS = 5.0
FALSE_ALARM_ROUNDS = 100


def measure(home: Path) -> Figures:
    """Return tampers_tried, tampers_detected, control_detected, false_alarms, entries_per_second, acts_per_second."""
    _write(SHORT)
    seal()
    figures: Figures = {**_tampered(home)}
    figures |= _false_alarms()
    _write(ENTRIES)
    began = time.perf_counter()
    seal()
    figures["sealed_per_second"] = round(ENTRIES / (time.perf_counter() - began))
    times = []
    for _ in range(3):
        began = time.perf_counter()
        _found()
        times.append(time.perf_counter() - began)
    figures["entries"] = ENTRIES
    figures["entries_per_second"] = round(ENTRIES / statistics.median(times))
    return figures | _acts()


def _write(number: int) -> None:

    with transaction.atomic():
        for count in range(number):
            record("bench.done", f"thing:{count % 97}", by=None, facts={"count": count})


def _found() -> bool:

    return not prove(checkpoints.read(trace_keys.public_key())).holds


def _tampered(home: Path) -> dict[str, int]:
    """Tamper with copies, each in one of the ways, and with the control, which nothing vouches for."""
    connection.close()
    original = tables_of(home / "convivio.sqlite3")
    dice, key, file = random.Random(20261122), trace_keys.public_key(), checkpoints.path()
    detected = 0
    for number in range(TAMPERS):
        copy = tampered(original, dice, SHORT, WAYS[number % len(WAYS)])
        detected += not proof_of(copy, key, file).holds
        copy.close()
    _write(1)
    connection.close()
    unsealed, control = tables_of(home / "convivio.sqlite3"), 0
    for _ in range(CONTROLS):
        copy = tampered(
            unsealed, dice, 2, lambda opened, dice, _first: edit_with_its_digest(opened, dice, SHORT + 1)
        )
        control += not proof_of(copy, key, file).holds
        copy.close()
    return {
        "tampers_tried": TAMPERS,
        "tampers_detected": detected,
        "controls_tried": CONTROLS,
        "control_detected": control,
    }


def _false_alarms() -> dict[str, int]:

    dice, alarms = random.Random(20261122), 0
    for _ in range(FALSE_ALARM_ROUNDS):
        _write(dice.randrange(1, 5))
        if dice.random() < 0.5:  # noqa: PLR2004 - one time in two
            seal()
        alarms += _found()
    return {"false_alarms": alarms}


def _acts() -> dict[str, int]:
    """Let several threads act at once: each act is a row and its entry, kept for good."""
    until, counts = time.monotonic() + SECONDS, [0] * WRITERS

    def act(place: int) -> None:

        while time.monotonic() < until:
            _write(1)
            counts[place] += 1
        connection.close()

    threads = [threading.Thread(target=act, args=(place,)) for place in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {"writers": WRITERS, "acts_per_second": round(sum(counts) / SECONDS)}
