"""A small program that solves integer programs, one a line, and can be stopped from outside.

It runs on its own, beside the program that asks, because a solver's time limit is not kept
strictly and a thread cannot be stopped. It reads JSON lines from its standard input and ends when
that closes. Should its owner die while it solves, an alarm of the operating system ends it.

Shape: `load` takes n columns and a sparse matrix of m rows; `solve` may lower some upper bounds.
Units: the solver minimises; times are seconds.
Errors: a line that cannot be served is answered with the status "failed".
Source: scipy.optimize.milp, which carries HiGHS; docs/decisions/0007-compose-in-two-steps.md.
"""

import json
import os
import signal
import sys
import time
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

STATUSES = {0: "optimal", 1: "stopped", 2: "infeasible"}
GRACE_SECONDS = 1.0
"""How much longer than its time a solve may last before the alarm ends the process."""


class Solver:
    """Holds one model and solves it with different upper bounds."""

    def load(self, model: dict[str, Any]) -> None:
        self.cost = np.array(model["cost"])
        self.integrality = np.array(model["integrality"])
        self.upper = np.array(model["upper"])
        shape = (len(model["row_lower"]), len(self.cost))
        matrix = csc_array((model["values"], (model["rows"], model["columns"])), shape=shape)
        self.rows = LinearConstraint(matrix, model["row_lower"], model["row_upper"])

    def solve(self, upper: list[tuple[int, float]], limit: float | None) -> dict[str, Any]:
        bounds = self.upper.copy()
        for column, bound in upper:
            bounds[column] = bound
        options: dict[str, Any] = {"mip_rel_gap": 0.0}
        if limit is not None:
            options["time_limit"] = limit
        started = time.perf_counter()
        answer = milp(
            self.cost,
            integrality=self.integrality,
            bounds=Bounds(np.zeros_like(bounds), bounds),
            constraints=self.rows,
            options=options,
        )
        return {
            "status": STATUSES.get(answer.status, "failed"),
            "x": None if answer.x is None else [float(x) for x in answer.x],
            "bound": None if answer.mip_dual_bound is None else float(answer.mip_dual_bound),
            "seconds": time.perf_counter() - started,
        }


def serve() -> None:
    # What the solver prints must not mix with the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    answers.write('{"status": "ready"}\n')
    answers.flush()
    solver = Solver()
    for line in sys.stdin:
        order = json.loads(line)
        if "load" in order:
            solver.load(order["load"])
            continue
        signal.setitimer(signal.ITIMER_REAL, order["seconds"] + GRACE_SECONDS)
        answer = solver.solve(order["upper"], order["limit"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve()
