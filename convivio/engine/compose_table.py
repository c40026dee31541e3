"""The problem of the composer: who could sit in which role, what it is worth, and what limits it.

The greedy search and the integer program read the same problem, so that they cannot disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from convivio.engine.compose_values import Candidate, Weights, Wish
from convivio.engine.rules_counting import largest_matching, value_of
from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import AllOf, Check, Count, Independent, Rule, RuleSet, SettledBy
from convivio.engine.rules_values import BENEFICIARY, LEAD, Outcome, Partner

Floats: TypeAlias = NDArray[np.float64]
FILLED_SEAT = 1e-4
"""What a filled seat is worth by itself: an unhelpful partner is still better than none."""


@dataclass(frozen=True, slots=True)
class Option:
    """One candidate in one role."""

    candidate: int
    role: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One bound on the options chosen: at least, or at most, so many of those that count.

    `sure` counts for certain, `able` perhaps; where partners must differ, `ends` gives each
    option's values, `None` where one is not known.
    """

    rule: Rule | None
    is_minimum: bool
    amount: int
    sure: frozenset[int]
    able: frozenset[int]
    ends: Mapping[int, tuple[str, str] | None] = field(default_factory=dict)
    is_distinct: bool = False

    def shortfall(self, chosen: Sequence[int]) -> int:
        """Return by how many partners the choice misses this bound, what is unknown not counting.

        Shape: the options chosen.
        Units: partners, from 0.
        Errors: none.
        Source: `convivio.engine.rules_counting.tally`, whose reading this shares.
        """
        if self.is_minimum:
            return max(0, self.amount - self._count([o for o in chosen if o in self.sure]))
        return max(0, self._count([o for o in chosen if o in self.able]) - self.amount)

    def _count(self, options: list[int]) -> int:
        if not self.is_distinct:
            return len(options)
        told = (self.ends[option] for option in options)
        return largest_matching([ends for ends in told if ends is not None])


@dataclass(frozen=True, slots=True)
class Problem:
    """Candidates, options, their worth and the limits.

    Shape: c candidates sorted by key; n options; `levels` is n by a, for a aspects.
    Units: `worth` in points (the relevance of one perfect partner is one point); levels and
        aspect weights from 0 to 1, the weights summing to `coverage`.
    Errors: none.
    Source: docs/decisions/0007-compose-in-two-steps.md.
    """

    candidates: tuple[Candidate, ...]
    options: tuple[Option, ...]
    worth: Floats
    levels: Floats
    aspects: tuple[str, ...]
    aspect_weights: Floats
    limits: tuple[Limit, ...]
    required: tuple[tuple[int, ...], ...]
    """For each candidate that must sit, the options it may sit in."""
    owner: NDArray[np.int64]

    def score(self, chosen: Sequence[int]) -> float:
        """Return the worth of a table: its partners, and how well they cover the need."""
        if not chosen:
            return 0.0
        picked = list(chosen)
        return float(self.worth[picked].sum() + self.covered(chosen) @ self.aspect_weights)

    def covered(self, chosen: Sequence[int]) -> Floats:
        """Return for each aspect the level of the partner who knows it best."""
        if not chosen:
            return np.zeros(len(self.aspects))
        best: Floats = self.levels[list(chosen)].max(axis=0, initial=0.0)
        return best

    def gains(self, chosen: Sequence[int]) -> Floats:
        """Return what each option would add to a table."""
        more = np.maximum(self.levels - self.covered(chosen), 0.0) @ self.aspect_weights
        gains: Floats = self.worth + more
        return gains

    @property
    def seats(self) -> int:
        """How many may sit, everybody counted; the last limit says it."""
        return self.limits[-1].amount

    def shortfall(self, chosen: Sequence[int]) -> int:
        return sum(limit.shortfall(chosen) for limit in self.limits)


def problem(candidates: Sequence[Candidate], rule_set: RuleSet, wish: Wish) -> Problem:
    """Put a shortlist, a rule set and a wish into numbers.

    Shape: c candidates, the lead and the picked ones among them.
    Units: see `Problem`.
    Errors: none.
    Source: docs/decisions/0007-compose-in-two-steps.md.
    """
    everybody = tuple(sorted(candidates, key=lambda candidate: candidate.key))
    options = _options(everybody, rule_set, wish)
    names = tuple(sorted(name for name, weight in wish.aspects.items() if weight > 0))
    total = sum(wish.aspects[name] for name in names)
    levels = np.array(
        [[everybody[o.candidate].covers.get(name, 0.0) for name in names] for o in options]
    ).reshape(len(options), len(names))
    return Problem(
        candidates=everybody,
        options=options,
        worth=np.array([worth(everybody[option.candidate], wish.weights) for option in options]),
        levels=levels,
        aspects=names,
        aspect_weights=np.array([wish.weights.coverage * wish.aspects[n] / total for n in names]),
        limits=(*_limits(rule_set, everybody, options, wish), _at_most(wish.seats, options)),
        required=_required(everybody, options, {wish.lead.key, *wish.picked}),
        owner=np.array([option.candidate for option in options], dtype=np.int64),
    )


def worth(candidate: Candidate, weights: Weights) -> float:
    """Return what a candidate is worth by itself, without what it covers."""
    return (
        FILLED_SEAT
        + weights.relevance * candidate.relevance
        + weights.familiarity * candidate.familiarity
        + weights.newcomer * candidate.newcomer
    )


