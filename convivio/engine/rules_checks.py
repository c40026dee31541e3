"""Each kind of check, and the sentence that says what it found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from convivio.engine import rules_money
from convivio.engine.rules_counting import tally
from convivio.engine.rules_matching import counts_for
from convivio.engine.rules_model import (
    AllOf,
    Check,
    Count,
    Dates,
    Documents,
    Fact,
    Independent,
    Rate,
    Share,
    ToRead,
    Total,
)
from convivio.engine.rules_phrases import Filling, Sentence, attribute_words, percent
from convivio.engine.rules_values import Consortium, Outcome, Unknown, worst


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found."""

    outcome: Outcome
    reason: Sentence
    unknowns: tuple[Unknown, ...] = ()
    counted: tuple[str, ...] = ()
    certain: int | None = None
    possible: int | None = None
    needed: int | None = None


def find(check: Check, consortium: Consortium, day: date) -> Finding:
    """Say what a check finds in a consortium on a day.

    Shape: one check; the partners of one consortium.
    Units: an outcome.
    Errors: none.
    Source: the rule that carries the check.
    """
    return FINDERS[type(check)](check, consortium, day)


def _count(check: Count, consortium: Consortium, day: date) -> Finding:
    found = tally(check.who, consortium.partners, day, check.distinct_by)
    outcome = worst(
        [_at_least(check.minimum, found.certain, found.possible),
         _at_most(check.maximum, found.certain, found.possible)]
    )  # fmt: skip
    needed = check.minimum if check.minimum is not None else check.maximum
    return Finding(
        outcome,
        _count_sentence(check, outcome, found.certain, found.possible),
        found.unknowns if outcome is Outcome.UNKNOWN else (),
        found.counted,
        found.certain,
        found.possible,
        needed,
    )


def _at_least(minimum: int | None, certain: int, possible: int) -> Outcome:
    if minimum is None or certain >= minimum:
        return Outcome.MET
    return Outcome.UNKNOWN if possible >= minimum else Outcome.MISSING


def _at_most(maximum: int | None, certain: int, possible: int) -> Outcome:
    if maximum is None or possible <= maximum:
        return Outcome.MET
    return Outcome.UNKNOWN if certain <= maximum else Outcome.MISSING


def _count_sentence(check: Count, outcome: Outcome, certain: int, possible: int) -> Sentence:
    bounds = [b for b, v in (("min", check.minimum), ("max", check.maximum)) if v is not None]
    values: dict[str, Any] = {
        "certain": certain,
        "possible": possible,
        "min": check.minimum or 0,
        "max": check.maximum or 0,
    }
    return Sentence(f"count.{'_'.join(bounds) or 'min'}_{outcome}", values)


def _independent(check: Independent, consortium: Consortium, day: date) -> Finding:
    answers = [(p, counts_for(check.who, p, day)[0]) for p in consortium.partners]
    able = [p for p, outcome in answers if outcome is not Outcome.MISSING]
    groups: dict[str, list[str]] = {}
    for partner, outcome in answers:
        if outcome is Outcome.MET and partner.organisation.control_group is not None:
            members = groups.setdefault(partner.organisation.control_group, [])
            members.append(partner.organisation.label)
    together = tuple(label for members in groups.values() if len(members) > 1 for label in members)
    if together:
        return Finding(Outcome.MISSING, Sentence("independent.missing", {"who": together}))
    unknowns = tuple(
        Unknown(p.key, "control_group", p.organisation.label)
        for p in able
        if p.organisation.control_group is None
    )
    if unknowns and len(able) > 1:
        return Finding(Outcome.UNKNOWN, Sentence("independent.unknown"), unknowns)
    return Finding(Outcome.MET, Sentence("independent.met"))


def _total(check: Total, consortium: Consortium, _day: date) -> Finding:
    found = rules_money.total(check, consortium.partners)
    values: dict[str, Filling] = {
        "figure": found.figure or Decimal(0),
        "min": check.minimum or Decimal(0),
        "max": check.maximum or Decimal(0),
        "of": Sentence(f"money.{check.of}"),
    }
    bound = "max" if check.maximum is not None else "min"
    if found.outcome is Outcome.UNKNOWN:
        return Finding(found.outcome, Sentence("total.unknown", values), found.unknowns)
    return Finding(found.outcome, Sentence(f"total.{bound}_{found.outcome}", values))


