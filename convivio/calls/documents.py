"""How a call is found: by its code, its title, what it asks for, and where it stands today."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.timezone import localdate

from convivio.calls.models import Call
from convivio.calls.standing import Standing, standing_of
from convivio.search.documents import Document

BATCH = 1000
RULES_KNOWN, RULES_UNKNOWN = "rules-known", "rules-unknown"


def call_documents(numbers: Iterable[int] | None) -> Iterator[Document]:
    """Give the document of each call, a batch of rows at a time."""
    rows = Call.objects.order_by("pk")
    if numbers is not None:
        rows = rows.filter(pk__in=list(numbers))
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:BATCH]):
        last = batch[-1].pk
        for call in batch:
            yield document_of(call)


def document_of(call: Call) -> Document:
    """Write a call down; one that is not closed and has no deadline yet comes after all that have."""
    day, standing = call.deadline, standing_of(call, localdate())
    return Document(
        key=call.key,
        type="call",
        title=str(call),
        names=tuple(name for name in (call.code, call.family) if name),
        en=_text(call.title.get("en", ""), call.text.get("en", ""), call.family_title),
        it=_text(call.title.get("it", ""), call.text.get("it", "")),
        evidence=call.keywords,
        audiences=(call.audience,),
        facets={
            "programme": (call.programme,) if call.programme else (),
            "action": (call.action_type,) if call.action_type else (),
            "status": (standing.value,),
            "year": (str(day.year),) if day else (),
            "topic": (call.code,),
            "tag": (RULES_KNOWN, call.rule_set) if call.rule_set else (RULES_UNKNOWN,),
        },
        day=day if day or standing is Standing.CLOSED else date.max,
        data={
            "slug": call.slug,
            "code": call.code,
            "programme": call.programme,
            "deadline": day.isoformat() if day else "",
            "opens_on": call.opens_on.isoformat() if call.opens_on else "",
            "budget": str(call.budget) if call.budget is not None else "",
        },
    )


def _text(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
