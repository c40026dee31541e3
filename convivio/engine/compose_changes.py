"""What would make an impossible table possible: the smallest change of each kind."""

from dataclasses import replace
from datetime import date

from convivio.engine.compose_program import Program
from convivio.engine.compose_search import HALF, amounts
from convivio.engine.compose_solver import Answer, Session
from convivio.engine.compose_table import Limit, Problem, counting_checks
from convivio.engine.compose_values import Change, ChangeKind
from convivio.engine.rules_counting import value_of
from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import EVERYBODY, Count, Rule, Who
from convivio.engine.rules_phrases import Filling, Sentence, attribute_words
from convivio.engine.rules_values import LEAD, Outcome, Partner, Text
from convivio.engine.rules_words import who_words

ORDER = (ChangeKind.FIND_OUT, ChangeKind.SEATS, ChangeKind.ADD, ChangeKind.LEAD, ChangeKind.RELAX)


def changes(
    problem: Problem, built: Program, session: Session, *, day: date, seconds: float
) -> tuple[Change, ...]:
    """Return the changes each of which makes a table possible, the smallest first.

    One limit at a time is opened, first to what is not known, then outright; where none is enough
    alone, those come back that are needed together.

    Shape: any number of changes.
    Units: seconds for the whole search.
    Errors: none; what the time does not reach is left out.
    Source: docs/decisions/0007-compose-in-two-steps.md.
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
                found += _read(problem, built, answer, day)
    if not found and left > 0:
        everything = range(len(problem.limits))
        opened = built.opened(unknown=everything, missed=everything)
        answer = session.solve(opened, seconds=left)
        found = _read(problem, built, answer, day)
        if len(found) > 1:
            found = [replace(change, with_others=True) for change in found]
    different = {(change.kind, change.rule_ids, change.subjects): change for change in found}
    return tuple(sorted(different.values(), key=_size))


def _size(change: Change) -> tuple[bool, int, int, tuple[str, ...]]:
    is_more = change.kind is not ChangeKind.FIND_OUT
    return is_more, change.number, ORDER.index(change.kind), change.rule_ids


def _read(problem: Problem, built: Program, answer: Answer, day: date) -> list[Change]:
    if answer.x is None:
        return []
    told = [
        _find_out(problem, number, used, day)
        for number, columns in built.unknown_columns.items()
        if (used := _used(problem, built, answer, number, columns))
    ]
    missed = amounts(answer, built.missed_columns)
    several = [(problem.limits[number], amount) for number, amount in missed.items()]
    return told + [_missed(problem, limits, amount) for limits, amount in _joined(several)]


def _joined(missed: list[tuple[Limit, int]]) -> list[tuple[list[Limit], int]]:
    """Join the minimums that ask for the same sort: one more partner helps them all."""
    sorts: dict[object, tuple[list[Limit], int]] = {}
    for limit, amount in missed:
        sort = (_who(limit), limit.is_minimum) if limit.rule and limit.is_minimum else id(limit)
        limits, most = sorts.get(sort, ([], 0))
        sorts[sort] = ([*limits, limit], max(most, amount))
    return list(sorts.values())


def _who(limit: Limit) -> Who:
    return counting_checks(limit.rule.check)[0].who if limit.rule else EVERYBODY


def _used(problem: Problem, built: Program, answer: Answer, number: int, columns: list[int]) -> list[int]:
    """Return the options of which something unknown is counted on."""
    limit = problem.limits[number]
    options = sorted(limit.able - limit.sure)
    values = answer.x or []
    return [o for o, column in zip(options, columns, strict=True) if values[column] > HALF]


def _find_out(problem: Problem, number: int, options: list[int], day: date) -> Change:
    rule = problem.limits[number].rule
    names: list[str] = []
    for option in options:
        names += _unknown_of(problem, rule, option, day)
    people = [problem.candidates[problem.options[o].candidate].organisation for o in options]
    values: dict[str, Filling] = {
        "what": tuple(attribute_words(name) for name in dict.fromkeys(names)),
        "who": tuple(person.label for person in people),
        "rule": _quoted(rule) if rule else "",
    }
    return Change(
        ChangeKind.FIND_OUT,
        len(options),
        Sentence("change.find_out", values),
        (rule.id,) if rule else (),
        tuple(person.key for person in people),
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


def _missed(problem: Problem, limits: list[Limit], amount: int) -> Change:
    rules = [limit.rule for limit in limits if limit.rule is not None]
    if not rules:
        sentence = Sentence("change.seats", {"number": problem.seats + amount})
        return Change(ChangeKind.SEATS, amount, sentence)
    who = _who(limits[0])
    kind = ChangeKind.ADD if limits[0].is_minimum else ChangeKind.RELAX
    if kind is ChangeKind.ADD and who.roles == {LEAD}:
        kind = ChangeKind.LEAD
    values: dict[str, Filling] = {
        "number": amount,
        "who": who_words(who),
        "rule": tuple(_quoted(rule) for rule in rules),
    }
    return Change(kind, amount, Sentence(f"change.{kind}", values), tuple(rule.id for rule in rules))


def _quoted(rule: Rule) -> Text:
    """Return a rule's sentence within quotation marks, to stand inside another sentence."""
    said = rule.sentence
    return Text(it=f"«{said.it.removesuffix('.')}»", en=f"“{said.en.removesuffix('.')}”")
