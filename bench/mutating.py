"""A plugin of pytest: run the tests that meet a changed line, once for each change, each in a copy of the process.

The database of the tests is made once, in memory, and every copy has its own. One copy runs every test
without any change and notes which lines it meets: the control. A change puts the code of the changed functions,
or the value of the changed constant, where it stands, so that whoever imported it before meets it too.
"""

import ast
import contextlib
import json
import os
import signal
import sys
import threading
import time
from functools import cached_property
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import pytest
from django.utils.functional import cached_property as property_of_django

from convivio.kernel.prepared import Prepared

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 30.0
"""Seconds after which a test is given up: in the control it is left aside, in a changed copy it has noticed."""
SLOW = 4.0
"""Seconds from which a test is not asked: it would cost more than it tells."""

Order = dict[str, Any]
Met = dict[str, Any]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests in one copy for the control, and those that meet its line in one for each change."""
    orders = json.loads(Path(os.environ["CONVIVIO_MUTANTS"]).read_text())
    answers = Path(os.environ["CONVIVIO_MUTANTS_TOLD"])
    _run(
        session, session.items[0], session.items[-1], patience=0
    )  # it makes the database, which the next one keeps
    with _copy() as is_copy:
        if is_copy:
            met = _control(session, {order["path"] for order in orders})
            answers.write_text(json.dumps(met))
    tests: list[Met] = json.loads(answers.read_text())
    failed = [one["name"] for one in tests if one["outcome"] == "failed"]
    alive = [_is_alive(session, tests, order) for order in orders]
    left = [one["name"] for one in tests if one["outcome"] in {"slow", "given up"}]
    told = {"failed": failed, "left": left, "alive": alive, "tests": len(tests)}
    answers.write_text(json.dumps(told))
    return True


class _Copy(contextlib.AbstractContextManager[bool]):
    """A copy of the process: True in the copy, which ends with the block; outside, its exit code afterwards."""

    code = 1

    def __enter__(self) -> bool:
        self.child = os.fork()
        if not self.child:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
        return not self.child

    def __exit__(self, kind: type[BaseException] | None, *_more: object) -> None:
        if not self.child:
            os._exit(1 if kind else 0)
        _pid, status = os.waitpid(self.child, 0)
        self.code = os.waitstatus_to_exitcode(status)


def _copy() -> _Copy:
    return _Copy()


class _TooLong(BaseException):
    """A test has run for longer than anybody waits."""


def _control(session: pytest.Session, paths: set[str]) -> list[Met]:
    """Run every test, and say of each how it went, how long it took and which lines it met."""
    lines: set[tuple[str, int]] = set()

    def _of_line(frame: FrameType, _event: str, _argument: object) -> Any:
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return _of_line

    def _of_call(frame: FrameType, _event: str, _argument: object) -> Any:
        return _of_line if frame.f_code.co_filename in paths else None

    threading.settrace(_of_call)
    sys.settrace(_of_call)
    tests = []
    for number, (item, following) in enumerate(_with_the_next(session.items)):
        lines.clear()
        began, outcome = time.perf_counter(), _run(session, item, following)
        seconds = time.perf_counter() - began
        outcome = "slow" if outcome == "passed" and seconds > SLOW else outcome
        tests.append(
            {
                "number": number,
                "name": item.nodeid,
                "outcome": outcome,
                "seconds": seconds,
                "lines": sorted(lines),
            }
        )
    sys.settrace(None)
    return tests


def _run(
    session: pytest.Session, item: pytest.Item, following: pytest.Item, patience: float = PATIENCE
) -> str:
    """Run one test with patience, 0 for any; the first one has run before, and must ask for its fixtures anew."""
    if isinstance(item, pytest.Function):
        item._initrequest()  # noqa: SLF001 - what plugins that run a test again do

    is_over = threading.Event()

    def _give_up(_signal: int, _frame: FrameType | None) -> None:
        is_over.set()  # pytest takes what a test raises for its failure
        raise _TooLong

    _write_questions_anew()
    before = session.testsfailed
    signal.signal(signal.SIGALRM, _give_up)
    signal.setitimer(signal.ITIMER_REAL, patience)
    try:
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    except _TooLong:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    if is_over.is_set():
        return "given up"
    return "failed" if session.testsfailed > before else "passed"


def _write_questions_anew() -> None:
    """Let every test meet the lines of the prepared questions that it asks, not the first test alone."""
    for module in list(sys.modules.values()):
        if module.__name__.startswith("convivio."):
            for one in vars(module).values():
                if isinstance(one, Prepared):
                    one._written.clear()  # noqa: SLF001 - a test of its own says that it is kept


def _is_alive(session: pytest.Session, tests: list[Met], order: Order) -> bool:
    """Say whether every test that meets the change stays green with it, the quickest first."""
    meeting = [one for one in tests if one["outcome"] == "passed" and _meets(one, order)]
    meeting.sort(key=lambda one: one["seconds"])
    copy = _copy()
    with copy as is_copy:
        if is_copy:
            _change(order)
            items = [session.items[one["number"]] for one in meeting]
            if not all(_run(session, *pair) == "passed" for pair in _with_the_next(items)):
                os._exit(1)
    return copy.code == 0


def _with_the_next(items: list[pytest.Item]) -> list[tuple[pytest.Item, pytest.Item]]:
    """Pair each test with the one after it; the last with the first, or the database would be put away."""
    return list(zip(items, [*items[1:], *items[:1]], strict=True))


def _meets(test: Met, order: Order) -> bool:
    here = [line for path, line in test["lines"] if path == order["path"]]
    return bool(here) if order["whole"] else any(order["first"] <= line <= order["last"] for line in here)


def _change(order: Order) -> None:
    """Put what is changed where it stands in the module that runs."""
    path = Path(order["path"])
    module = sys.modules[".".join(path.relative_to(CHECKOUT).with_suffix("").parts)]
    tree = ast.parse(order["text"])
    if order["whole"]:
        _change_constants(module, tree)
    changed = dict(_codes(compile(tree, str(path), "exec")))
    for function in _functions(module, str(path), set()):
        there = changed.get(function.__code__.co_qualname)
        if there is not None and there.co_freevars == function.__code__.co_freevars:
            function.__code__ = there


def _change_constants(module: ModuleType, tree: ast.Module) -> None:
    """Read the module's constants anew, and hand those that differ to whoever has imported them."""
    for statement in tree.body:
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        if not isinstance(target, ast.Name):
            continue
        before = vars(module).get(target.id)
        is_table = isinstance(before, dict) and target.id.isupper()  # one in small letters is filled later
        if is_table or isinstance(before, frozenset | tuple | str):
            only = ast.Module([statement], [])
            exec(compile(only, "changed", "exec"), module.__dict__)  # noqa: S102 - our own line, changed
            _hand_on(target.id, before, vars(module)[target.id])


