"""Handing over all that one person may do for an organisation to another, and taking that back for a while."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.errors import HandOverChangedSince, NothingToHandOver
from convivio.organisations.mandates import letters
from convivio.organisations.mandates.granting import A_DAY, cut_after, facts_of, rows_from, write_mandates
from convivio.organisations.mandates.permissions import may_end, may_give
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person


class Row(NamedTuple):
    """A mandate as plain values; without a last day it holds for good."""

    number: int
    person: int
    right: str
    first: str
    last: str
    given_by: int | None

    @property
    def from_on(self) -> date:
        return date.fromisoformat(self.first)

    @property
    def until_on(self) -> date | None:
        return date.fromisoformat(self.last) if self.last else None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A hand-over, for as long as it can be taken back.

    `moved` is what the one held, `came` are the numbers of what the other got, `left` is all that the two
    held right after it.
    """

    organisation: int
    leaver: int
    taker: int
    on: str
    moved: tuple[Row, ...]
    came: tuple[int, ...]
    left: tuple[Row, ...]

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)

    def as_row(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "HandedOver":
        moved, left = (tuple(Row(*one) for one in row[name]) for name in ("moved", "left"))
        return cls(
            row["organisation"], row["leaver"], row["taker"], row["on"], moved, tuple(row["came"]), left
        )


@transaction.atomic
def hand_over(
    organisation: Organisation, leaver: Person, taker: Person, *, on: date, by: Acting
) -> HandedOver:
    """Move all that one person may do to another, from a day on.

    Raises: NotAllowed; NothingToHandOver.
    """
    lock(organisation)
    may_give(by, organisation, (), on, None).enforce()
    rows = list(rows_from(organisation, leaver, on))
    if not rows or leaver.pk == taker.pk or not taker.is_active:
        raise NothingToHandOver(_("There is nothing to hand over between these two on that day."))
    before = _all_of(organisation, leaver.pk, taker.pk)
    for row in rows:
        first = max(row.from_on, on)
        may_give(by, organisation, [row.right], first, row.until_on).enforce()
        write_mandates(organisation, taker, [row.right], first, row.until_on, given_by=by.person)
    moved, rights = _plain(rows), sorted({row.right for row in rows})
    cut_after(organisation, leaver, rights, on - A_DAY)
    record("mandate.handed_over", organisation, by=by, facts=_facts(leaver, taker, rights, on))
    letters.post_handed_over(leaver, taker, organisation, on)
    left = _all_of(organisation, leaver.pk, taker.pk)
    came = {row.number for row in left} - {row.number for row in before}
    return HandedOver(organisation.pk, leaver.pk, taker.pk, on.isoformat(), moved, tuple(sorted(came)), left)


@transaction.atomic
def take_hand_over_back(organisation: Organisation, handed: HandedOver, *, by: Acting) -> None:
    """Undo a hand-over: the one has again what they had, and the other loses just what came by it.

    Raises: NotAllowed; HandOverChangedSince, when either of the two holds anything else by now.
    """
    lock(organisation)
    leaver, taker = _both(handed)
    may_end(by, organisation, leaver).enforce()
    if not leaver.is_active or _all_of(organisation, leaver.pk, taker.pk) != handed.left:
        raise HandOverChangedSince
    rights = sorted({row.right for row in handed.moved})
    _let_go(handed)
    for row in handed.moved:
        _give_back(organisation, leaver, row, handed.day)
    record("mandate.handed_back", organisation, by=by, facts=_facts(taker, leaver, rights, localdate()))
    letters.post_handed_back(leaver, taker, organisation)


def _both(handed: HandedOver) -> tuple[Person, Person]:
    found = Person.objects.in_bulk([handed.leaver, handed.taker])
    if len(found) < len({handed.leaver, handed.taker}):
        raise HandOverChangedSince
    return found[handed.leaver], found[handed.taker]


def _let_go(handed: HandedOver) -> None:
    """Take away what came by the hand-over; what held on a day that is past ends with yesterday."""
    today = localdate()
    for row in Mandate.objects.filter(pk__in=handed.came):
        if row.from_on >= today:
            row.delete()
        else:
            row.until_on = today - A_DAY
            row.save(update_fields=["until_on"])


def _give_back(organisation: Organisation, leaver: Person, moved: Row, on: date) -> None:
    """Let a mandate hold again as it was; after midnight, from today on: what was is not rewritten."""
    giver = Person.objects.filter(pk=moved.given_by or 0).first()
    is_past = on < localdate()
    begin = max(moved.from_on, localdate()) if is_past else moved.from_on
    if not is_past and Mandate.objects.filter(pk=moved.number).update(until_on=moved.until_on):
        return
    if moved.until_on is None or moved.until_on >= begin:
        write_mandates(organisation, leaver, [moved.right], begin, moved.until_on, given_by=giver)


def _all_of(organisation: Organisation, *people: int) -> tuple[Row, ...]:
    return _plain(Mandate.objects.filter(organisation=organisation, person__in=people).order_by("pk"))


def _plain(rows: Iterable[Mandate]) -> tuple[Row, ...]:
    return tuple(
        Row(
            row.pk,
            row.person_id,
            row.right,
            row.from_on.isoformat(),
            row.until_on.isoformat() if row.until_on else "",
            row.given_by_id,
        )
        for row in rows
    )


def _facts(giver: Person, taker: Person, rights: list[str], on: date) -> dict[str, Any]:
    return {**facts_of(giver, rights, on), "to": taker.key}
