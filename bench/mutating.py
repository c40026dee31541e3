"""A plugin of pytest: run the collected tests once for each change of a module, each in a copy of the process.

The database of the tests is made once, in memory, and every copy has its own. A change replaces the
code of the module's functions and its constants where they stand, so that whoever imported them before meets it too.
"""

import contextlib
import importlib
import json
import os
import sys
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PATIENCE = 240


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests in one copy for the control and in one for each change."""
    orders = json.loads(Path(os.environ["CONVIVIO_MUTANTS"]).read_text())
    items = _quickest_first(session.items)
    _run(session, items[0], items[-1])  # another one next, or the database would be put away
    control = not session.testsfailed and _stays_green(session, items, None)
    alive = [_stays_green(session, items, order) for order in orders] if control else [True] * len(orders)
    told = {"control": control, "alive": alive}
    Path(os.environ["CONVIVIO_MUTANTS_TOLD"]).write_text(json.dumps(told))
    return True


def _quickest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Begin where a permission is most likely to be missed."""
    return sorted(items, key=lambda item: "permission" not in item.nodeid)


def _run(session: pytest.Session, item: pytest.Item, following: pytest.Item) -> None:
    """Run one test; the first one has run before, and must ask for its fixtures anew."""
    if isinstance(item, pytest.Function):
        item._initrequest()  # noqa: SLF001 - what plugins that run a test again do
    session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


def _stays_green(session: pytest.Session, items: list[pytest.Item], order: dict[str, str] | None) -> bool:
    child = os.fork()
    if child:
        _pid, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == 0
    with contextlib.suppress(BaseException):
        os._exit(_in_the_copy(session, items, order))
    os._exit(1)


def _in_the_copy(session: pytest.Session, items: list[pytest.Item], order: dict[str, str] | None) -> int:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    import signal  # noqa: PLC0415 - only a copy that hangs needs it

    signal.alarm(PATIENCE)
    if order is not None:
        _change(Path(order["path"]), order["text"])
    for item, following in zip(items, [*items[1:], items[0]], strict=True):
        _run(session, item, following)
        if session.testsfailed:
            return 1
    return 0


def _change(path: Path, text: str) -> None:
    """Put the code and the constants of a changed module where those of the module stand."""
    name = ".".join(path.relative_to(CHECKOUT).with_suffix("").parts)
    module = sys.modules.get(name) or importlib.import_module(name)
    changed = ModuleType(name)
    changed.__file__ = str(path)
    exec(compile(text, str(path), "exec"), changed.__dict__)  # noqa: S102 - our own module, changed in one place
    for known, value in vars(changed).items():
        there = vars(module).get(known)
        if isinstance(value, FunctionType) and isinstance(there, FunctionType):
            if value.__module__ == name and value.__code__.co_freevars == there.__code__.co_freevars:
                there.__code__ = value.__code__
        elif isinstance(value, frozenset | set | tuple | str | int) and not known.startswith("__"):
            setattr(module, known, value)
