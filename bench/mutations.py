"""Break each permission on purpose, and see whether a test turns red.

    python3 dev bench mutations [--json FILE]

Whatever decides who may do what (bench/mutants.py says where) is changed in one small way at a time: a yes
for a no, a condition turned round, a right that is not asked for, one office more or fewer. The tests of its own
room that meet the changed line run against each change, quick ones first. A change that none of them notices
survives; there should be none. The same tests run once without any change: a control that must stay green.

CONVIVIO_MUTANTS_OF=consortia,dues looks at these rooms only. Equivalent changes are told by name in
EQUIVALENT, each with its reason.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.mutants import CHECKOUT, Mutant, every_mutant

EQUIVALENT: dict[str, str] = {}
"""Changes that alter nothing anybody could notice: `file:line what` and why."""

Figures = dict[str, float | int | str | bool]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of some changes: those that nobody noticed, tests that fail without any, and the time."""

    alive: list[Mutant]
    failed: list[str]
    tests: int
    left: list[str]
    seconds: float


def measure(_cordis: Path | None) -> Figures:
    """Return how many changes were tried, how many survived, and whether the control stayed green."""
    chosen = [one for one in os.environ.get("CONVIVIO_MUTANTS_OF", "").split(",") if one]
    mutants = [one for one in every_mutant() if not chosen or one.room in chosen]
    figures: Figures = {"modules": len({one.path for one in mutants}), "mutants": len(mutants)}
    alive: list[Mutant] = []
    failed: list[str] = []
    for room in sorted({one.room for one in mutants}):
        every = [one for one in mutants if one.room == room]
        told = alive_after(f"convivio/{room}", every)
        alive, failed = alive + told.alive, failed + told.failed
        _tell(
            f"{room}: {len(every)} changes, {len(told.alive)} left, {told.tests} tests, {told.seconds:.0f} s",
            told,
        )
        figures |= {f"{room}.mutants": len(every), f"{room}.seconds": round(told.seconds, 1)}
    survivors = [one.name for one in alive if one.name not in EQUIVALENT]
    known = [one for one in alive if one.name in EQUIVALENT]
    return figures | {"survivors": len(survivors), "equivalent": len(known), "control_green": not failed}


def alive_after(tests: str, mutants: Iterable[Mutant]) -> Told:
    """Run these tests without any change, and those that meet it with each; say who survives.

    Errors: RuntimeError, when the tests do not run at all.
    """
    mutants, began = list(mutants), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="convivio-mutations-") as folder:
        orders, answers = Path(folder) / "orders.json", Path(folder) / "answers.json"
        orders.write_text(json.dumps([asdict(one) | {"path": str(one.path)} for one in mutants]))
        environment = {**os.environ, "CONVIVIO_MUTANTS": str(orders), "CONVIVIO_MUTANTS_TOLD": str(answers)}
        environment.pop("CONVIVIO_HOME", None)
        command = [sys.executable, "-m", "pytest", tests, "-p", "bench.mutating", "-p", "no:randomly", "-q"]
        done = subprocess.run(
            [*command, "-m", "not browser"],
            cwd=CHECKOUT,
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if not answers.exists():
            message = f"The tests of {tests} did not run: {done.stdout[-500:]}{done.stderr[-500:]}"
            raise RuntimeError(message)
        told = json.loads(answers.read_text())
    alive = [one for one, is_alive in zip(mutants, told["alive"], strict=True) if is_alive]
    return Told(alive, told["failed"], told["tests"], told["left"], time.perf_counter() - began)


def _tell(line: str, told: Told | None = None) -> None:
    """Say on the way what there is to see: it takes minutes."""
    if line:
        print(f"  {line}", file=sys.stderr, flush=True)
    for kind, names in (
        (
            ("survived", [one.name for one in told.alive if one.name not in EQUIVALENT]),
            ("not green without a change", told.failed),
            ("not asked", told.left),
        )
        if told
        else ()
    ):
        for name in names:
            print(f"    {kind}: {name}", file=sys.stderr, flush=True)
