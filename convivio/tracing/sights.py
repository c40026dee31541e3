"""What of the trace a person may read, as ways into it; each way has an index of its own.

Somebody with two offices may do the one's work while acting for the other. So an act is not shown
to those for whom it was done where it was done to a thing of somebody else's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from convivio.activity.acts import Circle, Thing, things, verbs_open_to
from convivio.kernel.keys import split_key
from convivio.people.acting import Acting
from convivio.tracing.permissions import reads_everything, reads_of, sees_totals

BODIES = ("network", "cluster", "organisation")


@dataclass(frozen=True)
class Sight:
    """What a person may read: everything, or what one of these ways leads to."""

    is_whole: bool
    has_totals: bool
    bodies: tuple[str, ...]

    @cached_property
    def ways(self) -> tuple[Q, ...]:
        return () if self.is_whole else ways_of(self.bodies)

    @property
    def clause(self) -> Q:
        return Q() if self.is_whole else reduce(or_, self.ways, Q(pk__in=()))


def sight_of(acting: Acting) -> Sight:
    """Say what of the trace this person may read today."""
    bodies = tuple(choice.key for choice in acting.choices if reads_of(choice))
    if reads_everything(acting):
        return Sight(is_whole=True, has_totals=True, bodies=bodies)
    return Sight(is_whole=False, has_totals=sees_totals(acting), bodies=bodies)


def ways_of(bodies: Iterable[str]) -> tuple[Q, ...]:
    """Give the ways into the trace that are open to people of these bodies."""
    return tuple(way for body in bodies for way in _ways_of(body))


def _ways_of(body: str) -> Iterable[Q]:
    told = Q(verb__in=verbs_open_to(Circle.BODY))
    yield Q(subject=body) & told
    if not body.startswith("organisation:"):
        yield Q(because=body) & told
    if (keys := keys_of_things(body)) is not None:
        yield Q(subject__in=keys) & told
    yield Q(acting_for=body) & (Q(verb__in=verbs_open_to(Circle.DOER)) | (told & ~_of_others(body)))


def _of_others(body: str) -> Q:
    """Keep what was done to a thing of some other body, or to that body itself."""
    kinds = [thing.kind for thing in things() if thing.cluster or thing.publisher]
    bodies = BODIES if body.startswith("organisation:") else ("cluster",)
    return reduce(or_, (Q(subject__startswith=f"{kind}:") for kind in (*kinds, *bodies)), Q(pk__in=()))


def keys_of_things(body: str) -> "QuerySet[Any] | None":
    """Give the keys of all that a body has to do with: its memberships, its notices, its news."""
    found = [keys for thing in things() if (keys := _keys(thing, body)) is not None]
    if not found:
        return None
    return found[0].union(*found[1:], all=True)


def rows_of_body(thing: Thing, body: str) -> "QuerySet[Any] | None":
    """Give the rows of one kind that a body has to do with."""
    if thing.rows is None:
        return None
    kind, number = split_key(body)
    lookup = {"cluster": thing.cluster, "organisation": thing.organisation}.get(kind, "")
    wanted = {lookup: number} if lookup else {thing.publisher: body} if thing.publisher else None
    return thing.rows().filter(**wanted) if wanted else None


def _keys(thing: Thing, body: str) -> "QuerySet[Any] | None":
    rows = rows_of_body(thing, body)
    if rows is None:
        return None
    key = Concat(Value(f"{thing.kind}:"), Cast("pk", CharField()))
    keys: QuerySet[Any] = rows.order_by().annotate(trace_key=key).values_list("trace_key")
    return keys
