"""What somebody asks the trace for, and the entries that answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.timezone import make_aware

from convivio.activity.acts import acts
from convivio.activity.models import Trace
from convivio.kernel.audiences import ANYONE, Reader
from convivio.kernel.prepared import Prepared, columns_of, row_of
from convivio.organisations.models import Organisation
from convivio.people.models import Person
from convivio.tracing.sights import Sight, ways_of

PAGE = 50
DRAWN_TOGETHER = 10_000
"""How many numbers may be drawn between the moment of an entry and its own number: far fewer are."""
BEYOND = 2**62
COLUMNS = columns_of(Trace, "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the trace; with nothing said, nothing is left out.

    `kind` is a verb, or the beginning of several with its point: `dues.` A person is asked for by some of
    the name; an organisation by its address, or some of its name.
    """

    reader: Reader = ANYONE
    kind: str = ""
    person: str = ""
    organisation: str = ""
    thing: str = ""
    from_on: date | None = None
    until_on: date | None = None

    @property
    def verbs(self) -> list[str]:
        if not self.kind.endswith("."):
            return [self.kind] if self.kind else []
        return [act.verb for act in acts() if act.verb.startswith(self.kind)]

    def ways(self) -> "Iterable[tuple[Q, ...]]":
        """Give what narrows, the narrowest first, each as ways into the trace that have an index."""
        if self.thing:
            yield (Q(subject=self.thing), Q(because=self.thing))
        if self.person:
            yield (Q(person__in=_keys("person", Person.objects.filter(name__icontains=self.person))),)
        if self.organisation:
            keys = _keys("organisation", self._organisations())
            yield tuple(Q(**{f"{name}__in": keys}) for name in ("acting_for", "subject", "because"))

    def _organisations(self) -> "QuerySet[Organisation]":
        known = Organisation.objects.visible_to(self.reader)
        exact = known.filter(slug=self.organisation)
        return exact if exact.exists() else known.filter(name__icontains=self.organisation)

    def days(self) -> Q:
        """Narrow to the days, by moment and by number: entries are numbered as time goes."""
        found = Q()
        if self.from_on:
            begin = _moment(self.from_on)
            first = Trace.objects.filter(at__gte=begin).order_by("at").values("number")[:1]
            found &= Q(at__gte=begin, number__gte=Subquery(first) - DRAWN_TOGETHER)
        if self.until_on:
            end = _moment(self.until_on + timedelta(days=1))
            after = Trace.objects.filter(at__gte=end).order_by("at").values("number")[:1]
            last = Coalesce(Subquery(after), Value(BEYOND)) + DRAWN_TOGETHER
            found &= Q(at__lt=end, number__lt=last)
        return found


def _keys(kind: str, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    key = Concat(Value(f"{kind}:"), Cast("pk", CharField()))
    keys: QuerySet[Any] = rows.order_by().annotate(trace_key=key).values("trace_key")
    return keys


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def entries(sight: Sight, asked: Asked, *, before: int | None = None, most: int = PAGE) -> list[Trace]:
    """Give the newest entries that answer, at most so many, below a number.

    Each way is followed on its own, newest first and no further than the page, and then they are
    put together: so a page costs the same however long the trace is.
    """
    if not sight.is_whole and asked == Asked(reader=asked.reader):
        newest = _newest_of(sight.bodies, most)
        return [row_of(Trace, row) for row in newest.rows(before=BEYOND if before is None else before)]
    rows = Trace.objects.filter(asked.days())
    if before is not None:
        rows = rows.filter(number__lt=before)
    narrowing = [*asked.ways()]
    if not sight.is_whole:
        narrowing.append(sight.ways)
    if asked.kind:
        narrowing.append(tuple(Q(verb=verb) for verb in asked.verbs))
    if not narrowing:
        return list(rows.newest_first()[:most])
    followed, *others = narrowing
    for other in others:
        rows = rows.filter(reduce(or_, other, Q(pk__in=())))
    return list(_together([rows.filter(way) for way in followed], most))


@lru_cache(maxsize=500)
def _newest_of(bodies: tuple[str, ...], most: int) -> Prepared:
    """Ask for the newest of what people of these bodies may read, narrowed by nothing: the page as it is opened."""

    def newest(before: int) -> "QuerySet[Trace, tuple[Any, ...]]":
        followed = [Trace.objects.filter(way, number__lt=before) for way in ways_of(bodies)]
        return _together(followed, most).values_list(*COLUMNS)

    return Prepared(newest)


def _together(found: "Sequence[QuerySet[Trace]]", most: int) -> "QuerySet[Trace]":
    if not found:
        return Trace.objects.none()
    first, *more = [_numbers(rows, most) for rows in found]
    numbers = first.union(*more, all=True) if more else first
    return Trace.objects.filter(pk__in=numbers).order_by("-number")[:most]


def _numbers(rows: "QuerySet[Trace]", most: int) -> "QuerySet[Trace, tuple[int]]":
    """Give the newest numbers; wrapped, for SQLite takes no limit inside a union."""
    newest = rows.order_by("-number").values("number")[:most]
    return Trace.objects.filter(number__in=newest).order_by().values_list(F("number"))


def entry_in(sight: Sight, number: int) -> Trace | None:
    """Find one entry, if it may be read."""
    return Trace.objects.filter(sight.clause, pk=number).first()
