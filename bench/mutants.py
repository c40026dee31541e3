"""What can be broken in a permission: every small change of every module that decides who may do what.

A module of permissions is changed everywhere. In any other module, three things are: a function that gives
a verdict, a function that says what opens to whom (DECIDING), and a line that asks a permission and
refuses (`.enforce()`).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
ROOMS = CHECKOUT / "convivio"
WHOLE = frozenset(
    {"permissions.py", "office_permissions.py", "rights.py", "acting.py", "capacities.py", "policies.py"}
)
DECIDING = frozenset(
    {
        *("sees", "reader_for", "visible_to", "visible", "_visible", "sees_documents", "sees_organisations"),
        *("scope", "still_seen"),
    }
)
FILTERS = frozenset({"filter", "exclude", "get"})
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


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module: where, what, and the module's text with it.

    `first` and `last` are the lines of the statement that is changed; `whole` says that it stands
    outside every function, so that it holds from the moment the module is read.
    """

    path: Path
    line: int
    what: str
    text: str
    first: int
    last: int
    whole: bool

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(CHECKOUT)}:{self.line} {self.what}"

    @property
    def room(self) -> str:
        return self.path.relative_to(ROOMS).parts[0]


def every_mutant() -> list[Mutant]:
    """Change every module that decides, in one way at a time."""
    paths = sorted(path for path in ROOMS.rglob("*.py") if not {"tests", "migrations"} & set(path.parts))
    return [mutant for path in paths for mutant in mutants_of(path)]


def mutants_of(path: Path) -> Iterator[Mutant]:
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    number = 0
    while True:
        change = Change(number, whole=path.name in WHOLE)
        changed = change.visit(ast.parse(source))
        if not change.what:
            return
        first, last, in_function = _statement_at(tree, change.line)
        text = ast.unparse(ast.fix_missing_locations(changed))
        yield Mutant(path, change.line, change.what, text, first, last, not in_function)
        number += 1


def _statement_at(tree: ast.Module, line: int) -> tuple[int, int, bool]:
    """Give the lines of the innermost statement there, its head only if it has a body, and whether it is in a function."""
    found, inside = (line, line), False
    for node in ast.walk(tree):  # outer before inner
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line):
            inside = inside or isinstance(node, ast.FunctionDef)
            head: ast.AST = getattr(node, "test", None) or getattr(node, "iter", None) or node
            found = (node.lineno, getattr(head, "end_lineno", None) or line)
    return (*found, inside)


class Change(ast.NodeTransformer):
    """Makes the change with this number, counting every place where one could be made."""

    def __init__(self, number: int, *, whole: bool) -> None:
        self.left = number
        self.what = ""
        self.line = 0
        self.here = whole
        self.answers = ""
        """What the function around answers, as it is annotated."""

    def _is_it(self, node: ast.expr | ast.stmt, what: str) -> bool:
        if not self.here:
            return False
        self.left -= 1
        if self.left == -1:
            self.what, self.line = what, node.lineno
            return True
        return False

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        here, answers = self.here, self.answers
        self.answers = ast.unparse(node.returns) if node.returns else ""
        self.here = here or self.answers == "Verdict" or node.name in DECIDING
        node.body = [self.visit(one) for one in node.body]
        self.here, self.answers = here, answers
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        call = node.value
        asks = (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "enforce"
        )
        here, self.here = self.here, self.here or asks
        is_it = asks and self._is_it(node, "not asked")
        self.here = here
        return ast.copy_location(ast.Pass(), node) if is_it else self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> ast.AST:
        for what, answer in self._other_answers(node.value):
            if self._is_it(node, what):
                node.value = ast.copy_location(answer, node)
                return node
        return self.generic_visit(node)

    def _other_answers(self, value: ast.expr | None) -> Iterator[tuple[str, ast.expr]]:
        if self.answers == "bool" and not isinstance(value, ast.Constant):
            yield "always yes", ast.Constant(value=True)
            yield "always no", ast.Constant(value=False)
        if self.answers == "Verdict":
            if not (isinstance(value, ast.Name) and value.id == "ALLOWED"):
                yield "yes for a no", _verdict()
            if not _is_verdict(value):
                yield "no for a yes", _verdict("mutated")

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._turned(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._turned(node)

    def _turned(self, node: ast.If | ast.IfExp) -> ast.AST:
        for what, turned in (("always", True), ("never", False)):
            if self._is_it(node, f"if … {what}"):
                node.test = ast.copy_location(ast.Constant(turned), node.test)
                return node
        return self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        for place, condition in enumerate(node.ifs):
            if self._is_it(condition, "without the if of a comprehension"):
                del node.ifs[place]
                return node
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and node.func.attr in FILTERS:
            for place, keyword in enumerate(node.keywords):
                if self._is_it(node, f"{node.func.attr} without {keyword.arg}"):
                    del node.keywords[place]
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


def _is_verdict(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Verdict"


def _verdict(reason: str = "") -> ast.expr:
    """Write a verdict that needs no import: without a reason a yes."""
    made = f"__import__('convivio.kernel.verdicts', fromlist=['Verdict']).Verdict({reason!r})"
    return ast.parse(made if reason else made.replace("''", "None"), mode="eval").body