def _share(check: Share, consortium: Consortium, day: date) -> Finding:
    found = rules_money.share(check, consortium.partners, day)
    values = {
        "figure": percent(found.figure or Decimal(0)),
        "min": percent(check.minimum or Decimal(0)),
        "max": percent(Decimal(1) if check.maximum is None else check.maximum),
    }
    form = "each" if check.each else "together"
    if found.outcome is Outcome.UNKNOWN:
        return Finding(found.outcome, Sentence("share.unknown", values), found.unknowns)
    return Finding(found.outcome, Sentence(f"share.{form}_{found.outcome}", values))


def _rate(check: Rate, consortium: Consortium, day: date) -> Finding:
    found = rules_money.rate(check, consortium.partners, day)
    sentence = Sentence(f"rate.{found.outcome}", {"max": percent(check.maximum)})
    return Finding(found.outcome, sentence, found.unknowns)


def _documents(check: Documents, consortium: Consortium, _day: date) -> Finding:
    told = consortium.documents
    absent = [name for name in check.names if told.get(name) is False]
    untold = [name for name in check.names if name not in told]
    if absent:
        words = tuple(attribute_words(f"document:{name}") for name in absent)
        return Finding(Outcome.MISSING, Sentence("documents.missing", {"names": words}))
    if untold:
        words = tuple(attribute_words(f"document:{name}") for name in untold)
        unknowns = tuple(Unknown(consortium.key, f"document:{name}") for name in untold)
        return Finding(Outcome.UNKNOWN, Sentence("documents.unknown", {"names": words}), unknowns)
    return Finding(Outcome.MET, Sentence("documents.met"))


def _fact(check: Fact, consortium: Consortium, _day: date) -> Finding:
    told = consortium.facts.get(check.name)
    words = attribute_words(f"fact:{check.name}")
    if told is None:
        unknown = (Unknown(consortium.key, f"fact:{check.name}"),)
        return Finding(Outcome.UNKNOWN, Sentence("fact.unknown", {"name": words}), unknown)
    met = bool(told) if check.minimum is None else Decimal(told) >= check.minimum
    outcome = Outcome.MET if met else Outcome.MISSING
    if check.minimum is None:
        return Finding(outcome, Sentence(f"fact.{outcome}", {"name": words}))
    values = {"name": words, "figure": Decimal(told), "min": check.minimum}
    return Finding(outcome, Sentence(f"fact.number_{outcome}", values))


def _dates(check: Dates, _consortium: Consortium, day: date) -> Finding:
    if check.starts_on is not None and day < check.starts_on:
        sentence = Sentence("dates.not_yet", {"day": _day(check.starts_on)})
        return Finding(Outcome.MISSING, sentence)
    if check.ends_on is not None and day > check.ends_on:
        return Finding(Outcome.MISSING, Sentence("dates.over", {"day": _day(check.ends_on)}))
    if check.starts_on is None or check.ends_on is None:
        unknown = (Unknown("rule_set", "dates"),)
        return Finding(Outcome.UNKNOWN, Sentence("dates.unknown"), unknown)
    return Finding(Outcome.MET, Sentence("dates.met", {"day": _day(check.ends_on)}))


def _day(day: date) -> Sentence:
    month = Sentence(f"month.{day.month}")
    return Sentence("day.plain", {"day": day.day, "month": month, "year": str(day.year)})


def _to_read(check: ToRead, _consortium: Consortium, _day: date) -> Finding:
    unknown = (Unknown(f"set:{check.subject}", f"read:{check.subject}"),)
    values = {"what": attribute_words(f"read:{check.subject}")}
    return Finding(Outcome.UNKNOWN, Sentence("read.unknown", values), unknown)


def _all_of(check: AllOf, consortium: Consortium, day: date) -> Finding:
    parts = [find(part, consortium, day) for part in check.parts]
    outcome = worst([part.outcome for part in parts])
    deciding = next(part for part in parts if part.outcome is outcome)
    unknowns = tuple(u for part in parts if part.outcome is Outcome.UNKNOWN for u in part.unknowns)
    counted = tuple(dict.fromkeys(key for part in parts for key in part.counted))
    return Finding(
        outcome,
        deciding.reason,
        unknowns,
        counted,
        deciding.certain,
        deciding.possible,
        deciding.needed,
    )


FINDERS: Mapping[type, Callable[[Any, Consortium, date], Finding]] = {
    Count: _count,
    Independent: _independent,
    Total: _total,
    Share: _share,
    Rate: _rate,
    Documents: _documents,
    Fact: _fact,
    Dates: _dates,
    ToRead: _to_read,
    AllOf: _all_of,
}
