"""Why each partner sits at the table, and who else could."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from convivio.engine.compose_greedy import seatable
from convivio.engine.compose_table import Problem
from convivio.engine.compose_values import Alternative, Why
from convivio.engine.rules_model import Rule
from convivio.engine.rules_phrases import Sentence

MOST_ALTERNATIVES = 3
NOTHING = 1e-6
WEAKER = 0.05
"""By how much the level of an aspect must fall to be worth a word."""
PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class ProvenLoss:
    """What the best table without a partner loses; `None` when there is no such table."""

    loss: float | None


def alternatives(problem: Problem, chosen: Sequence[int], leaving: int) -> tuple[Alternative, ...]:
    """Return the best replacements for a seat with which no limit is missed more than now.

    Shape: up to three, best first; each in the same role.
    Units: losses in points; below zero where a person's own pick could be bettered.
    Errors: none.
    Source: docs/decisions/0007-compose-in-two-steps.md.
    """
    rest = [option for option in chosen if option != leaving]
    role = problem.options[leaving].role
    place = problem.options[leaving].candidate
    free = [
        n
        for n in seatable(problem, rest)
        if problem.options[n].role == role and problem.options[n].candidate != place
    ]
    gains = problem.gains(rest)
    missed = problem.shortfall(chosen)
    base = problem.score(rest)
    now = problem.score(chosen)
    found: list[Alternative] = []
    for option in sorted(free, key=lambda n: (-gains[n], n)):
        if problem.shortfall([*rest, option]) <= missed:
            candidate = problem.candidates[problem.options[option].candidate]
            found.append(Alternative(candidate, now - base - float(gains[option])))
        if len(found) == MOST_ALTERNATIVES:
            break
    return tuple(found)


def why(
    problem: Problem,
    chosen: Sequence[int],
    option: int,
    *,
    others: Sequence[Alternative],
    proven: ProvenLoss | None,
    is_picked: bool,
) -> Why:
    """Say what the table loses without a partner.

    Shape: one option of the table.
    Units: points.
    Errors: none.
    Source: docs/decisions/0007-compose-in-two-steps.md: the score lost when the partner is kept out.
    """
    rest = [n for n in chosen if n != option]
    levels = zip(problem.aspects, problem.covered(chosen), problem.covered(rest), strict=True)
    told = [(name, before, after) for name, before, after in levels if before > after]
    rules = _rules_lost(problem, chosen, rest)
    loss = proven.loss if proven else _loss_at_most(problem, chosen, rest, others, rules)
    reasons = Why(
        loss=loss,
        is_proven=proven is not None,
        aspects_lost=tuple(name for name, _, after in told if after == 0),
        aspects_weaker=tuple(n for n, before, after in told if after and before - after >= WEAKER),
        rules_lost=tuple(rule.id for rule in rules),
        sentences=(),
    )
    return replace(reasons, sentences=tuple(_sentences(reasons, rules, is_picked=is_picked)))


def _rules_lost(problem: Problem, chosen: Sequence[int], rest: Sequence[int]) -> list[Rule]:
    lost = (
        limit.rule
        for limit in problem.limits
        if limit.rule is not None and limit.shortfall(rest) > limit.shortfall(chosen)
    )
    return list({rule.id: rule for rule in lost}.values())


def _loss_at_most(
    problem: Problem,
    chosen: Sequence[int],
    rest: Sequence[int],
    others: Sequence[Alternative],
    rules: Sequence[Rule],
) -> float | None:
    """Return what the best single replacement loses, or an empty seat where the rules allow it."""
    losses = [other.loss for other in others]
    if not rules:
        losses.append(problem.score(chosen) - problem.score(rest))
    return min(losses, default=None)


def _sentences(reasons: Why, rules: Sequence[Rule], *, is_picked: bool) -> Iterator[Sentence]:
    if is_picked:
        yield Sentence("why.picked")
    if reasons.aspects_lost:
        yield Sentence("why.aspects_lost", {"aspects": reasons.aspects_lost})
    if reasons.aspects_weaker:
        yield Sentence("why.aspects_weaker", {"aspects": reasons.aspects_weaker})
    if rules:
        yield Sentence("why.rules_lost", {"rules": tuple(rule.sentence for rule in rules)})
    if is_picked:
        return
    if reasons.loss is None:
        yield Sentence("why.nobody_else")
    elif reasons.loss > NOTHING:
        key = "why.replaced" if reasons.is_proven else "why.replaced_at_most"
        yield Sentence(key, {"loss": Decimal(reasons.loss).quantize(PLACES)})
