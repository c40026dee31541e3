"""Composing a consortium: from candidates and a rule set to a table, proven best or with its gap.

Shortlist, greedy with swaps for an instant answer, then an integer program for the proof. What is
not known of a candidate never makes a rule hold; a person may still pick that candidate, and then
the rules say what must be found out.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from convivio.engine import compose_solver
from convivio.engine.compose_budget import split_budget
from convivio.engine.compose_changes import changes
from convivio.engine.compose_program import program
from convivio.engine.compose_reasons import ProvenLoss, alternatives, why
from convivio.engine.compose_search import Found, losses, search
from convivio.engine.compose_shortlist import BEST, shortlist
from convivio.engine.compose_table import Problem, funded_in, problem
from convivio.engine.compose_values import (
    Budget,
    Candidate,
    Change,
    Composition,
    Feasibility,
    Missing,
    Seat,
    Wish,
)
from convivio.engine.errors import BadWish
from convivio.engine.rules import RuleVerdict, evaluate, is_valid, standing
from convivio.engine.rules_model import RuleSet, SettledBy
from convivio.engine.rules_money import rate_of
from convivio.engine.rules_phrases import Sentence
from convivio.engine.rules_values import Consortium, Outcome, Partner

MOST_SEATS = 60
PROOF_SECONDS = 2.0
NO_PROOF_OF_REASONS = 0.0
"""The best single replacement then says what is lost at most: at once, and always the same."""


def compose(
    candidates: Iterable[Candidate],
    rule_set: RuleSet,
    wish: Wish,
    *,
    seconds: float = PROOF_SECONDS,
    reason_seconds: float = NO_PROOF_OF_REASONS,
    best: int = BEST,
) -> Composition:
    """Return the best table for a wish under a rule set.

    Shape: any number of candidates, in any order; at most `wish.seats` seats, the lead first.
    Units: relevance, familiarity and levels from 0 to 1; scores in points; times in seconds.
        `seconds` is kept for each solve, by ending the solver; `best` sizes the shortlist.
        With `reason_seconds`, what each partner is worth is proven by as many solves as seats.
    Errors: BadWish.
    Source: docs/decisions/0007-compose-in-two-steps.md; scipy.optimize.milp (HiGHS).
    """
    started = time.perf_counter()
    compose_solver.POOL.prepare()
    everybody = _candidates(candidates, wish)
    short = shortlist(list(everybody.values()), rule_set, wish, best=best)
    posed = problem(short, rule_set, wish)
    built = program(posed)
    with compose_solver.session(built.model, seconds=seconds) as session:
        table = _Table(rule_set, wish, posed, search(posed, built, session, seconds=seconds))
        if session and table.found.feasibility is Feasibility.IMPOSSIBLE:
            table.changes = changes(posed, built, session, day=wish.on, seconds=seconds)
        elif session and table.found.proven:
            table.losses = losses(posed, built, session, table.found, seconds=reason_seconds)
    return _composition(table, time.perf_counter() - started)


@dataclass(slots=True)
class _Table:
    """What was asked, what was posed, and what was found of it."""

    rule_set: RuleSet
    wish: Wish
    posed: Problem
    found: Found
    changes: tuple[Change, ...] = ()
    losses: Mapping[int, ProvenLoss] = field(default_factory=dict)


def warm() -> None:
    """Start a solver process now, so that the first table comes as fast as the next."""
    compose_solver.POOL.prepare()


def _candidates(candidates: Iterable[Candidate], wish: Wish) -> dict[str, Candidate]:
    """Return everybody who may sit, once each; of a double the more relevant."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        key = candidate.key
        if key in wish.excluded:
            continue
        if key not in found or candidate.relevance > found[key].relevance:
            found[key] = candidate
    found[wish.lead.key] = wish.lead
    _refuse_what_cannot_be(wish, found)
    return found