def roles_for(candidate: Candidate, rule_set: RuleSet) -> list[str]:
    """Return the roles, the lead's aside, that what is known of a candidate leaves open to it."""
    kind = candidate.organisation.kind
    if not rule_set.roles:
        return [BENEFICIARY]
    return [
        role.code
        for role in rule_set.roles
        if role.code != LEAD and (not role.kinds or kind is None or kind in role.kinds)
    ]


def any_role(rule_set: RuleSet) -> str:
    """Return the role of somebody whom a person seats although its kind fits none."""
    return next((role.code for role in rule_set.roles if role.code != LEAD), BENEFICIARY)


def lead_role(rule_set: RuleSet) -> str:
    codes = [role.code for role in rule_set.roles]
    return LEAD if LEAD in codes or not codes else codes[0]


def _options(candidates: tuple[Candidate, ...], rule_set: RuleSet, wish: Wish) -> tuple[Option, ...]:
    found: list[Option] = []
    for place, candidate in enumerate(candidates):
        if candidate.key == wish.lead.key:
            roles = [lead_role(rule_set)]
        else:
            asked = wish.picked.get(candidate.key, "")
            roles = [asked] if asked else roles_for(candidate, rule_set)
            if not roles and candidate.key in wish.picked:
                roles = [any_role(rule_set)]
        found += [Option(place, role) for role in roles]
    return tuple(found)


def _required(
    candidates: tuple[Candidate, ...], options: tuple[Option, ...], keys: set[str]
) -> tuple[tuple[int, ...], ...]:
    places: dict[int, list[int]] = {}
    for number, option in enumerate(options):
        if candidates[option.candidate].key in keys:
            places.setdefault(option.candidate, []).append(number)
    return tuple(tuple(numbers) for numbers in places.values())


def _at_most(seats: int, options: tuple[Option, ...]) -> Limit:
    everyone = frozenset(range(len(options)))
    return Limit(None, is_minimum=False, amount=seats, sure=everyone, able=everyone)


def _limits(
    rule_set: RuleSet, candidates: tuple[Candidate, ...], options: tuple[Option, ...], wish: Wish
) -> list[Limit]:
    partners = [
        Partner(candidates[o.candidate].organisation, o.role, funded_in(rule_set, o.role)) for o in options
    ]
    return [
        limit
        for rule in rule_set.rules
        if not (rule.waived_by and wish.facts.get(rule.waived_by) is True)
        for check in counting_checks(rule.check)
        for limit in _limits_of(rule, check, partners, wish.on)
    ]


def funded_in(rule_set: RuleSet, role: str) -> bool | None:
    return next((entry.funded for entry in rule_set.roles if entry.code == role), None)


def counting_checks(check: Check) -> list[Count | Independent]:
    """Return the checks within a rule that the choice of partners decides."""
    if isinstance(check, AllOf):
        return [inner for part in check.parts for inner in counting_checks(part)]
    return [check] if isinstance(check, Count | Independent) else []


def _limits_of(rule: Rule, check: Count | Independent, partners: list[Partner], day: date) -> list[Limit]:
    answers = [counts_for(check.who, partner, day)[0] for partner in partners]
    sure = frozenset(n for n, answer in enumerate(answers) if answer is Outcome.MET)
    able = frozenset(n for n, answer in enumerate(answers) if answer is not Outcome.MISSING)
    if isinstance(check, Independent):
        return _apart(rule, partners, sure)
    if rule.settled_by is not SettledBy.CHOICE:
        # Nobody can choose partners by what only they can declare: what is unknown may count.
        sure = able
    return _bounds(rule, check, partners, sure, able)


def _bounds(
    rule: Rule, check: Count, partners: list[Partner], sure: frozenset[int], able: frozenset[int]
) -> list[Limit]:
    limits = []
    distinct = bool(check.distinct_by)
    is_chosen = rule.settled_by is SettledBy.CHOICE
    if check.minimum is not None:
        ends = {n: _ends(partners[n], check.distinct_by, is_strict=is_chosen) for n in able}
        counting = frozenset(n for n in sure if not distinct or ends[n] is not None)
        limits.append(
            Limit(
                rule,
                is_minimum=True,
                amount=check.minimum,
                sure=counting,
                able=able,
                ends=ends if distinct else {},
                is_distinct=distinct,
            )
        )
    if check.maximum is not None:
        ends = {n: _ends(partners[n], check.distinct_by, is_strict=False) for n in able}
        limits.append(
            Limit(
                rule,
                is_minimum=False,
                amount=check.maximum,
                sure=sure,
                able=able,
                ends=ends if distinct else {},
                is_distinct=distinct,
            )
        )
    return limits


def _ends(partner: Partner, distinct_by: tuple[str, ...], *, is_strict: bool) -> tuple[str, str] | None:
    if not distinct_by:
        return None
    values = [value_of(partner.organisation, name) for name in distinct_by]
    if is_strict and None in values:
        return None
    told = [value if value is not None else f"?{partner.key}" for value in values]
    return told[0], told[-1]


def _apart(rule: Rule, partners: list[Partner], sure: frozenset[int]) -> list[Limit]:
    """Allow one of each group that is known to control several candidates."""
    groups: dict[str, set[int]] = {}
    for number in sure:
        group = partners[number].organisation.control_group
        if group is not None:
            groups.setdefault(group, set()).add(number)
    several = [frozenset(m) for m in groups.values() if len({partners[n].key for n in m}) > 1]
    return [
        Limit(rule, is_minimum=False, amount=1, sure=members, able=members)
        for members in sorted(several, key=min)
    ]
