"""The best table of a problem: greedy at once, then proven by the integer program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from convivio.engine.compose_greedy import greedy
from convivio.engine.compose_program import Program
from convivio.engine.compose_reasons import ProvenLoss
from convivio.engine.compose_solver import Answer, Session
from convivio.engine.compose_table import Problem
from convivio.engine.compose_values import Feasibility

HALF = 0.5
TOLERANCE = 1e-6
"""Scores closer than this are equal: the solver's own tolerance."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table, and what is proven of it."""

    chosen: tuple[int, ...]
    score: float
    bound: float
    proven: bool
    feasibility: Feasibility

    @property
    def gap(self) -> float:
        """How much better another table could be at most, as a share of this score."""
        if self.proven or self.bound <= self.score:
            return 0.0
        return (self.bound - self.score) / max(abs(self.score), TOLERANCE)


def search(problem: Problem, built: Program, session: Session | None, *, seconds: float) -> Found:
    """Return the best table there is, or the best found when the time is up.

    Shape: options, sorted.
    Units: seconds; scores in points.
    Errors: none: without a solver the greedy table stands, with the gap to a simple bound.
    Source: docs/decisions/0007-compose-in-two-steps.md.
    """
    instant = greedy(problem)
    is_kept = problem.shortfall(instant) == 0
    limit = bound_by_parts(problem)
    unsure = Feasibility.POSSIBLE if is_kept else Feasibility.UNDECIDED
    fallback = Found(tuple(instant), problem.score(instant), limit, False, unsure)
    if session is None:
        return fallback
    answer = session.solve(built.all_closed(), seconds=seconds)
    if answer.status == "infeasible":
        return _nearest(problem, built, session, fallback, seconds)
    return _better(problem, fallback, answer, is_kept=is_kept)


def seated(problem: Problem, answer: Answer) -> tuple[int, ...]:
    """Return the options that a solver's answer seats."""
    values = (answer.x or [])[: len(problem.options)]
    return tuple(n for n, value in enumerate(values) if value > HALF)


def bound_by_parts(problem: Problem) -> float:
    """Return a score that no table can pass: the best partners and the best of each aspect.

    Shape: one number for a problem.
    Units: points.
    Errors: none.
    Source: partners and aspects bounded apart.
    """
    best = sorted((float(w) for w in problem.worth), reverse=True)
    partners = sum(best[: max(problem.seats, len(problem.required))])
    levels = problem.levels.max(axis=0, initial=0.0)
    return partners + float(levels @ problem.aspect_weights)


def losses(
    problem: Problem, built: Program, session: Session, found: Found, *, seconds: float
) -> dict[int, ProvenLoss]:
    """Return for seats of a proven table what the best table without their partner loses.

    Shape: options of the table to losses; those are absent for which the time did not suffice,
        and those that must sit.
    Units: points; seconds for all of them together.
    Errors: none.
    Source: docs/decisions/0007-compose-in-two-steps.md.
    """
    proven: dict[int, ProvenLoss] = {}
    left = seconds
    fixed = {option for places in problem.required for option in places}
    for option in found.chosen:
        if option in fixed or left <= 0:
            continue
        kept_out = _kept_out(problem, option)
        answer = session.solve({**built.all_closed(), **kept_out}, seconds=left)
        left -= answer.seconds
        if answer.status == "infeasible":
            proven[option] = ProvenLoss(None)
        elif answer.status == "optimal":
            without = problem.score(seated(problem, answer))
            proven[option] = ProvenLoss(max(0.0, found.score - without))
    return proven


def _kept_out(problem: Problem, option: int) -> dict[int, float]:
    candidate = problem.options[option].candidate
    return {n: 0.0 for n, other in enumerate(problem.options) if other.candidate == candidate}


def _better(problem: Problem, fallback: Found, answer: Answer, *, is_kept: bool) -> Found:
    """Return the solver's table, or the greedy one where that is as good and allowed."""
    if answer.x is None:
        bound = fallback.bound if answer.bound is None else min(fallback.bound, -answer.bound)
        return Found(fallback.chosen, fallback.score, bound, False, fallback.feasibility)
    chosen = seated(problem, answer)
    score = problem.score(chosen)
    proven = answer.status == "optimal"
    if is_kept and fallback.score > score + TOLERANCE:
        # A solver that is beaten by the instant table has proven nothing.
        chosen, score, proven = fallback.chosen, fallback.score, False
    bound = score if proven else min(fallback.bound, -(answer.bound or -fallback.bound))
    return Found(chosen, score, bound, proven, Feasibility.POSSIBLE)


def _nearest(problem: Problem, built: Program, session: Session, fallback: Found, seconds: float) -> Found:
    """Return the table that misses least of an impossible wish."""
    # The last limit is the seats: only more picks than seats may pass it.
    last = len(problem.limits) - 1
    may_pass = len(problem.required) > problem.seats
    opened = built.opened(unknown=range(last), missed=range(last + may_pass))
    answer = session.solve(opened, seconds=seconds)
    if answer.x is None:
        return Found(fallback.chosen, fallback.score, fallback.bound, False, Feasibility.IMPOSSIBLE)
    chosen = seated(problem, answer)
    score = problem.score(chosen)
    proven = answer.status == "optimal"
    bound = score if proven else fallback.bound
    return Found(chosen, score, bound, proven, Feasibility.IMPOSSIBLE)


def amounts(answer: Answer, columns: Mapping[int, int]) -> dict[int, int]:
    """Return by how many partners an answer misses each limit that it misses."""
    values: Sequence[float] = answer.x or []
    missed = {number: round(values[column]) for number, column in columns.items() if values}
    return {number: amount for number, amount in missed.items() if amount > 0}
