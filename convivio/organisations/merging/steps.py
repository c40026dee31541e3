"""How the rows that point at an organisation follow when two records become one.

Each room declares a step for each of its columns that name an organisation, by its number or by its
key. A step only changes rows through the journal, so the way back is the journal read backwards. A
column that nobody declared fails a test.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from convivio.organisations.errors import MergeIsBlocked
from convivio.organisations.merging.journal import Journal
from convivio.organisations.models import Organisation

KEPT, GONE, BOTH, LONGER = "kept", "gone", "both", "longer"
Column = tuple[type[models.Model], str]
Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What both records say, and cannot both stand: a person chooses."""

    key: str
    label: str
    kept: Sequence[str]
    gone: Sequence[str]
    options: Sequence[tuple[str, str]]
    usual: str


@dataclass(slots=True)
class Following:
    """Rows of one kind that will follow the record that goes."""

    label: str
    count: int


class Step(Protocol):
    """How the rows of one column follow."""

    @property
    def columns(self) -> Sequence[Column]:
        """The columns that this step speaks for."""

    def conflicts(self, kept: Organisation, gone: Organisation, /) -> list[Conflict]:
        """Say what a person has to choose."""

    def following(self, gone: Organisation, /) -> Following | None:
        """Count what follows, where that may be told."""

    def move(self, kept: Organisation, gone: Organisation, choices: Choices, journal: Journal, /) -> set[str]:
        """Move the rows, and give the keys of what the index must read again."""


