"""Break each permission on purpose, and see whether a test turns red.

    python3 dev bench mutations [--json FILE]

Every module that decides who may do what is changed in one small way at a time: a yes for a no, a
condition turned round, a right that is not asked for, one office more or fewer. The tests of its room, and the
authorisation matrix where those stay green, run against each change. A change that no test notices
survives; there should be none. The same tests run once without any change: a control that must stay green.

Equivalent changes are told by name in EQUIVALENT, each with its reason.
"""

import ast
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
PERMISSIONS = ("permissions.py", "*_permissions.py", "granting.py", "acting.py")
ALSO = (
    "convivio/web/policies.py",
    "convivio/clusters/capacities.py",
    "convivio/organisations/mandates/capacities.py",
)
MATRIX = "tests/authorisation"
SIDE_BY_SIDE = 2
EQUIVALENT: dict[str, str] = {}
"""Changes that alter nothing anybody could notice: `file:line what` and why."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module: where, what, and the module's text with it."""

    path: Path
    line: int
    what: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(CHECKOUT)}:{self.line} {self.what}"


def measure(_cordis: Path | None) -> dict[str, float | int | str | bool]:
    """Return how many changes were tried, how many survived, and whether the control stayed green."""
    modules = modules_that_decide()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        told = list(pool.map(_of_module, modules))
    survivors = sorted(name for one in told for name in one.survivors if name not in EQUIVALENT)
    for name in survivors:
        print(f"  survived: {name}", file=sys.stderr)
    return {
        "modules": len(modules),
        "mutants": sum(one.mutants for one in told),
        "survivors": len(survivors),
        "equivalent": len(EQUIVALENT),
        "control_green": all(one.control_green for one in told),
    }


def modules_that_decide() -> list[Path]:
    """Find every module in which a permission is decided."""
    rooms = CHECKOUT / "convivio"
    found = {path for pattern in PERMISSIONS for path in rooms.glob(f"*/{pattern}")}
    return sorted(found | {CHECKOUT / path for path in ALSO})


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Change a module in one way at a time."""
    source = path.read_text(encoding="utf-8")
    number = 0
    while True:
        change = _Change(number)
        tree = change.visit(ast.parse(source))
        if not change.what:
            return
        yield Mutant(path, change.line, change.what, ast.unparse(ast.fix_missing_locations(tree)))
        number += 1


class _Change(ast.NodeTransformer):
    """Makes the change with this number, counting every place where one could be made."""

    def __init__(self, number: int) -> None:
        self.left = number
        self.what = ""
        self.line = 0

    def _is_it(self, node: ast.expr | ast.stmt, what: str) -> bool:
        self.left -= 1
        if self.left == -1:
            self.what, self.line = what, node.lineno
            return True
        return False

    def visit_Return(self, node: ast.Return) -> ast.AST:
        value = node.value
        if isinstance(value, ast.Name) and value.id == "ALLOWED" and self._is_it(node, "no for a yes"):
            return ast.copy_location(ast.Return(_call("Verdict", ast.Constant("mutated"))), node)
        is_no = (
            isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Verdict"
        )
        if is_no and self._is_it(node, "yes for a no"):
            return ast.copy_location(ast.Return(_call("Verdict")), node)
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        for what, turned in (("always", True), ("never", False)):
            if self._is_it(node, f"if … {what}"):
                node.test = ast.copy_location(ast.Constant(turned), node.test)
                return node
        return self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        if self._is_it(node, "and/or"):
            node.op = other
            return node
        return self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        if isinstance(node.op, ast.Not) and self._is_it(node, "without not"):
            return node.operand
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        turned = TURNED.get(type(node.ops[0]))
        if turned is not None and self._is_it(node, f"{type(node.ops[0]).__name__} turned"):
            node.ops[0] = turned()
            return node
        return self.generic_visit(node)

    def visit_Set(self, node: ast.Set) -> ast.AST:
        for place, element in enumerate(node.elts):
            if self._is_it(element, f"without {ast.unparse(element)}"):
                node.elts = [one for other, one in enumerate(node.elts) if other != place] or [
                    ast.Constant("mutated")
                ]
                return node
        return self.generic_visit(node)


TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.LtE: ast.Lt,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.Gt: ast.GtE,
}


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


@dataclass(frozen=True, slots=True)
class Told:
    """How one module came through: how many changes, which nobody noticed, and the tests without any."""

    mutants: int
    survivors: list[str]
    control_green: bool


def _of_module(path: Path) -> Told:
    """Try every change of a module: against the tests of its room, and then against the matrix."""
    room = f"convivio/{path.relative_to(CHECKOUT / 'convivio').parts[0]}"
    every = list(mutants_of(path))
    control, alive = _alive_after(room, every)
    also, alive = _alive_after(MATRIX, alive) if alive else (True, [])
    return Told(len(every), [one.name for one in alive], control and also)


def _alive_after(tests: str, mutants: list[Mutant]) -> tuple[bool, list[Mutant]]:
    """Run these tests without any change, and with each; give whether the first is green, and who survives."""
    with tempfile.TemporaryDirectory(prefix="convivio-mutations-") as folder:
        orders, answers = Path(folder) / "orders.json", Path(folder) / "answers.json"
        orders.write_text(json.dumps([{"path": str(one.path), "text": one.text} for one in mutants]))
        command = [sys.executable, "-m", "pytest", tests, "-p", "bench.mutating", "-p", "no:randomly", "-q"]
        environment = {**os.environ, "CONVIVIO_MUTANTS": str(orders), "CONVIVIO_MUTANTS_TOLD": str(answers)}
        environment.pop("CONVIVIO_HOME", None)
        subprocess.run(command, cwd=CHECKOUT, env=environment, check=False, capture_output=True)
        if not answers.exists():
            message = f"The tests of {tests} did not run."
            raise RuntimeError(message)
        told = json.loads(answers.read_text())
    return told["control"], [one for one, is_alive in zip(mutants, told["alive"], strict=True) if is_alive]
