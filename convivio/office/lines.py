"""The lines of the members' list: each organisation that is or was a member, with its latest membership."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convivio.clusters.categories import Names, names_of_categories
from convivio.clusters.models import Cluster, Membership, Suspension
from convivio.kernel.audiences import ANYONE, Reader
from convivio.kernel.prepared import Prepared, columns_of, row_of
from convivio.organisations.models import Organisation

Rows = QuerySet[Any, tuple[Any, ...]]


class State(models.TextChoices):
    """How a membership stands today."""

    MEMBER = "member", _("member")
    SUSPENDED = "suspended", _("suspended")
    COMING = "coming", _("begins later")
    LEFT = "left", pgettext_lazy("member", "left")


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation: its latest membership, since when it has been a member, how it stands."""

    organisation: Organisation
    membership: Membership
    since: date
    state: State
    memberships: tuple[Membership, ...]

    @property
    def number(self) -> int:
        return self.organisation.pk

    @property
    def is_member(self) -> bool:
        return self.state in {State.MEMBER, State.SUSPENDED}


Values = dict[int, Any]
"""By the number of an organisation."""


@dataclass(slots=True)
class Sheet:
    """All lines of a cluster on a day, for a reader, with the columns that were worked out so far."""

    cluster: Cluster
    day: date
    reader: Reader
    lines: list[Line]
    categories: Names
    known: dict[str, Values] = field(default_factory=dict)

    @property
    def numbers(self) -> list[int]:
        return [line.number for line in self.lines]

    @property
    def memberships(self) -> dict[int, int]:
        """From the latest membership of each line to its organisation."""
        return {line.membership.pk: line.number for line in self.lines}

    def once(self, name: str, work: "Callable[[Sheet], Values]") -> Values:
        """Give the values of a column, worked out once for all lines."""
        if name not in self.known:
            self.known[name] = work(self)
        return self.known[name]


def sheet_of(cluster: Cluster, reader: Reader = ANYONE, day: date | None = None, *, only: str = "") -> Sheet:
    """Read the members of a cluster, present and past, or `only` one, in two questions whatever their number."""
    today = day or localdate()
    rows = (
        _held_by.rows(cluster=cluster.pk, slug=only, on=today)
        if only
        else _held.rows(cluster=cluster.pk, on=today)
    )
    found: dict[int, list[Membership]] = {}
    for row in rows:
        one = _membership(*row)
        found.setdefault(one.organisation_id, []).append(one)
    lines = [_line(kept, today) for kept in found.values()]
    lines.sort(key=lambda line: (line.organisation.name.casefold(), line.number))
    return Sheet(cluster, today, reader, lines, names_of_categories(cluster))


LONG = {"description", "looking_for"}
OF_MEMBERSHIP = columns_of(Membership, "")
OF_ORGANISATION = [field.attname for field in Organisation._meta.concrete_fields if field.attname not in LONG]


@Prepared
def _held(cluster: int, on: date) -> Rows:
    return _of(cluster, on)


@Prepared
def _held_by(cluster: int, slug: str, on: date) -> Rows:
    return _of(cluster, on).filter(organisation__slug=slug)


def _of(cluster: int, on: date) -> Rows:
    """Give the memberships of a cluster, whether each stands still on a day, and its organisation."""
    standing_still = Suspension.objects.filter(membership=OuterRef("pk")).holding_on(on)
    held = Membership.objects.filter(cluster=cluster).annotate(stands_still=Exists(standing_still))
    columns = columns_of(Organisation, "organisation", OF_ORGANISATION)
    return held.order_by("from_on", "pk").values_list("stands_still", *OF_MEMBERSHIP, *columns)


def _membership(stands_still: bool, *columns: Any) -> Membership:  # noqa: FBT001 - a column of the question
    """Make the rows of a membership and its organisation of what was read."""
    ends_at = len(OF_MEMBERSHIP)
    one = row_of(Membership, columns[:ends_at])
    one.organisation = row_of(Organisation, columns[ends_at:], OF_ORGANISATION)
    one.stands_still = stands_still  # type: ignore[attr-defined]
    return one


def _line(kept: list[Membership], today: date) -> Line:
    """Choose the membership of today, or else the last; a change of category does not begin anew."""
    latest = next((one for one in kept if one.holds_on(today)), kept[-1])
    since = latest.from_on
    for one in reversed(kept[: kept.index(latest)]):
        if one.until_on is None or (since - one.until_on).days > 1:
            break
        since = one.from_on
    return Line(latest.organisation, latest, since, _state(latest, today), tuple(kept))


def _state(membership: Membership, today: date) -> State:
    if membership.from_on > today:
        return State.COMING
    if not membership.holds_on(today):
        return State.LEFT
    return State.SUSPENDED if membership.stands_still else State.MEMBER  # type: ignore[attr-defined]
