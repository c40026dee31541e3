"""Everything of a table as JSON.

It says the same as `convivio compose` where both speak: `valid`, `rules`, `seats`, `budget`. Its
keys are documented in docs/reference/consortium-export.md and never change their meaning.
"""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import get_language

from convivio.consortia.budgets import NOUGHT
from convivio.consortia.known_partners import KnownPartner, known_partners
from convivio.consortia.seating import reasons_of
from convivio.consortia.table_page import TablePage
from convivio.engine.rules import RuleVerdict

FORMAT = "convivio-consortium-1"


def as_json(table: TablePage) -> HttpResponse:
    """Answer with everything as JSON."""
    response = JsonResponse(as_data(table), json_dumps_params={"ensure_ascii": False, "indent": 1})
    name = f"{slugify(table.consortium.name) or 'convivio'}.json"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def as_data(table: TablePage) -> dict[str, Any]:
    """Return everything of a table as plain values, sentences in the reader's language."""
    consortium, judgement, call = table.consortium, table.judgement, table.consortium.call
    partners = known_partners(table)
    return {
        "format": FORMAT,
        "language": (get_language() or "it")[:2],
        "key": consortium.key,
        "address": f"{settings.ADDRESS}{consortium.get_absolute_url()}",
        "name": consortium.name,
        "need": consortium.need,
        "call": None if call is None else _call(call),
        "rule_set": consortium.rule_set or None,
        "rule_set_title": judgement.title if judgement else None,
        "valid_from": _iso(judgement.rule_set.valid_from) if judgement else None,
        "valid_until": _iso(judgement.rule_set.valid_until) if judgement else None,
        "judged_on": localdate().isoformat(),
        "valid": judgement.valid if judgement else None,
        "rules": [_rule(verdict) for verdict in judgement.verdicts] if judgement else [],
        "seats": [_seat(partner) for partner in partners],
        "empty_seats": len(table.empty_seats),
        "budget": _budget(table, partners),
        "trail": [
            {"at": localtime(step.at).isoformat(timespec="seconds"), "verb": step.verb, "text": step.text}
            for step in table.steps
        ],
        "revision": consortium.revision,
        "begun_at": localtime(consortium.begun_at).isoformat(timespec="seconds"),
        "changed_at": localtime(consortium.changed_at).isoformat(timespec="seconds"),
        "exported_at": localtime(now()).isoformat(timespec="seconds"),
    }


def _call(call: Any) -> dict[str, Any]:
    return {"topic": call.code, "title": str(call), "deadline": _iso(call.deadline), "url": call.url}


def _rule(verdict: RuleVerdict) -> dict[str, Any]:
    rule, language = verdict.rule, (get_language() or "it")[:2]
    return {
        "id": rule.id,
        "sentence": rule.sentence.say(language),
        "verdict": str(verdict.outcome),
        "reason": verdict.reason.say(language),
        "settled_by": str(rule.settled_by),
        "checked": rule.checked,
        "note": rule.note.say(language) or None,
        "source": {
            "title": rule.source.title,
            "url": rule.source.url,
            "article": rule.source.article,
            "read_on": _iso(rule.source.read_on),
        },
        "counted": list(verdict.counted),
        "to_find_out": [
            {
                "subject": unknown.subject,
                "attribute": unknown.attribute,
                "sentence": sentence.say(language),
            }
            for unknown, sentence in zip(verdict.unknowns, verdict.to_find_out(), strict=True)
        ],
    }


def _seat(partner: KnownPartner) -> dict[str, Any]:
    one, line, reading = partner.organisation, partner.line, partner.reading
    return {
        "organisation": partner.key,
        "key": "" if partner.is_veiled else one.key,
        "name": one.name,
        "country": one.country or None,
        "kind": one.kind or None,
        "size": one.size or None,
        "nuts": one.nuts or None,
        "city": one.city or None,
        "website": one.website or None,
        "identifiers": partner.identifiers,
        "accreditations": [
            {"kind": held.kind, "from": _iso(held.from_on), "until": _iso(held.until_on)}
            for held in partner.accreditations
        ],
        "role": partner.seat.role,
        "share": _euros(partner.seat.share),
        "rate": str(line.rate) if line and line.rate is not None else None,
        "grant": _euros(line.grant) if line else None,
        "reasons": [] if partner.is_veiled else [reason.text for reason in reasons_of(partner.seat)],
        "source": reading.source.title if reading else None,
        "read_on": reading.read_at.date().isoformat() if reading else None,
    }


def _budget(table: TablePage, partners: list[KnownPartner]) -> dict[str, Any] | None:
    budget = table.budget
    if budget is None:
        return None
    told = [one for one in partners if one.seat.share is not None]
    return {
        "cost": _euros(budget.total["cost"]),
        "given": _euros(sum((one.seat.share or NOUGHT for one in told), NOUGHT)),
        "grant": _euros(budget.total["grant"]),
        "lines": [
            {
                "key": "" if one.is_veiled else one.organisation.key,
                "cost": _euros(one.seat.share),
                "rate": str(one.line.rate) if one.line and one.line.rate is not None else None,
                "grant": _euros(one.line.grant) if one.line else None,
            }
            for one in told
        ],
    }


def _euros(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
