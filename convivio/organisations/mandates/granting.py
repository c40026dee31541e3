"""Giving, changing and ending what people may do for an organisation.

What was is never rewritten: a right is prolonged by one more row, ended by its last day. A mandate
that ends now held until yesterday, so that what it allowed ends with the next request; one that had
only begun today, or was to begin later, is taken away, and the trace tells of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.spans import Span, covered_until, gaps
from convivio.notices.telling import tell
from convivio.organisations.errors import NothingToRestore
from convivio.organisations.mandates import letters
from convivio.organisations.mandates.permissions import (
    Right,
    may_end,
    may_give,
    may_leave,
)
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ended:
    """Rights that were ended, for as long as that can be undone."""

    organisation: int
    person: int
    rows: tuple[tuple[str, str, str], ...]

    def as_row(self) -> dict[str, Any]:
        return {"organisation": self.organisation, "person": self.person, "rows": [*map(list, self.rows)]}

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Ended":
        return cls(row["organisation"], row["person"], tuple((one[0], one[1], one[2]) for one in row["rows"]))


@transaction.atomic
def give_mandates(
    organisation: Organisation,
    person: Person,
    rights: Iterable[str],
    *,
    from_on: date | None = None,
    until_on: date | None = None,
    by: Acting,
) -> None:
    """Let somebody do something for an organisation, from a day to a day.

    Raises: NotAllowed.
    """
    lock(organisation)
    chosen, first = sorted(rights), from_on or localdate()
    may_give(by, organisation, chosen, first, until_on).enforce()
    write_mandates(organisation, person, chosen, first, until_on, given_by=by.person)
    entry = record("mandate.given", organisation, by=by, facts=facts_of(person, chosen, first, until_on))
    tell("mandate.given", organisation, because=entry, facts={"person": person.pk})


@transaction.atomic
def change_mandates(
    organisation: Organisation,
    person: Person,
    rights: Iterable[str],
    *,
    until_on: date | None = None,
    keep_ends: bool = False,
    by: Acting,
) -> Ended:
    """Leave somebody exactly these rights from today on, until a day; what changes is given or ended.

    With `keep_ends`, what they hold already ends when it was to end; the day is for what is new.

    Raises: NotAllowed, also when nobody would be left who signs.
    """
    lock(organisation)
    today, wanted = localdate(), set(rights)
    held = {row.right for row in rows_from(organisation, person, today)}
    kept = held & wanted if keep_ends else set()
    given = [right for right in sorted(wanted - kept) if _lacks(organisation, person, right, until_on)]
    may_give(by, organisation, given, today, until_on).enforce()
    write_mandates(organisation, person, given, today, until_on, given_by=by.person)
    ended = cut_after(organisation, person, held - wanted, today - A_DAY)
    shortened = cut_after(organisation, person, wanted - kept, until_on) if until_on else ()
    if Right.SIGN in {right for right, *_days in (*ended, *shortened)}:
        last = until_on if Right.SIGN in wanted and until_on else today - A_DAY
        may_leave(organisation, person, last + A_DAY).enforce()
    if given or ended or shortened:
        facts = facts_of(person, sorted(wanted), today, until_on)
        entry = record("mandate.changed", organisation, by=by, facts=facts)
        if wanted:
            tell("mandate.changed", organisation, because=entry, facts={"person": person.pk})
        else:
            letters.post_ended(person, organisation, by.person)
    return Ended(organisation.pk, person.pk, (*ended, *shortened))


@transaction.atomic
def end_mandates(organisation: Organisation, person: Person, *, by: Acting) -> Ended:
    """End all that somebody may do for an organisation, from the next request on.

    Raises: NotAllowed, also when nobody would be left who signs.
    """
    lock(organisation)
    may_end(by, organisation, person).enforce()
    today = localdate()
    rights = {row.right for row in rows_from(organisation, person, today)}
    if Right.SIGN in rights:
        may_leave(organisation, person, today).enforce()
    ended = cut_after(organisation, person, rights, today - A_DAY)
    if ended:
        record("mandate.ended", organisation, by=by, facts=facts_of(person, sorted(rights), today))
        letters.post_ended(person, organisation, by.person)
    return Ended(organisation.pk, person.pk, ended)


@transaction.atomic
def restore_mandates(organisation: Organisation, ended: Ended, *, by: Acting) -> None:
    """Undo an ending: the rights hold again from today, for as long as they would have.

    Raises: NotAllowed; NothingToRestore, when they hold again already.
    """
    lock(organisation)
    person = Person.objects.get(pk=ended.person)
    may_end(by, organisation, person).enforce()
    made, today = 0, localdate()
    for right, first, last in ended.rows:
        begin, end = max(date.fromisoformat(first), today), date.fromisoformat(last) if last else None
        if end is None or end >= begin:
            made += write_mandates(organisation, person, [right], begin, end, given_by=by.person)
    if not made:
        raise NothingToRestore(
            _("There is nothing to bring back: it holds again already, or was to end anyway.")
        )
    rights = sorted({right for right, *_days in ended.rows})
    entry = record("mandate.restored", organisation, by=by, facts=facts_of(person, rights, today))
    tell("mandate.given", organisation, because=entry, facts={"person": person.pk})


def write_mandates(
    organisation: Organisation,
    person: Person,
    rights: Iterable[str],
    from_on: date,
    until_on: date | None,
    *,
    given_by: Person | None,
) -> int:
    """Write the rows that are missing for these rights to hold on these days, and count them.

    Whoever calls it has asked whether it may be done, and holds the organisation.
    """
    missing = [
        Mandate(
            person=person,
            organisation=organisation,
            right=right,
            from_on=first,
            until_on=last,
            given_by=given_by,
        )
        for right in rights
        for first, last in gaps(_spans(organisation, person, right), from_on, until_on)
    ]
    for row in missing:
        row.save()
    return len(missing)


def cut_mandates(organisation: Organisation, person: Person) -> list[str]:
    """End all that somebody may do, and name the rights; whoever calls it has asked, and holds the organisation."""
    rights = {row.right for row in mandates_from(organisation, person)}
    cut_after(organisation, person, rights, localdate() - A_DAY)
    return sorted(rights)


def mandates_from(organisation: Organisation, person: Person) -> list[Mandate]:
    """List what somebody holds from today on."""
    return list(rows_from(organisation, person, localdate()))


def reach_held(organisation: Organisation, person: Person) -> dict[str, date]:
    """Give what somebody holds today, each right with its last day."""
    today = localdate()
    rights = {row.right for row in rows_from(organisation, person, today)}
    reaches = {right: covered_until(_spans(organisation, person, right), today) for right in rights}
    return {right: reach for right, reach in reaches.items() if reach is not None}


def rows_from(organisation: Organisation, person: Person, day: date) -> models.QuerySet[Mandate]:
    """Keep what somebody holds on a day or later."""
    rows = Mandate.objects.filter(organisation=organisation, person=person)
    return rows.filter(Q(until_on=None) | Q(until_on__gte=day)).order_by("right", "from_on")


def _spans(organisation: Organisation, person: Person, right: str) -> list[Span]:
    rows = Mandate.objects.filter(organisation=organisation, person=person, right=right)
    return list(rows.values_list("from_on", "until_on"))


def _lacks(organisation: Organisation, person: Person, right: str, until_on: date | None) -> bool:
    return bool(gaps(_spans(organisation, person, right), localdate(), until_on))


def cut_after(
    organisation: Organisation, person: Person, rights: Iterable[str], last: date
) -> tuple[tuple[str, str, str], ...]:
    """Let nothing of these rights hold after a day; return what was cut, as it was."""
    cut = []
    for row in rows_from(organisation, person, last + A_DAY).filter(right__in=list(rights)):
        cut.append((row.right, row.from_on.isoformat(), row.until_on.isoformat() if row.until_on else ""))
        if row.from_on > last:
            row.delete()
        else:
            row.until_on = last
            row.save(update_fields=["until_on"])
    return tuple(cut)


def facts_of(
    person: Person, rights: Sequence[str], from_on: date, until_on: date | None = None
) -> dict[str, Any]:
    """Say for the trace what was given or ended, by keys alone."""
    return {
        "person": person.key,
        "rights": list(rights),
        "from": from_on.isoformat(),
        "until": until_on.isoformat() if until_on else "",
    }
