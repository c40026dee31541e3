"""Which calls a list shows, and in what order: asked of the one index.

Calls that take proposals, or will, come by their soonest deadline; closed ones follow, the last
closed first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from convivio.calls.models import Call
from convivio.calls.standing import Standing
from convivio.engine.errors import IndexIsMissing
from convivio.engine.index import Found, Index, Order, Scope
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.search.finding import Expansions, expansions_of, scope
from convivio.search.freshness import the_index

TO_COME = (Standing.OPEN.value, Standing.FORTHCOMING.value)
MONTHS = {"1": 30, "3": 91, "6": 182}
"""Days in so many months, for the deadlines to come."""
COUNTED = ("status", "programme", "action", "tag")
NOTHING = Found([], 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What narrows a list of calls.

    Shape: `filters` values by facet of the index, its `status` never empty; `within` the months in
        which the deadline falls, or nothing.
    Units: months.
    Errors: none.
    Source: none.
    """

    words: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    within: str = ""
    most_relevant: bool = False

    @property
    def statuses(self) -> Sequence[str]:
        return self.filters["status"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of calls, how many there are in all, and what could narrow them, counted.

    `is_guess` says that nothing holds all the words.
    """

    calls: list[Call]
    total: int
    counts: Mapping[str, Mapping[str, int]]
    is_guess: bool = False


def find_calls(wanted: Wanted, reader: Reader, day: date, *, after: int, most: int) -> Answer:
    """Find the calls of one page that this reader may see, soonest deadline first.

    Nothing is found before the index was built once.
    """
    try:
        asked = _Asked(the_index(), wanted, reader, day, expansions_of(wanted.words))
    except IndexIsMissing:
        return Answer([], 0, {})
    overview = asked.overview()
    if wanted.most_relevant or overview.is_guess:
        found = asked.found(wanted.statuses, "relevance", after, most)
        keys, total = [hit.key for hit in found.hits], found.total
    else:
        keys, total = asked.by_deadline(after, most)
    counts = {**overview.facets, "within": asked.by_month()}
    return Answer(_rows(keys, reader), total, counts, overview.is_guess)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One list, as it is asked of the index."""

    index: Index
    wanted: Wanted
    reader: Reader
    day: date
    more: Expansions

    def overview(self) -> Found:
        """Count all that is wanted, and each facet as if it narrowed nothing."""
        return self.index.search(
            self.wanted.words,
            self._scope(self.wanted.statuses),
            limit=1,
            facets=COUNTED,
            expansions=self.more,
        )

    def by_deadline(self, after: int, most: int) -> tuple[list[str], int]:
        """Give the page of what is to come and then of what is closed."""
        to_come = [status for status in self.wanted.statuses if status in TO_COME]
        closed = [status for status in self.wanted.statuses if status not in TO_COME]
        ways: list[tuple[list[str], Order]] = [(to_come, "oldest"), (closed, "newest")]
        keys: list[str] = []
        total = 0
        for statuses, order in ways:
            found = self.found(statuses, order, max(0, after - total), most) if statuses else NOTHING
            if found.is_guess:
                continue
            keys += [hit.key for hit in found.hits]
            total += found.total
        return keys[:most], total

    def found(self, statuses: Sequence[str], order: Order, after: int, most: int) -> Found:
        words = self.wanted.words
        within = self._scope(statuses)
        return self.index.search(words, within, limit=most, offset=after, order=order, expansions=self.more)

    def by_month(self) -> dict[str, int]:
        """Count the deadlines of the next months, whichever of them is chosen."""
        return {months: self._count(months) for months in MONTHS}

    def _count(self, months: str) -> int:
        words = self.wanted.words
        within = self._scope(self.wanted.statuses, months)
        found = self.index.search(words, within, limit=1, expansions=self.more)
        return 0 if found.is_guess else found.total

    def _scope(self, statuses: Sequence[str], months: str = "") -> Scope:
        within = scope(self.reader, ["call"], {**self.wanted.filters, "status": statuses})
        months = months or self.wanted.within
        if not months:
            return within
        return replace(within, since=self.day, until=self.day + timedelta(days=MONTHS[months]))


def _rows(keys: Sequence[str], reader: Reader) -> list[Call]:
    """Read the rows again, as far as the reader may see them now, in this order."""
    numbers = [split_key(key)[1] for key in keys]
    rows = Call.objects.visible_to(reader).defer("text", "keywords").in_bulk(numbers)
    return [rows[number] for number in numbers if number in rows]
