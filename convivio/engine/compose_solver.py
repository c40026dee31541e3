"""A few warm solver processes, lent one session at a time, and stopped when their time is up.

They are started by running `compose_worker.py`, never by forking, so that they can be had from any
thread of a web server. They end when this process ends, whatever ended it.
"""

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORKER = Path(__file__).with_name("compose_worker.py")
MOST_PROCESSES = 2
SOFT_SHARE = 0.8
"""The share of the time after which the solver is asked to stop by itself, with what it has."""
START_SECONDS = 30.0
"""How long a new process may take to be ready: it loads scipy first, from a cold disk perhaps."""
CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Model:
    """An integer program: minimise `cost` within the rows, all columns from 0 to `upper`.

    Shape: n columns; m rows; a sparse matrix as triplets.
    Units: a column whose `integrality` is 1 takes whole numbers.
    Errors: none.
    Source: the form that scipy.optimize.milp takes.
    """

    cost: list[float]
    integrality: list[int]
    upper: list[float]
    rows: list[int]
    columns: list[int]
    values: list[float]
    row_lower: list[float]
    row_upper: list[float]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solve gave: `optimal`, `infeasible`, `stopped` or `failed`; `x` where there is one."""

    status: str
    x: list[float] | None = None
    bound: float | None = None
    seconds: float = 0.0


@dataclass(slots=True)
class Worker:
    """One solver process; `loaded` is the model that it holds."""

    process: subprocess.Popen[bytes]
    is_ready: bool = False
    loaded: Model | None = None
    buffer: bytearray = field(default_factory=bytearray)

    def send(self, order: Mapping[str, Any]) -> None:
        assert self.process.stdin is not None  # noqa: S101 - it was opened with a pipe
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()

    def receive(self, seconds: float) -> dict[str, Any] | None:
        """Return the next answer, or None if none comes in this time."""
        assert self.process.stdout is not None  # noqa: S101 - it was opened with a pipe
        output = self.process.stdout.fileno()
        until = time.monotonic() + seconds
        while b"\n" not in self.buffer:
            ready, _, _ = select.select([output], [], [], max(0.0, until - time.monotonic()))
            chunk = os.read(output, CHUNK_BYTES) if ready else b""
            if not chunk:
                return None
            self.buffer += chunk
        line, _, rest = self.buffer.partition(b"\n")
        self.buffer = bytearray(rest)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.close_pipes()

    def close_pipes(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


class Pool:
    """The solver processes of this process."""

    def __init__(self, most: int = MOST_PROCESSES) -> None:
        self.most = most
        self.idle: list[Worker] = []
        self.lent = 0
        self.changed = threading.Condition()

    def prepare(self) -> None:
        """Start a process now, so that it is warm when it is asked."""
        with self.changed:
            if not self.idle and self.lent < self.most:
                self.idle.append(started())

    def take(self, seconds: float) -> Worker | None:
        """Return a process of one's own, or None if all stay busy for so long."""
        with self.changed:
            if not self.changed.wait_for(self._has_one, seconds):
                return None
            self.lent += 1
            while self.idle:
                worker = self.idle.pop()
                if worker.process.poll() is None:
                    return worker
                worker.close_pipes()
            return started()

    def _has_one(self) -> bool:
        return bool(self.idle) or self.lent < self.most

    def give_back(self, worker: Worker | None) -> None:
        with self.changed:
            self.lent -= 1
            if worker is not None:
                self.idle.append(worker)
            self.changed.notify()

    def close(self) -> None:
        """End every idle process."""
        with self.changed:
            while self.idle:
                self.idle.pop().stop()

    def forget(self) -> None:
        """Let go of processes that belong to the parent, after a fork."""
        for worker in self.idle:
            worker.close_pipes()
            # They are the parent's children: this process must neither wait for nor end them.
            worker.process.returncode = 0
        self.__init__(self.most)  # type: ignore[misc]


def started() -> Worker:
    """Start a solver process."""
    command = [sys.executable, "-P", str(WORKER)]
    process = subprocess.Popen(  # noqa: S603 - our own file, by the interpreter that runs us
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return Worker(process)


@dataclass(slots=True)
class Session:
    """A model and the process that solves it, again and again with other bounds."""

    pool: Pool
    model: Model
    worker: Worker | None

    def solve(self, upper: Mapping[int, float], *, seconds: float, is_limited: bool = True) -> Answer:
        """Solve with some upper bounds lowered, within a time that is kept.

        Shape: `upper` maps columns to their bound.
        Units: seconds. Without `is_limited` the solver does not watch the time, only we do.
        Errors: none: a process that does not answer in time is stopped, and a new one started
            for what comes after.
        Source: docs/decisions/0007-compose-in-two-steps.md.
        """
        if self.worker is None:
            self.worker = started()
        limit = seconds * SOFT_SHARE if is_limited else None
        order = {"upper": [[c, b] for c, b in sorted(upper.items())], "limit": limit, "seconds": seconds}
        try:
            told = self._asked(self.worker, order, seconds)
        except BrokenPipeError:
            told = None
        if told is None:
            self.worker.stop()
            self.worker = None
            return Answer("stopped", seconds=seconds)
        return Answer(told["status"], told["x"], told["bound"], told["seconds"])

    def _asked(self, worker: Worker, order: Mapping[str, Any], seconds: float) -> dict[str, Any] | None:
        if not worker.is_ready:
            worker.is_ready = worker.receive(START_SECONDS) is not None
        if worker.loaded is not self.model:
            worker.send({"load": _as_data(self.model)})
            worker.loaded = self.model
        worker.send(order)
        return worker.receive(seconds)


POOL = Pool()
atexit.register(POOL.close)
os.register_at_fork(after_in_child=POOL.forget)


@contextmanager
def session(model: Model, *, seconds: float, pool: Pool = POOL) -> Iterator[Session | None]:
    """Lend a process for a model, or None if all of them stay busy for so long."""
    worker = pool.take(seconds)
    if worker is None:
        yield None
        return
    lent = Session(pool, model, worker)
    try:
        yield lent
    except BaseException:
        # An unread answer would be taken for the next one.
        if lent.worker is not None:
            lent.worker.stop()
            lent.worker = None
        raise
    finally:
        pool.give_back(lent.worker)


def _as_data(model: Model) -> dict[str, Any]:
    return {name: getattr(model, name) for name in Model.__slots__}