def _always(_row: Any) -> tuple[object, ...]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Rows that point at an organisation, and point at the kept one afterwards.

    Rows of both records that agree in `alike` (with `dated`, and share a day) cannot both stand: the one
    whose `better` is greater stays, unless a person is asked. `choice` names columns in which the two
    records may say different things: all of it may stand, or only what one says. Without a `label`
    nothing of the rows is told: they are not for everyone who may merge.
    """

    model: type[models.Model]
    column: str = "organisation"
    label: Any = ""
    alike: tuple[str, ...] | None = None
    only: Q = field(default_factory=Q)
    dated: bool = False
    asks: bool = False
    choice: tuple[str, ...] = ()
    better: Callable[[Any], Any] = _always
    says: Callable[[Any], str] = str
    named: Callable[[Any], str] | None = None
    read_again: Callable[[Any], str] | None = None
    related: tuple[str, ...] = ()
    refusal: Any = ""

    @property
    def columns(self) -> Sequence[Column]:
        return ((self.model, self.column),)

    def conflicts(self, kept: Organisation, gone: Organisation) -> list[Conflict]:
        found = []
        if self.asks or self.choice:
            for group, (ours, theirs) in self._groups(kept, gone).items():
                if ours and theirs and self._differ(ours, theirs):
                    found.append(self._conflict(group, ours, theirs))
        return found

    def following(self, gone: Organisation) -> Following | None:
        count = self._rows(gone).count() if self.label else 0
        return Following(str(self.label), count) if count else None

    def move(self, kept: Organisation, gone: Organisation, choices: Choices, journal: Journal) -> set[str]:
        changed = {self.read_again(row) for row in self._rows(gone)} if self.read_again else set()
        for ours, theirs, chosen in self._chosen(kept, gone, choices):
            self._leave_out(ours, theirs, chosen, journal)
        for loser, winner in self._losers(kept, gone, choices):
            if self.refusal:
                raise MergeIsBlocked(str(self.refusal))
            journal.remove(loser, instead=winner)
        numbers = list(self._rows(gone).order_by("pk").values_list("pk", flat=True))
        journal.set(self.model, numbers, self.column, kept.pk)
        return changed

    def _rows(self, organisation: Organisation) -> "models.QuerySet[Any]":
        rows = self.model._default_manager.filter(**{self.column: organisation.pk})
        return rows.select_related(*self.related) if self.related else rows

    def _chosen(
        self, kept: Organisation, gone: Organisation, choices: Choices
    ) -> Iterable[tuple[list[Any], list[Any], str]]:
        if not self.choice:
            return
        for group, (ours, theirs) in self._groups(kept, gone).items():
            chosen = choices.get(self._key(group), BOTH)
            if ours and theirs and chosen != BOTH:
                yield ours, theirs, chosen

    def _leave_out(self, ours: list[Any], theirs: list[Any], chosen: str, journal: Journal) -> None:
        for row in theirs if chosen == KEPT else ours:
            journal.remove(row)

    def _losers(
        self, kept: Organisation, gone: Organisation, choices: Choices
    ) -> list[tuple[models.Model, models.Model]]:
        """Give each row that cannot stand, with the one that stands in its place."""
        if self.alike is None:
            return []
        losers = []
        for group, (ours, theirs) in self._groups(kept, gone).items():
            first = choices.get(self._key(group), LONGER)
            rows = [*((KEPT, row) for row in ours), *((GONE, row) for row in theirs)]
            rows.sort(
                key=lambda pair: (pair[0] == first, self.better(pair[1]), pair[0] == KEPT), reverse=True
            )
            standing: list[tuple[str, Any]] = []
            for side, row in rows:
                winner = next(
                    (one for other, one in standing if other != side and self._clash(row, one)), None
                )
                if winner is None:
                    standing.append((side, row))
                else:
                    losers.append((row, winner))
        return losers

    def _clash(self, one: Any, other: Any) -> bool:
        if any(getattr(one, column) != getattr(other, column) for column in self.alike or ()):
            return False
        return not self.dated or share_a_day(one, other)

    def _groups(
        self, kept: Organisation, gone: Organisation
    ) -> dict[tuple[str, ...], tuple[list[Any], list[Any]]]:
        columns = self.choice or self.alike or ()
        groups: dict[tuple[str, ...], tuple[list[Any], list[Any]]] = {}
        for side, organisation in enumerate((kept, gone)):
            for row in self._rows(organisation).filter(self.only).order_by("pk"):
                group = tuple(str(getattr(row, column)) for column in columns)
                groups.setdefault(group, ([], []))[side].append(row)
        return groups

    def _differ(self, ours: list[Any], theirs: list[Any]) -> bool:
        if self.choice:
            return {self.says(row) for row in ours} != {self.says(row) for row in theirs}
        return any(self._clash(one, other) for one in ours for other in theirs)

    def _conflict(self, group: tuple[str, ...], ours: list[Any], theirs: list[Any]) -> Conflict:
        options = [(KEPT, _("what the kept record says")), (GONE, _("what the other says"))]
        usual = (BOTH, _("both")) if self.choice else (LONGER, _("whichever lasted longer"))
        if self.choice or self.dated:
            options.insert(0, usual)
        named = self.named(ours[0]) if self.named else ""
        label = f"{self.label}: {named}" if named else str(self.label)
        kept, gone = ([self.says(row) for row in side] for side in (ours, theirs))
        return Conflict(self._key(group), label, kept, gone, options, options[0][0])

    def _key(self, group: tuple[str, ...]) -> str:
        return f"{self.model._meta.label_lower}:{self.column}:{'/'.join(group)}"


class Silent:
    """A step that asks nothing and tells nothing."""

    __slots__ = ()

    def conflicts(self, _kept: Organisation, _gone: Organisation) -> list[Conflict]:
        return []

    def following(self, _gone: Organisation) -> Following | None:
        return None


@dataclass(frozen=True, slots=True)
class Keyed(Silent):
    """Rows that name an organisation by its key, `organisation:17`."""

    model: type[models.Model]
    column: str

    @property
    def columns(self) -> Sequence[Column]:
        return ((self.model, self.column),)

    def move(self, kept: Organisation, gone: Organisation, _choices: Choices, journal: Journal) -> set[str]:
        rows = self.model._default_manager.filter(**{self.column: gone.key})
        numbers = list(rows.order_by("pk").values_list("pk", flat=True))
        journal.set(self.model, numbers, self.column, kept.key)
        return {f"{self.model._meta.model_name}:{number}" for number in numbers}


@dataclass(frozen=True, slots=True)
class Stays(Silent):
    """Rows that go on naming the record that is gone, and why."""

    model: type[models.Model]
    column: str
    why: str

    @property
    def columns(self) -> Sequence[Column]:
        return ((self.model, self.column),)

    def move(
        self, _kept: Organisation, _gone: Organisation, _choices: Choices, _journal: Journal
    ) -> set[str]:
        return set()


def share_a_day(one: Any, other: Any) -> bool:
    """Say whether two things that hold from a day to a day have one in common."""
    return bool(one.from_on <= (other.until_on or date.max) and other.from_on <= (one.until_on or date.max))


def days_held(row: Any) -> int:
    """Say how many days something lasts; without an end it lasts longest."""
    return int(((row.until_on or date.max) - row.from_on).days)


_declared: dict[str, tuple[Step, ...]] = {}


def declare_merging(room: str, *steps: Step) -> None:
    """Let a room say how its rows follow; the lower rooms' follow first."""
    _declared[room] = steps


def steps() -> list[Step]:
    return [step for room in _declared.values() for step in room]


def declared_columns() -> set[tuple[str, str]]:
    """Name every column that some step speaks for."""
    return {(model._meta.label_lower, column) for step in steps() for model, column in step.columns}
