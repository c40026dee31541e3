"""What would make an impossible table possible: the smallest change of each kind."""

from datetime import date

from convivio.engine.compose_program import Program
from convivio.engine.compose_search import HALF, amounts
from convivio.engine.compose_solver import Answer, Session
from convivio.engine.compose_table import Limit, Problem, counting_checks
from convivio.engine.compose_values import Change, ChangeKind
from convivio.engine.rules_counting import value_of
from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import Count, Rule
from convivio.engine.rules_phrases import Filling, Sentence, attribute_words
from convivio.engine.rules_values import Outcome, Partner
from convivio.engine.rules_words import who_words

ORDER = (ChangeKind.FIND_OUT, ChangeKind.SEATS, ChangeKind.ADD, ChangeKind.RELAX)


def changes(
    problem: Problem, built: Program, session: Session, *, day: date, seconds: float
) -> tuple[Change, ...]:
    """Return the changes each of which makes a table possible, the smallest first.

    One limit at a time is opened, first to what is not known, then outright; where none is enough
    alone, those come back that are needed together.

    Shape: any number of changes.
    Units: seconds for the whole search.
    Errors: none; what the time does not reach is left out.
    Source: docs/decisions on composing consortia.
    """
    found: list[Change] = []
    left = seconds
    for number in range(len(problem.limits)):
        for opened in (built.opened(unknown=[number]), built.opened(missed=[number])):
            if left <= 0 or len(opened) == len(built.all_closed()):
                continue
            answer = session.solve(opened, seconds=left)
            left -= answer.seconds
            if answer.status == "optimal":
                found += _read(problem, built, answer, day=day, with_others=False)
    if not found and left > 0:
        everything = range(len(problem.limits))
        opened = built.opened(unknown=everything, missed=everything)
        answer = session.solve(opened, seconds=left)
        found = _read(problem, built, answer, day=day, with_others=True)
    different = {(change.kind, change.rule_id, change.subjects): change for change in found}
    return tuple(sorted(different.values(), key=_size))


def _size(change: Change) -> tuple[bool, int, int, str]:
    is_more = change.kind is not ChangeKind.FIND_OUT
    return is_more, change.number, ORDER.index(change.kind), change.rule_id


def _read(problem: Problem, built: Program, answer: Answer, *, day: date, with_others: bool) -> list[Change]:
    if answer.x is None:
        return []
    told = [
        _find_out(problem, number, used, day, with_others=with_others)
        for number, columns in built.unknown_columns.items()
        if (used := _used(problem, built, answer, number, columns))
    ]
    missed = amounts(answer, built.missed_columns)
    return told + [
        _missed(problem, problem.limits[number], amount, with_others=with_others)
        for number, amount in missed.items()
    ]


def _used(problem: Problem, built: Program, answer: Answer, number: int, columns: list[int]) -> list[int]:
    """Return the options of which something unknown is counted on."""
    limit = problem.limits[number]
    options = sorted(limit.able - limit.sure)
    values = answer.x or []
    return [o for o, column in zip(options, columns, strict=True) if values[column] > HALF]


def _find_out(problem: Problem, number: int, options: list[int], day: date, *, with_others: bool) -> Change:
    rule = problem.limits[number].rule
    names: list[str] = []
    for option in options:
        names += _unknown_of(problem, rule, option, day)
    people = [problem.candidates[problem.options[o].candidate].organisation for o in options]
    values: dict[str, Filling] = {
        "what": tuple(attribute_words(name) for name in dict.fromkeys(names)),
        "who": tuple(person.label for person in people),
        "rule": rule.sentence if rule else "",
    }
    return Change(
        ChangeKind.FIND_OUT,
        len(options),
        Sentence("change.find_out", values),
        rule.id if rule else "",
        tuple(person.key for person in people),
        with_others,
    )


def _unknown_of(problem: Problem, rule: Rule | None, option: int, day: date) -> list[str]:
    seat = problem.options[option]
    organisation = problem.candidates[seat.candidate].organisation
    names: list[str] = []
    for check in counting_checks(rule.check) if rule else []:
        outcome, unknown = counts_for(check.who, Partner(organisation, seat.role), day)
        names += unknown if outcome is Outcome.UNKNOWN else ()
        apart = check.distinct_by if isinstance(check, Count) else ()
        names += [name for name in apart if value_of(organisation, name) is None]
    return names


def _missed(problem: Problem, limit: Limit, amount: int, *, with_others: bool) -> Change:
    if limit.rule is None:
        sentence = Sentence("change.seats", {"number": problem.seats + amount})
        return Change(ChangeKind.SEATS, amount, sentence, with_others=with_others)
    kind = ChangeKind.ADD if limit.is_minimum else ChangeKind.RELAX
    checks = counting_checks(limit.rule.check)
    values: dict[str, Filling] = {
        "number": amount,
        "who": who_words(checks[0].who),
        "rule": limit.rule.sentence,
    }
    sentence = Sentence(f"change.{kind}", values)
    return Change(kind, amount, sentence, limit.rule.id, with_others=with_others)