def _refuse_what_cannot_be(wish: Wish, found: Mapping[str, Candidate]) -> None:
    if not 1 <= wish.seats <= MOST_SEATS:
        message = f"A table has from 1 to {MOST_SEATS} seats, not {wish.seats}."
        raise BadWish(message)
    if wish.lead.key in wish.excluded:
        message = f"The lead, {wish.lead.organisation.label}, is also excluded."
        raise BadWish(message)
    strangers = sorted(key for key in wish.picked if key not in found)
    if strangers:
        message = f"These were picked and are not candidates: {', '.join(strangers[:5])}."
        raise BadWish(message)
    if wish.budget_eur is not None and wish.budget_eur < 0:
        message = "A budget cannot be negative."
        raise BadWish(message)


def _composition(table: _Table, seconds: float) -> Composition:
    posed, found, wish = table.posed, table.found, table.wish
    partners, budget = _partners(table)
    consortium = Consortium(tuple(partners.values()), wish.documents, wish.facts)
    verdicts = evaluate(table.rule_set, consortium, on=wish.on)
    seats = [_seat(table, option, partner) for option, partner in partners.items()]
    coverage = dict(zip(posed.aspects, map(float, posed.covered(found.chosen)), strict=True))
    empty = max(0, wish.seats - len(seats))
    return Composition(
        rule_set=table.rule_set,
        seats=tuple(sorted(seats, key=lambda seat: _place(seat, wish.lead))),
        verdicts=verdicts,
        valid=is_valid(verdicts),
        standing=standing(verdicts),
        proven=found.proven,
        gap=found.gap,
        score=found.score,
        feasibility=found.feasibility,
        coverage=coverage,
        empty_seats=empty,
        missing=tuple(_missing(empty, coverage, verdicts)),
        changes=table.changes,
        budget=budget,
        shortlisted=len(posed.candidates),
        seconds=seconds,
    )


def _place(seat: Seat, lead: Candidate) -> tuple[bool, float, str]:
    return seat.partner.key != lead.key, -seat.candidate.relevance, seat.partner.key


def _missing(
    empty: int, coverage: Mapping[str, float], verdicts: tuple[RuleVerdict, ...]
) -> Iterator[Missing]:
    for _ in range(empty):
        yield Missing("seat", "", Sentence("missing.seat"))
    for name, level in coverage.items():
        if level == 0:
            yield Missing("aspect", name, Sentence("missing.aspect", {"aspect": name}))
    for verdict in verdicts:
        rule = verdict.rule
        if verdict.outcome is Outcome.MISSING and rule.settled_by is not SettledBy.DATES:
            yield Missing("rule", rule.id, Sentence("missing.rule", {"rule": rule.sentence}))


def _partners(table: _Table) -> tuple[dict[int, Partner], Budget | None]:
    """Return who sits in which option, with their money where a budget was given."""
    wish, posed = table.wish, table.posed
    partners = {}
    for option in table.found.chosen:
        seat = posed.options[option]
        organisation = posed.candidates[seat.candidate].organisation
        funded = funded_in(table.rule_set, seat.role)
        partners[option] = Partner(organisation, seat.role, funded)
    if wish.budget_eur is None:
        return partners, None
    budget = split_budget(
        table.rule_set,
        list(partners.values()),
        wish.budget_eur,
        day=wish.on,
        weights=wish.budget_weights,
    )
    lines = {line.key: line for line in budget.lines}
    for option, partner in partners.items():
        if partner.key in lines:
            line = lines[partner.key]
            partners[option] = replace(partner, cost=line.cost, grant=line.grant)
    return partners, budget


def _seat(table: _Table, option: int, partner: Partner) -> Seat:
    posed, chosen, wish = table.posed, table.found.chosen, table.wish
    is_lead = partner.key == wish.lead.key
    is_picked = is_lead or partner.key in wish.picked
    others = () if is_lead else alternatives(posed, chosen, option)
    proven = table.losses.get(option)
    return Seat(
        partner=partner,
        candidate=posed.candidates[posed.options[option].candidate],
        is_picked=is_picked,
        why=why(posed, chosen, option, others=others, proven=proven, is_picked=is_picked),
        alternatives=others,
        rate=rate_of(table.rule_set, partner.organisation, partner.role, wish.on),
    )
