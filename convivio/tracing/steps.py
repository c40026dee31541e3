"""Entries in words, and the chain of what each happened because of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.activity.acts import act_of
from convivio.activity.models import Trace
from convivio.tracing.names import Names, is_key
from convivio.tracing.sights import BODIES, Sight
from convivio.tracing.words import fact_name
from convivio.web.amounts import money

MOST_STEPS = 6
MOST_CAME = 10
CENTS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words."""

    number: int
    at: datetime
    said: str
    who: str
    for_whom: str
    what: str
    because: str
    entry: Trace

    @property
    def url(self) -> str:
        return reverse("tracing:entry", args=[self.number])


def line_of(entry: Trace, names: Names) -> Line:
    """Say an entry in the reader's language."""
    who, what = names.who(entry), names.thing(entry.subject)
    act = act_of(entry.verb)
    sentence = _(act.sentence) if act else _("%(who)s did something: %(what)s")
    return Line(
        number=entry.number,
        at=entry.at,
        said=sentence % {"who": who, "what": what},
        who=who,
        for_whom=names.thing(entry.acting_for),
        what=what,
        because=names.thing(entry.because) if entry.because not in {entry.subject, entry.acting_for} else "",
        entry=entry,
    )


def causes_of(entry: Trace, sight: Sight) -> list[Trace]:
    """Go back from an entry to what it happened because of, and what that happened because of.

    Each step is the first act on the cause. The chain ends at a body, which is no act, and at a step
    that the reader may not see.
    """
    steps: list[Trace] = []
    seen = {"", entry.subject}
    while entry.because not in seen and not _is_body(entry.because) and len(steps) < MOST_STEPS:
        seen.add(entry.because)
        first = Trace.objects.filter(sight.clause, subject=entry.because, number__lt=entry.number)
        found = first.order_by("number").first()
        if found is None:
            break
        steps.append(found)
        entry = found
    return steps


def _is_body(key: str) -> bool:
    return key.partition(":")[0] in BODIES


def came_of(entry: Trace, sight: Sight) -> list[Trace]:
    """Give the first acts that happened because of the thing of this entry, after it."""
    rows = Trace.objects.filter(sight.clause, because=entry.subject, number__gt=entry.number)
    return list(rows.order_by("number")[:MOST_CAME])


def facts_of(entry: Trace, names: Names) -> Iterator[dict[str, str]]:
    """Say what an entry tells besides, each with its word."""
    for name, value in entry.facts.items():
        if value in ("", None, [], {}):
            continue
        url = names.urls.get(value, "") if isinstance(value, str) else ""
        yield {"label": fact_name(name), "value": _shown(name, value, names), "url": url}


def _shown(name: str, value: Any, names: Names) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(name, one, names) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "cents" and isinstance(value, int):
        return money(Decimal(value) / CENTS)
    if is_key(value):
        return names.thing(value)
    return str(value)
