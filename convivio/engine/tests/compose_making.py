"""Makes candidates, wishes and tiny problems that can be solved by trying every table."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

from convivio.engine.compose import compose
from convivio.engine.compose_shortlist import shortlist
from convivio.engine.compose_table import Problem, problem
from convivio.engine.compose_values import Candidate, Composition, Wish
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_model import RuleSet
from convivio.engine.tests.rules_making import TODAY, organisation

PATIENCE_SECONDS = 60.0
"""What a tiny table may take on a busy machine: these tests are not about speed."""
RIA = load_rule_set("horizon-europe-ria")


def candidate(number: int, relevance: float = 0.5, **facts: Any) -> Candidate:
    brought = {name: facts.pop(name) for name in ("covers", "familiarity", "newcomer") if name in facts}
    return Candidate(organisation(number, **facts), relevance, **brought)


def from_(*countries: str | None, first: int = 1) -> list[Candidate]:
    """Make candidates of falling relevance from these countries."""
    return [
        candidate(first + n, relevance=1.0 - n / 100, country=country) for n, country in enumerate(countries)
    ]


def wish(lead: Candidate | None = None, seats: int = 4, **asked: Any) -> Wish:
    asked = {"on": TODAY, **asked}
    return Wish(lead=lead or candidate(0, country="IT"), seats=seats, **asked)


def composed(candidates: Iterable[Candidate], rule_set: RuleSet = RIA, **asked: Any) -> Composition:
    reason_seconds = asked.pop("reason_seconds", 0.0)
    return compose(
        candidates, rule_set, wish(**asked), seconds=PATIENCE_SECONDS, reason_seconds=reason_seconds
    )


def posed(candidates: list[Candidate], rule_set: RuleSet, asked: Wish) -> Problem:
    return problem(shortlist([asked.lead, *candidates], rule_set, asked), rule_set, asked)


def best_by_trying(candidates: list[Candidate], rule_set: RuleSet, asked: Wish) -> float | None:
    """Return the best score of any table that misses no limit, or None: every table is tried."""
    whole = posed(candidates, rule_set, asked)
    scores = [
        whole.score(table)
        for size in range(1, asked.seats + 1)
        for table in combinations(range(len(whole.options)), size)
        if _is_a_table(whole, table) and whole.shortfall(table) == 0
    ]
    return max(scores, default=None)


def _is_a_table(whole: Problem, table: tuple[int, ...]) -> bool:
    owners = [int(whole.owner[option]) for option in table]
    seated = set(table)
    return len(set(owners)) == len(owners) and all(seated & set(p) for p in whole.required)


def with_facts(candidates: list[Candidate], **facts: Any) -> list[Candidate]:
    return [replace(c, organisation=replace(c.organisation, **facts)) for c in candidates]
