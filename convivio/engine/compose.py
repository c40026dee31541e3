"""Composing a consortium: from candidates and a rule set to a table, proven best or with its gap.

Shortlist, greedy with swaps for an instant answer, then an integer program for the proof. What is
not known of a candidate never makes a rule hold; a person may still pick that candidate, and then
the rules say what must be found out.
"""

import time
from collections.abc import Iterable, Mapping

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
from convivio.engine.rules import evaluate, is_valid, standing
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
    Source: docs/decisions on composing consortia; scipy.optimize.milp (HiGHS).
    """
    started = time.perf_counter()
    compose_solver.POOL.prepare()
    everybody = _candidates(candidates, wish)
    short = shortlist(
        list(everybody.values()),
        rule_set,
        day=wish.on,
        aspects=wish.aspects,
        weights=wish.weights,
        always=frozenset({wish.lead.key, *wish.picked}),
        best=best,
    )
    posed = problem(
        short,
        rule_set,
        lead=wish.lead,
        seats=wish.seats,
        day=wish.on,
        aspects=wish.aspects,
        weights=wish.weights,
        picked=wish.picked,
        waived=frozenset(name for name, told in wish.facts.items() if told is True),
    )
    built = program(posed)
    needed: tuple[Change, ...] = ()
    proven: dict[int, ProvenLoss] = {}
    with compose_solver.session(built.model, seconds=seconds) as session:
        found = search(posed, built, session, seconds=seconds)
        if session and found.feasibility is Feasibility.IMPOSSIBLE:
            needed = changes(posed, built, session, day=wish.on, seconds=seconds)
        elif session and found.proven:
            proven = losses(posed, built, session, found, seconds=reason_seconds)
    return _composition(rule_set, wish, posed, found, needed, proven, started)


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


def _composition(
    rule_set: RuleSet,
    wish: Wish,
    posed: Problem,
    found: Found,
    needed: tuple[Change, ...],
    proven: Mapping[int, ProvenLoss],
    started: float,
) -> Composition:
    partners = {option: _partner(rule_set, posed, option) for option in found.chosen}
    budget = _budget(rule_set, wish, list(partners.values()))
    partners = {option: _with_money(partner, budget) for option, partner in partners.items()}
    consortium = Consortium(tuple(partners.values()), wish.documents, wish.facts)
    verdicts = evaluate(rule_set, consortium, on=wish.on)
    seats = [_seat(rule_set, wish, posed, found, o, p, proven) for o, p in partners.items()]
    coverage = dict(zip(posed.aspects, map(float, posed.covered(found.chosen)), strict=True))
    empty = max(0, wish.seats - len(seats))
    missing = [Missing("seat", "", Sentence("missing.seat"))] * empty
    missing += [
        Missing("aspect", name, Sentence("missing.aspect", {"aspect": name}))
        for name, level in coverage.items()
        if level == 0
    ]
    missing += [
        Missing("rule", v.rule.id, Sentence("missing.rule", {"rule": v.rule.sentence}))
        for v in verdicts
        if v.outcome is Outcome.MISSING and v.rule.settled_by is not SettledBy.DATES
    ]
    return Composition(
        rule_set=rule_set,
        seats=tuple(
            sorted(
                seats, key=lambda s: (s.partner.key != wish.lead.key, -s.candidate.relevance, s.partner.key)
            )
        ),
        verdicts=verdicts,
        valid=is_valid(verdicts),
        standing=standing(verdicts),
        proven=found.proven,
        gap=found.gap,
        score=found.score,
        feasibility=found.feasibility,
        coverage=coverage,
        empty_seats=empty,
        missing=tuple(missing),
        changes=needed,
        budget=budget,
        shortlisted=len(posed.candidates),
        seconds=time.perf_counter() - started,
    )


def _partner(rule_set: RuleSet, posed: Problem, option: int) -> Partner:
    seat = posed.options[option]
    organisation = posed.candidates[seat.candidate].organisation
    return Partner(organisation, seat.role, funded_in(rule_set, seat.role))


def _budget(rule_set: RuleSet, wish: Wish, partners: list[Partner]) -> Budget | None:
    if wish.budget_eur is None:
        return None
    return split_budget(rule_set, partners, wish.budget_eur, day=wish.on, weights=wish.budget_weights)


def _with_money(partner: Partner, budget: Budget | None) -> Partner:
    line = next((ln for ln in budget.lines if ln.key == partner.key), None) if budget else None
    if line is None:
        return partner
    return Partner(partner.organisation, partner.role, partner.funded, line.cost, line.grant)


def _seat(
    rule_set: RuleSet,
    wish: Wish,
    posed: Problem,
    found: Found,
    option: int,
    partner: Partner,
    proven: Mapping[int, ProvenLoss],
) -> Seat:
    is_lead = partner.key == wish.lead.key
    is_picked = is_lead or partner.key in wish.picked
    others = () if is_lead else alternatives(posed, found.chosen, option)
    reasons = why(
        posed,
        found.chosen,
        option,
        others=others,
        proven=proven.get(option),
        is_picked=is_picked,
    )
    return Seat(
        partner=partner,
        candidate=posed.candidates[posed.options[option].candidate],
        is_picked=is_picked,
        why=reasons,
        alternatives=others,
        rate=rate_of(rule_set, partner.organisation, partner.role, wish.on),
    )
