"""Taking in the calls of a file: all of them, or none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.calls.actions import CallCounts, CallFacts, take_in_calls
from convivio.calls.standing import Deadline
from convivio.kernel.actors import Actor
from convivio.kernel.translated import Translated
from convivio.opendata.calls.reader import COLUMNS
from convivio.opendata.limits import Limits, read_apart
from convivio.sources.readings import Origin, digest_of, finish, reading_of

PORTAL = Origin(
    slug="eu-funding-tenders",
    title="EU Funding & Tenders Portal: calls for proposals",
    publisher="European Commission",
    url="https://ec.europa.eu/info/funding-tenders/opportunities/portal/",
    licence="Decision 2011/833/EU",
    attribution="Contains data © European Union, EU Funding & Tenders Portal, modified",
)
READER = "convivio.opendata.calls.reader:read"
LIMITS = Limits(memory_mb=1024, cpu_seconds=120, seconds=300)

Shows = Callable[[int], None]


def take_in_call_file(path: Path, *, by: Actor | None, shows: Shows, on: date | None = None) -> CallCounts:
    """Read a file of calls and write them down, with their source and its date.

    Raises:
        BadFile: one of its lines cannot be read; then nothing is written.
    """
    rows = []
    for _, row in read_apart(READER, str(path), limits=LIMITS):
        rows.append(row)
        shows(len(rows))
    told = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    days = [str(call["published_on"]) for call in told if call["published_on"]]
    with transaction.atomic():
        reading = reading_of(
            PORTAL,
            file_name=path.name,
            digest=digest_of([path]),
            published_on=date.fromisoformat(max(days)) if days else None,
        )
        counts = take_in_calls(_joined(told), reading=reading, on=on or localdate())
        figures = {"new": counts.new, "updated": counts.updated, "same": counts.same}
        finish(reading, figures)
        record("calls.taken_in", reading, by=by, facts=figures)
    return counts


def _joined(told: Iterable[Mapping[str, Any]]) -> Iterator[CallFacts]:
    """Join what is told of one call in several languages; the rest comes from the first that says it."""
    found: dict[str, CallFacts] = {}
    for call in told:
        facts = _facts(call)
        before = found.get(facts.code)
        if before is not None:
            facts = replace(
                facts,
                title=Translated({**before.title, **facts.title}),
                text=Translated({**before.text, **facts.text}),
            )
        found[facts.code] = facts
    return iter(found.values())


def _facts(call: Mapping[str, Any]) -> CallFacts:
    language = call["language"]
    return CallFacts(
        code=call["code"],
        title=Translated({language: call["title"]}),
        text=Translated({language: call["text"]} if call["text"] else {}),
        family=call["family"],
        family_title=call["family_title"],
        action_type=call["action_type"],
        programme=call["programme"],
        keywords=call["keywords"],
        status=call["status"],
        opens_on=_day(call["opens_on"]),
        deadlines=[Deadline(date.fromisoformat(on), stage) for on, stage in call["deadlines"]],
        budget=_money(call["budget"]),
        grants_expected=call["grants_expected"],
        least_contribution=_money(call["least_contribution"]),
        most_contribution=_money(call["most_contribution"]),
        url=call["url"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _money(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None
