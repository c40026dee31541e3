"""How far the trace is sealed, and by which key."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.dateparse import parse_datetime

from convivio.activity import checkpoints
from convivio.activity.models import Link, Trace, TraceHead
from convivio.activity.trace_keys import public_key

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Seal:
    """The last checkpoint: when it was signed, how many entries it seals, with which key."""

    at: datetime | None
    sealed: int
    after: int
    key: str
    name: str


def the_seal(*, with_totals: bool) -> Seal:
    """Read the last checkpoint, and count what came after it."""
    last = checkpoints.last()
    after = _after(last.position if last else 0) if with_totals else 0
    if last is None:
        return Seal(None, 0, after, "", "")
    return Seal(parse_datetime(last.at), last.position, after, public_key(), last.key)


def _after(position: int) -> int:
    """Count the entries that no checkpoint seals yet, those in the chain and those before it; up to a bound."""
    head = TraceHead.objects.first()
    settled, end = (head.settled, head.number) if head else (0, 0)
    outside = Trace.objects.filter(~Exists(Link.objects.filter(entry=OuterRef("number"))), number__gt=settled)
    return max(end - position, 0) + outside.order_by()[:MOST_COUNTED].count()


def place_of(entry: Trace) -> int | None:
    """Return the place of an entry in the chain, once it is sealed by a checkpoint."""
    link = Link.objects.filter(entry=entry.number).first()
    return link.position if link and link.position <= checkpoints.last_position() else None
