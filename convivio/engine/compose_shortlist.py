"""From many thousand candidates to the few hundred among whom the best table is sought.

The best by what they bring, the best for each aspect, and for each sort that the rules tell apart
enough of the best of that sort, so that a rule is not missed for want of asking.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest
from operator import attrgetter

import numpy as np

from convivio.engine.compose_table import Floats, any_role, counting_checks, roles_for, worth
from convivio.engine.compose_values import Candidate, Weights, Wish
from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import Count, Independent, RuleSet
from convivio.engine.rules_values import Organisation, Partner

BEST = 180
BEST_FOR_AN_ASPECT = 6
BEST_OF_A_SORT = 4
VALUES_BEYOND_NEED = 6
"""How many more different values (countries, say) are kept than a rule asks for."""
NUTS_LENGTH = 5
FACT_BEHIND = {
    "country": "country",
    "region": "nuts",
    "control_group": "control_group",
    "helix": "kind",
}
"""The fact from which an attribute that tells partners apart is read."""


@dataclass(slots=True)
class Sorts:
    """Tells candidates apart by what the rules ask, each kind of answer being worked out once."""

    rule_set: RuleSet
    day: date
    checks: list[Count | Independent]
    known: dict[tuple[object, ...], tuple[object, ...]] = field(default_factory=dict)

    def of(self, candidate: Candidate) -> tuple[object, ...]:
        """Return how a candidate stands to every count of the rules, in each of its roles."""
        told = candidate.organisation
        facts = (
            told.kind,
            told.size,
            told.country,
            told.nuts[:NUTS_LENGTH] if told.nuts else None,
            told.accreditations,
        )
        if facts not in self.known:
            self.known[facts] = self._worked_out(candidate)
        return self.known[facts]

    def _worked_out(self, candidate: Candidate) -> tuple[object, ...]:
        return tuple(
            (role, *(counts_for(check.who, partner, self.day)[0] for check in self.checks))
            for role in roles_for(candidate, self.rule_set) or [any_role(self.rule_set)]
            for partner in [Partner(candidate.organisation, role)]
        )


def shortlist(
    candidates: Sequence[Candidate], rule_set: RuleSet, wish: Wish, *, best: int = BEST
) -> list[Candidate]:
    """Return the candidates worth a closer look; the order in which they come does not matter.

    Shape: n candidates with different keys; some 200 to 400 come out, the lead and those picked
        among them.
    Units: none.
    Errors: none.
    Source: docs/decisions/0007-compose-in-two-steps.md; matching measured on real needs.
    """
    by_key = sorted(candidates, key=lambda candidate: candidate.key)
    always = {wish.lead.key, *wish.picked}
    values, able = _valued(by_key, wish.aspects, wish.weights)
    order = np.argsort(-values, kind="stable")
    ordered = [by_key[n] for n in order]
    kept: dict[str, Candidate] = {c.key: c for c in by_key if c.key in always}
    kept |= {candidate.key: candidate for candidate in ordered[:best]}
    for levels in able.values():
        strongest = (by_key[n] for _, _, n in nsmallest(BEST_FOR_AN_ASPECT, levels))
        kept |= {candidate.key: candidate for candidate in strongest}
    kept |= {candidate.key: candidate for candidate in _of_each_sort(ordered, rule_set, wish.on)}
    return list(kept.values())


def _valued(
    candidates: Sequence[Candidate], aspects: Mapping[str, float], weights: Weights
) -> tuple[Floats, dict[str, list[tuple[float, float, int]]]]:
    """Return what each would bring alone, and for each aspect who covers it, best first."""
    total = sum(weight for weight in aspects.values() if weight > 0) or 1.0
    share = {n: weights.coverage * w / total for n, w in aspects.items() if w > 0}
    able: dict[str, list[tuple[float, float, int]]] = {name: [] for name in share}
    values = np.empty(len(candidates))
    for number, candidate in enumerate(candidates):
        value = worth(candidate, weights)
        levels = [(n, level) for n, level in candidate.covers.items() if n in share]
        value += sum(share[name] * level for name, level in levels)
        values[number] = value
        for name, level in levels:
            able[name].append((-level, -value, number))
    return values, able


def _of_each_sort(ordered: Sequence[Candidate], rule_set: RuleSet, day: date) -> list[Candidate]:
    checks = [check for rule in rule_set.rules for check in counting_checks(rule.check)]
    if not checks:
        return []
    sorts = Sorts(rule_set, day, checks)
    counts = [check for check in checks if isinstance(check, Count)]
    enough = max([BEST_OF_A_SORT, *(c.minimum or 0 for c in counts if not c.distinct_by)])
    apart_by = sorted({FACT_BEHIND[name] for check in counts for name in check.distinct_by})
    values = max([0, *(c.minimum or 0 for c in counts if c.distinct_by)]) + VALUES_BEYOND_NEED
    return _firsts(ordered, sorts, enough, values, attrgetter(*apart_by) if apart_by else None)


def _firsts(
    ordered: Sequence[Candidate],
    sorts: Sorts,
    enough: int,
    values: int,
    value_of: Callable[[Organisation], object] | None,
) -> list[Candidate]:
    """Keep the first so many of each sort, and the first of so many different values in it."""
    members: Counter[tuple[object, ...]] = Counter()
    seen: dict[tuple[object, ...], set[object]] = {}
    kept = []
    for candidate in ordered:
        sort = sorts.of(candidate)
        if members[sort] < enough:
            members[sort] += 1
            kept.append(candidate)
        if value_of is None:
            continue
        different = seen.setdefault(sort, set())
        value = value_of(candidate.organisation)
        if len(different) < values and value not in different:
            different.add(value)
            kept.append(candidate)
    return kept
