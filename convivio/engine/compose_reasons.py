"""Why each partner sits at the table, and who else could."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from convivio.engine.compose_greedy import seatable
from convivio.engine.compose_table import Problem
from convivio.engine.compose_values import Alternative, Why
from convivio.engine.rules_phrases import Sentence
from convivio.engine.rules_values import Text

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
    Source: docs/decisions on composing consortia.
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
    Source: docs/decisions on composing consortia: the score lost when the partner is kept out.
    """
    rest = [n for n in chosen if n != option]
    before, after = problem.covered(chosen), problem.covered(rest)
    lost = [n for n, (b, a) in enumerate(zip(before, after, strict=True)) if b > 0 and a == 0]
    weaker = [n for n, (b, a) in enumerate(zip(before, after, strict=True)) if a > 0 and b - a >= WEAKER]
    rules = tuple(
        dict.fromkeys(
            limit.rule.id
            for limit in problem.limits
            if limit.rule is not None and limit.shortfall(rest) > limit.shortfall(chosen)
        )
    )
    loss = proven.loss if proven else _loss_at_most(problem, chosen, rest, others, rules)
    return Why(
        loss=loss,
        is_proven=proven is not None,
        aspects_lost=tuple(problem.aspects[n] for n in lost),
        aspects_weaker=tuple(problem.aspects[n] for n in weaker),
        rules_lost=rules,
        sentences=_sentences(problem, lost, weaker, rules, loss, proven is not None, is_picked),
    )


def _loss_at_most(
    problem: Problem,
    chosen: Sequence[int],
    rest: Sequence[int],
    others: Sequence[Alternative],
    rules: tuple[str, ...],
) -> float | None:
    """Return what the best single replacement loses, or an empty seat where the rules allow it."""
    losses = [other.loss for other in others]
    if not rules:
        losses.append(problem.score(chosen) - problem.score(rest))
    return min(losses, default=None)


def _sentences(
    problem: Problem,
    lost: list[int],
    weaker: list[int],
    rules: tuple[str, ...],
    loss: float | None,
    is_proven: bool,
    is_picked: bool,
) -> tuple[Sentence, ...]:
    said = [Sentence("why.picked")] if is_picked else []
    if lost:
        said.append(Sentence("why.aspects_lost", {"aspects": _names(problem, lost)}))
    if weaker:
        said.append(Sentence("why.aspects_weaker", {"aspects": _names(problem, weaker)}))
    if rules:
        said.append(Sentence("why.rules_lost", {"rules": _sentences_of(problem, rules)}))
    if is_picked:
        return tuple(said)
    if loss is None:
        return (*said, Sentence("why.nobody_else"))
    if loss > NOTHING:
        key = "why.replaced" if is_proven else "why.replaced_at_most"
        said.append(Sentence(key, {"loss": Decimal(loss).quantize(PLACES)}))
    return tuple(said)


def _names(problem: Problem, numbers: list[int]) -> tuple[str, ...]:
    return tuple(problem.aspects[n] for n in numbers)


def _sentences_of(problem: Problem, rules: tuple[str, ...]) -> tuple[Text, ...]:
    told = {limit.rule.id: limit.rule.sentence for limit in problem.limits if limit.rule}
    return tuple(told[rule] for rule in rules)
