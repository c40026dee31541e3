"""An instant table: first what the rules need, then what is worth most, then swaps."""

from collections.abc import Sequence

import numpy as np

from convivio.engine.compose_table import Problem

MOST_ROUNDS = 8
ENOUGH_BETTER = 1e-9


def greedy(problem: Problem) -> list[int]:
    """Return a good table, quickly: seat after seat, then swaps while they help.

    Shape: the options chosen, sorted; at most one for each candidate.
    Units: indices of options.
    Errors: none; where no table satisfies the limits it comes as close as it can.
    Source: docs/decisions/0007-compose-in-two-steps.md.
    """
    chosen = [_first_seat(problem, places) for places in problem.required]
    while (option := _next(problem, chosen)) is not None:
        chosen.append(option)
    for _ in range(MOST_ROUNDS):
        if not _swapped(problem, chosen):
            break
    return sorted(chosen)


def seatable(problem: Problem, chosen: Sequence[int], leaving: int | None = None) -> list[int]:
    """Return the options that could come next, those of seated candidates left out.

    What leaves may come back in another role.
    """
    seated = {int(problem.owner[option]) for option in chosen if option != leaving}
    return [n for n in range(len(problem.options)) if int(problem.owner[n]) not in seated and n != leaving]


def best_replacement(problem: Problem, rest: Sequence[int], free: Sequence[int]) -> int | None:
    """Return the option that adds most to the rest of a table and misses no more limits with it."""
    gains = problem.gains(rest)
    if not free:
        return None
    floor = min(_least_shortfall(problem, rest, free, gains), problem.shortfall(rest))
    for option in _by_gain(gains, free):
        if problem.shortfall([*rest, option]) <= floor:
            return option
    return None


def _least_shortfall(problem: Problem, rest: Sequence[int], free: Sequence[int], gains: np.ndarray) -> int:
    least = problem.shortfall(rest)
    for option in _by_gain(gains, free):
        if least == 0:
            break
        least = min(least, problem.shortfall([*rest, option]))
    return least


def _by_gain(gains: np.ndarray, free: Sequence[int]) -> list[int]:
    return sorted(free, key=lambda option: (-gains[option], option))


def _first_seat(problem: Problem, places: Sequence[int]) -> int:
    return max(places, key=lambda option: (problem.worth[option], -option))


def _next(problem: Problem, chosen: Sequence[int]) -> int | None:
    """Return the option that reduces the limits missed most, then the one that adds most."""
    if len(chosen) >= problem.seats:
        return None
    return best_replacement(problem, chosen, seatable(problem, chosen))


def _swapped(problem: Problem, chosen: list[int]) -> bool:
    """Make the best swap for each seat in turn; say whether any helped."""
    helped = False
    for place, option in enumerate(chosen):
        rest = [*chosen[:place], *chosen[place + 1 :]]
        here = next((p for p in problem.required if option in p), None)
        free = [n for n in here if n != option] if here else seatable(problem, rest)
        other = best_replacement(problem, rest, [n for n in free if n != option])
        if other is not None and _is_better(problem, [*rest, other], chosen):
            chosen[place] = other
            helped = True
    return helped


def _is_better(problem: Problem, table: Sequence[int], than: Sequence[int]) -> bool:
    missed, missed_before = problem.shortfall(table), problem.shortfall(than)
    if missed != missed_before:
        return missed < missed_before
    return problem.score(table) > problem.score(than) + ENOUGH_BETTER