def _hand_on(name: str, before: object, now: object) -> None:
    for other in list(sys.modules.values()):
        if other.__name__.startswith("convivio.") and vars(other).get(name) is before:
            setattr(other, name, now)


def _codes(code: CodeType) -> list[tuple[str, CodeType]]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [(one.co_qualname, one) for one in inner] + [pair for one in inner for pair in _codes(one)]


def _functions(there: object, path: str, seen: set[int]) -> list[FunctionType]:
    """Find every function of this file below a module, a class or a function, also what decorators have wrapped."""
    if id(there) in seen:
        return []
    seen.add(id(there))
    if isinstance(there, FunctionType):
        ours = [there] if there.__code__.co_filename == path else []
        cells = [cell.cell_contents for cell in there.__closure__ or () if cell.cell_contents is not there]
        return ours + [one for cell in cells for one in _functions(cell, path, seen)]
    if isinstance(there, property):
        return [one for part in (there.fget, there.fset) for one in _functions(part, path, seen)]
    if isinstance(there, cached_property | property_of_django):
        return _functions(there.func, path, seen)
    if isinstance(there, classmethod | staticmethod):
        return _functions(there.__func__, path, seen)
    inside: list[object] = []
    if (isinstance(there, type) and there.__module__ == _name(path)) or (
        isinstance(there, ModuleType) and there.__file__ == path
    ):
        inside = list(vars(there).values())
    elif hasattr(there, "__wrapped__"):
        inside = [there.__wrapped__]
    return [one for part in inside for one in _functions(part, path, seen)]


def _name(path: str) -> str:
    return ".".join(Path(path).relative_to(CHECKOUT).with_suffix("").parts)
