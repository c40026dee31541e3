"""A table as plain data: what the command line writes, the API answers and a file keeps."""

from typing import Any

from convivio.engine.compose_values import Alternative, Budget, Change, Composition, Missing, Seat
from convivio.engine.rules import RuleVerdict
from convivio.engine.rules_model import Source
from convivio.engine.rules_phrases import Sentence
from convivio.engine.rules_values import Organisation, Text

LANGUAGES = ("it", "en")
DECIMALS = 6


def as_data(composition: Composition) -> dict[str, Any]:
    """Return a table as values that JSON can hold; sentences in both languages.

    Shape: `seats`, `rules`, `missing` and `changes` as lists, in the order of the composition.
    Units: amounts in euros as strings to the cent; scores in points; `seconds` as measured.
    Errors: none.
    Source: the command's contract, docs/reference/commands.md.
    """
    return {
        "rule_set": composition.rule_set.name,
        "proven": composition.proven,
        "gap": round(composition.gap, DECIMALS),
        "valid": composition.valid,
        "standing": str(composition.standing),
        "feasibility": str(composition.feasibility),
        "score": round(composition.score, DECIMALS),
        "shortlisted": composition.shortlisted,
        "seconds": round(composition.seconds, DECIMALS),
        "rules": [verdict_as_data(verdict) for verdict in composition.verdicts],
        "seats": [_seat(seat) for seat in composition.seats],
        "empty_seats": composition.empty_seats,
        "coverage": {name: round(level, DECIMALS) for name, level in composition.coverage.items()},
        "missing": [_missing(missing) for missing in composition.missing],
        "changes": [_change(change) for change in composition.changes],
        "budget": None if composition.budget is None else _budget(composition.budget),
    }


def verdict_as_data(verdict: RuleVerdict) -> dict[str, Any]:
    """Return what a rule says, with its source and whether that was read again."""
    return {
        "id": verdict.rule.id,
        "sentence": _words(verdict.rule.sentence),
        "verdict": str(verdict.outcome),
        "reason": _words(verdict.reason),
        "settled_by": str(verdict.rule.settled_by),
        "checked": verdict.rule.checked,
        "note": _words(verdict.rule.note) if verdict.rule.note.en else None,
        "source": _source(verdict.rule.source),
        "counted": list(verdict.counted),
        "to_find_out": [
            {"subject": unknown.subject, "attribute": unknown.attribute, **_words(sentence)}
            for unknown, sentence in zip(verdict.unknowns, verdict.to_find_out(), strict=True)
        ],
    }


def _source(source: Source) -> dict[str, Any]:
    read_on = source.read_on.isoformat() if source.read_on else None
    return {"title": source.title, "url": source.url, "article": source.article, "read_on": read_on}


def _seat(seat: Seat) -> dict[str, Any]:
    return {
        **_organisation(seat.partner.organisation),
        "role": seat.partner.role,
        "picked": seat.is_picked,
        "reasons": [_words(sentence) for sentence in seat.why.sentences],
        "loss": None if seat.why.loss is None else round(seat.why.loss, DECIMALS),
        "loss_proven": seat.why.is_proven,
        "aspects_lost": list(seat.why.aspects_lost),
        "rules_lost": list(seat.why.rules_lost),
        "alternatives": [_alternative(alternative) for alternative in seat.alternatives],
    }


def _alternative(alternative: Alternative) -> dict[str, Any]:
    organisation = _organisation(alternative.candidate.organisation)
    return {**organisation, "loss": round(alternative.loss, DECIMALS)}


def _organisation(organisation: Organisation) -> dict[str, Any]:
    return {
        "key": organisation.key,
        "name": organisation.name,
        "country": organisation.country,
        "kind": organisation.kind,
    }


def _missing(missing: Missing) -> dict[str, Any]:
    return {"what": missing.what, "subject": missing.subject, **_words(missing.sentence)}


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": str(change.kind),
        "number": change.number,
        "rules": list(change.rule_ids),
        "subjects": list(change.subjects),
        "with_others": change.with_others,
        **_words(change.sentence),
    }


def _budget(budget: Budget) -> dict[str, Any]:
    return {
        "cost": str(budget.cost),
        "grant": None if budget.grant is None else str(budget.grant),
        "lines": [
            {
                "key": line.key,
                "cost": str(line.cost),
                "rate": None if line.rate is None else str(line.rate),
                "grant": None if line.grant is None else str(line.grant),
            }
            for line in budget.lines
        ],
    }


def _words(words: Text | Sentence) -> dict[str, str]:
    return {language: words.say(language) for language in LANGUAGES}
