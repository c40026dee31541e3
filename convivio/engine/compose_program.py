"""The integer program of a table.

One column says that an option sits; for each aspect and candidate a continuous one says how much
of the aspect it is counted for; where partners must differ, continuous columns choose who stands
for which value. Slack columns, closed at first, let limits be missed at a price, so that an
impossible wish still has a nearest table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from convivio.engine.compose_solver import Model
from convivio.engine.compose_table import Limit, Problem

UNKNOWN_PRICE = 100.0
"""What it costs to let a partner count of whom something is not known: more than any table gains
by it, less than missing a limit outright."""
MISSED_PRICE = 1_000.0
INFINITY = 1e9
"""Stands for no bound: larger than any sum of seats."""


@dataclass(slots=True)
class Program:
    """A model, and which of its columns are slack for which limit."""

    model: Model
    options: int
    unknown_columns: dict[int, list[int]] = field(default_factory=dict)
    missed_columns: dict[int, int] = field(default_factory=dict)

    def all_closed(self) -> dict[int, float]:
        """Return the bounds with which every limit is kept."""
        slack = [*self.missed_columns.values(), *(c for cs in self.unknown_columns.values() for c in cs)]
        return dict.fromkeys(slack, 0.0)

    def opened(self, *, unknown: Sequence[int] = (), missed: Sequence[int] = ()) -> dict[int, float]:
        """Return the bounds with which only these limits may be missed."""
        closed = self.all_closed()
        for limit in unknown:
            for column in self.unknown_columns.get(limit, []):
                del closed[column]
        for limit in missed:
            closed.pop(self.missed_columns[limit], None)
        return closed


class Builder:
    """Collects columns and rows."""

    def __init__(self) -> None:
        self.model = Model([], [], [], [], [], [], [], [])

    def column(self, cost: float, upper: float = 1.0, *, whole: bool = False) -> int:
        self.model.cost.append(cost)
        self.model.upper.append(upper)
        self.model.integrality.append(int(whole))
        return len(self.model.cost) - 1

    def row(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        number = len(self.model.row_lower)
        self.model.rows.extend([number] * len(terms))
        self.model.columns.extend(terms)
        self.model.values.extend(terms.values())
        self.model.row_lower.append(lower)
        self.model.row_upper.append(upper)


def program(problem: Problem) -> Program:
    """Build the integer program of a problem.

    Shape: one whole column an option; one continuous column for each candidate and aspect that it
        covers; rows for aspects, limits and required seats.
    Units: costs are points, negative, for the solver minimises.
    Errors: none.
    Source: facility location with its strong rows; docs/decisions/0007-compose-in-two-steps.md.
    """
    builder = Builder()
    for value in problem.worth:
        builder.column(-float(value), whole=True)
    _one_role_each(builder, problem)
    _coverage(builder, problem)
    built = Program(builder.model, len(problem.options))
    for number, limit in enumerate(problem.limits):
        _limit(builder, built, number, limit)
    return built


def _options_of(problem: Problem) -> dict[int, list[int]]:
    options: dict[int, list[int]] = {}
    for number, option in enumerate(problem.options):
        options.setdefault(option.candidate, []).append(number)
    return options


def _one_role_each(builder: Builder, problem: Problem) -> None:
    required = {places[0] for places in problem.required}
    for options in _options_of(problem).values():
        if options[0] in required:
            builder.row(dict.fromkeys(options, 1.0), 1.0, 1.0)
        elif len(options) > 1:
            builder.row(dict.fromkeys(options, 1.0), 0.0, 1.0)


def _coverage(builder: Builder, problem: Problem) -> None:
    options_of = _options_of(problem)
    for aspect, weight in enumerate(problem.aspect_weights):
        counted: dict[int, float] = {}
        for options in options_of.values():
            level = float(problem.levels[options[0], aspect])
            if level <= 0:
                continue
            column = builder.column(-float(weight) * level)
            counted[column] = 1.0
            builder.row({column: 1.0, **dict.fromkeys(options, -1.0)}, -INFINITY, 0.0)
        if counted:
            builder.row(counted, 0.0, 1.0)


def _limit(builder: Builder, built: Program, number: int, limit: Limit) -> None:
    missed = builder.column(MISSED_PRICE, INFINITY)
    built.missed_columns[number] = missed
    if limit.is_distinct and limit.is_minimum:
        _different(builder, built, number, limit, missed)
    elif limit.is_distinct:
        _values_at_most(builder, limit, missed)
    elif limit.is_minimum:
        terms = dict.fromkeys(sorted(limit.sure), 1.0)
        terms |= dict.fromkeys(_maybe(builder, built, number, limit), 1.0)
        builder.row({**terms, missed: 1.0}, limit.amount, INFINITY)
    else:
        terms = dict.fromkeys(sorted(limit.able), 1.0)
        terms |= dict.fromkeys(_maybe(builder, built, number, limit), -1.0)
        builder.row({**terms, missed: -1.0}, -INFINITY, limit.amount)


def _maybe(builder: Builder, built: Program, number: int, limit: Limit) -> list[int]:
    """Give each option that may count a column that lets it, at a price, when it sits."""
    columns = []
    for option in sorted(limit.able - limit.sure):
        column = builder.column(UNKNOWN_PRICE)
        builder.row({column: 1.0, option: -1.0}, -INFINITY, 0.0)
        columns.append(column)
    built.unknown_columns[number] = columns
    return columns


def _different(builder: Builder, built: Program, number: int, limit: Limit, missed: int) -> None:
    """Let one option stand for each value on either side: a matching, whole by itself."""
    lefts: dict[str, list[int]] = {}
    rights: dict[str, list[int]] = {}
    standing: list[int] = []
    unknown: list[int] = []
    for option in sorted(limit.able):
        is_sure = option in limit.sure
        column = builder.column(0.0 if is_sure else UNKNOWN_PRICE)
        builder.row({column: 1.0, option: -1.0}, -INFINITY, 0.0)
        left, right = limit.ends[option] or (f"?{option}", f"?{option}")
        lefts.setdefault(left, []).append(column)
        rights.setdefault(right, []).append(column)
        standing.append(column)
        if not is_sure:
            unknown.append(column)
    built.unknown_columns[number] = unknown
    sides = [lefts] if lefts == rights else [lefts, rights]
    for side in sides:
        for columns in side.values():
            builder.row(dict.fromkeys(columns, 1.0), 0.0, 1.0)
    builder.row({**dict.fromkeys(standing, 1.0), missed: 1.0}, limit.amount, INFINITY)


def _values_at_most(builder: Builder, limit: Limit, missed: int) -> None:
    values: dict[str, list[int]] = {}
    for option in sorted(limit.able):
        ends = limit.ends[option]
        values.setdefault(ends[0] if ends else f"?{option}", []).append(option)
    counted = {}
    for options in values.values():
        column = builder.column(0.0)
        counted[column] = 1.0
        for option in options:
            builder.row({option: 1.0, column: -1.0}, -INFINITY, 0.0)
    builder.row({**counted, missed: -1.0}, -INFINITY, limit.amount)
