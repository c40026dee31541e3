import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from convivio.engine import compose_solver
from convivio.engine.compose_solver import Model, Pool, Session, Worker, session

SHORT_SECONDS = 0.5
SLACK_SECONDS = 1.0
"""What a busy machine may add to a stop."""


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool()
    pool.prepare()
    yield pool
    pool.close()


def easy() -> Model:
    """Minimise -2x - y with x + y <= 1: the best is -2."""
    return Model([-2.0, -1.0], [1, 1], [1.0, 1.0], [0, 0], [0, 1], [1.0, 1.0], [-1e9], [1.0])


def hopeless(rows: int = 6, columns: int = 50) -> Model:
    """Split a market evenly: small, and far out of reach of branch and bound.

    Source: Cornuéjols and Dawande, A class of hard small 0-1 programs, 1999.
    """
    random = Random(7)
    weights = [[float(random.randrange(100)) for _ in range(columns)] for _ in range(rows)]
    halves = [float(sum(row) // 2) for row in weights]
    places = [(r, c) for r in range(rows) for c in range(columns)]
    values = [weights[r][c] for r, c in places]
    slacks = [(r, columns + 2 * r + side) for r in range(rows) for side in (0, 1)]
    values += [1.0, -1.0] * rows
    cells = places + slacks
    cost = [0.0] * columns + [1.0] * (2 * rows)
    upper = [1.0] * columns + [1e6] * (2 * rows)
    whole = [1] * columns + [0] * (2 * rows)
    return Model(cost, whole, upper, [r for r, _ in cells], [c for _, c in cells], values, halves, halves)


def ready(lent: Session | None) -> tuple[Session, Worker]:
    """Wait until the process has loaded what it needs, so that only solving is timed."""
    assert lent is not None
    assert lent.worker is not None
    lent.worker.is_ready = lent.worker.is_ready or lent.worker.receive(60) is not None
    return lent, lent.worker


def test_a_small_program_is_solved() -> None:
    with session(easy(), seconds=30) as lent:
        assert lent is not None
        answer = lent.solve({}, seconds=30)

    assert answer.status == "optimal"
    assert answer.x == pytest.approx([1.0, 0.0])


def test_lower_bounds_of_a_column_hold_for_one_solve_only(pool: Pool) -> None:
    with session(easy(), seconds=30, pool=pool) as lent:
        assert lent is not None
        closed = lent.solve({0: 0.0}, seconds=30)
        again = lent.solve({}, seconds=30)

    assert closed.x == pytest.approx([0.0, 1.0])
    assert again.x == pytest.approx([1.0, 0.0])


def test_the_guard_stops_a_solver_that_does_not_watch_the_time(pool: Pool) -> None:
    with session(hopeless(), seconds=30, pool=pool) as taken:
        lent, worker = ready(taken)
        process = worker.process
        started = time.monotonic()
        answer = lent.solve({}, seconds=SHORT_SECONDS, is_limited=False)
        took = time.monotonic() - started

    assert answer.status == "stopped"
    assert SHORT_SECONDS <= took < SHORT_SECONDS + SLACK_SECONDS
    assert process.poll() is not None


def test_without_the_guard_the_same_program_would_still_be_running(pool: Pool) -> None:
    with session(hopeless(), seconds=30, pool=pool) as taken:
        lent, worker = ready(taken)
        worker.send({"load": compose_solver._as_data(lent.model)})
        worker.send({"upper": [], "limit": None, "seconds": 30})

        assert worker.receive(4 * SHORT_SECONDS) is None
        assert worker.process.poll() is None
        worker.stop()
        lent.worker = None


def test_after_a_stop_the_session_goes_on_with_a_new_process(pool: Pool) -> None:
    with session(hopeless(), seconds=30, pool=pool) as taken:
        lent, _ = ready(taken)
        lent.solve({}, seconds=SHORT_SECONDS, is_limited=False)
        lent.model = easy()
        answer = lent.solve({}, seconds=30)

    assert answer.status == "optimal"


def test_a_process_that_somebody_killed_is_replaced(pool: Pool) -> None:
    worker = pool.take(1)
    assert worker is not None
    pool.give_back(worker)
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    with session(easy(), seconds=30, pool=pool) as lent:
        assert lent is not None
        assert lent.solve({}, seconds=30).status == "optimal"


def test_many_threads_share_a_few_processes(pool: Pool) -> None:
    model = easy()

    def solve(_: int) -> str:
        with session(model, seconds=60, pool=pool) as lent:
            assert lent is not None
            return lent.solve({}, seconds=30).status

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(solve, range(16))) == {"optimal"}
    assert len(pool.idle) <= pool.most


def test_when_every_process_stays_busy_nobody_waits_for_ever() -> None:
    pool = Pool(most=1)
    busy = pool.take(1)
    with session(easy(), seconds=0.1, pool=pool) as lent:
        assert lent is None
    pool.give_back(busy)
    pool.close()


OWNER = """
import sys, time
sys.path.insert(0, {root!r})
from convivio.engine.compose_solver import POOL
from convivio.engine.tests.test_compose_solver import hopeless, ready, session
with session(hopeless(), seconds=30) as lent:
    ready(lent)
    print(lent.worker.process.pid, flush=True)
    {doing}
"""


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def ends_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not is_running(pid):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("doing", ["time.sleep(60)", "lent.solve({}, seconds=2.0, is_limited=False)"])
def test_no_orphan_is_left_when_the_owner_is_killed(doing: str) -> None:
    root = str(Path(__file__).parents[3])
    code = OWNER.format(root=root, doing=doing)
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as owner:  # noqa: S603 - our own code
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        time.sleep(0.3)
        owner.kill()

    assert ends_within(pid, 2.0 + 1.0 + 2.0)


def test_a_child_by_fork_leaves_the_processes_of_its_parent_alone() -> None:
    code = """
import os, sys
sys.path.insert(0, {root!r})
from convivio.engine.compose_solver import POOL
from convivio.engine.tests.test_compose_solver import easy, session
def solve():
    with session(easy(), seconds=60) as lent:
        return lent.solve({{}}, seconds=60).status
assert solve() == "optimal"
child = os.fork()
if child == 0:
    fine = solve() == "optimal"
    POOL.close()
    os._exit(0 if fine else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
print(solve())
"""
    root = str(Path(__file__).parents[3])
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code.format(root=root)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ran.stdout.strip() == "optimal", ran.stderr
