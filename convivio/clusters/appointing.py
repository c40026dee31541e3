"""Giving, ending and handing over offices: by those who appoint, never beyond their own days.

What was is never rewritten: an office that ends now was kept until yesterday; one that had only
begun today, or was to begin later, is taken away, and the trace tells of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.letters import post
from convivio.activity.trace import record
from convivio.clusters.errors import NoOfficeToHandOver, OfficeHoldsAgain
from convivio.clusters.models import Cluster, Office
from convivio.clusters.office_permissions import (
    APPOINTING,
    Body,
    may_appoint,
    may_end_office,
    may_leave_office,
    may_look_after_offices,
    offices_of,
)
from convivio.kernel.rows import lock
from convivio.kernel.spans import gaps
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.web.amounts import in_words

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EndedOffice:
    """An office that was ended, for as long as that can be undone."""

    body: str
    person: int
    kind: str
    until: str

    def as_row(self) -> dict[str, Any]:
        return {"body": self.body, "person": self.person, "kind": self.kind, "until": self.until}


@transaction.atomic
def appoint(
    body: Body, person: Person, kinds: Iterable[str], *, until_on: date | None = None, by: Acting
) -> None:
    """Give somebody offices of a cluster or of the network, from today to a day.

    Raises: NotAllowed.
    """
    lock(body)
    today, chosen = localdate(), sorted(kinds)
    may_appoint(by, body, chosen, today, until_on).enforce()
    write_offices(body, person, chosen, today, until_on, given_by=by.person)
    record("office.given", body, by=by, facts=facts_of(person, chosen, until_on))
    _tell(person, _GIVEN, body, kinds=chosen)


@transaction.atomic
def end_office(office: Office, *, by: Acting) -> EndedOffice:
    """End an office from the next request on.

    Raises: NotAllowed, also when nobody would be left who appoints.
    """
    body = office.body
    lock(body)
    lock(office)
    may_end_office(by, office).enforce()
    today = localdate()
    until = office.until_on.isoformat() if office.until_on else ""
    kept_until = office.until_on
    _cut(office, today - A_DAY)
    if office.kind in APPOINTING[type(body)] and (kept_until is None or kept_until >= today):
        may_leave_office(body, office.person, today).enforce()
    record("office.ended", body, by=by, facts=facts_of(office.person, [office.kind], None))
    if by.person is None or by.person.pk != office.person_id:
        _tell(office.person, _ENDED, body, kinds=[office.kind])
    return EndedOffice(body.key, office.person_id, office.kind, until)


@transaction.atomic
def give_back_offices(body: Body, *, by: Acting) -> None:
    """End all of one's own offices of a body.

    Raises: NotAllowed, when nobody would be left who appoints.
    """
    lock(body)
    for office in _standing(body, localdate()).filter(person=by.person).select_related("cluster", "network"):
        end_office(office, by=by)


@transaction.atomic
def restore_office(body: Body, ended: EndedOffice, *, by: Acting) -> None:
    """Undo an ending: the office holds again from today, for as long as it would have.

    Raises: NotAllowed; OfficeHoldsAgain.
    """
    lock(body)
    person = Person.objects.get(pk=ended.person)
    if by.person is None or by.person.pk != person.pk:
        may_look_after_offices(by, body).enforce()
    today, until_on = localdate(), date.fromisoformat(ended.until) if ended.until else None
    is_over = until_on is not None and until_on < today
    if is_over or not write_offices(body, person, [ended.kind], today, until_on, given_by=by.person):
        raise OfficeHoldsAgain(
            _("There is nothing to bring back: it holds again already, or was to end anyway.")
        )
    record("office.restored", body, by=by, facts=facts_of(person, [ended.kind], until_on))


@transaction.atomic
def hand_over_offices(body: Body, leaver: Person, taker: Person, *, on: date, by: Acting) -> None:
    """Move all the offices of one person there to another, from a day on.

    Raises: NotAllowed; NoOfficeToHandOver.
    """
    lock(body)
    may_look_after_offices(by, body).enforce()
    rows = list(_standing(body, max(on, localdate())).filter(person=leaver))
    if not rows or leaver.pk == taker.pk or not taker.is_active:
        raise NoOfficeToHandOver(_("There is nothing to hand over between these two on that day."))
    for row in rows:
        first = on if on < localdate() else max(row.from_on, on)
        may_appoint(by, body, [row.kind], first, row.until_on).enforce()
        write_offices(body, taker, [row.kind], first, row.until_on, given_by=by.person)
    for row in rows:
        _cut(row, on - A_DAY)
    kinds = sorted({row.kind for row in rows})
    facts = {**facts_of(leaver, kinds, None), "from": on.isoformat(), "to": taker.key}
    record("office.handed_over", body, by=by, facts=facts)
    _tell(leaver, _HANDED_FROM, body, other=taker, on=on)
    _tell(taker, _HANDED_TO, body, other=leaver, on=on)


def write_offices(
    body: Body,
    person: Person,
    kinds: Iterable[str],
    from_on: date,
    until_on: date | None,
    *,
    given_by: Person | None,
) -> int:
    """Write the rows that are missing for these offices to hold on these days, and count them.

    Whoever calls it has asked whether it may be done, and holds the body.
    """
    place = {"cluster": body} if isinstance(body, Cluster) else {"network": body}
    count = 0
    for kind in kinds:
        kept = Office.objects.filter(**place, person=person, kind=kind)
        for first, last in gaps(kept.values_list("from_on", "until_on"), from_on, until_on):
            Office.objects.create(
                **place, person=person, kind=kind, from_on=first, until_on=last, given_by=given_by
            )
            count += 1
    return count


def facts_of(person: Person, kinds: Iterable[str], until_on: date | None) -> dict[str, Any]:
    """Say for the trace which offices, by keys alone."""
    until = until_on.isoformat() if until_on else ""
    return {"person": person.key, "offices": list(kinds), "until": until}


def names_of(kinds: Iterable[str]) -> str:
    """Say offices in a row of words."""
    chosen = set(kinds)
    return ", ".join(str(kind.label) for kind in Office.Kind if kind in chosen)


def standing_from_today(body: Body) -> models.QuerySet[Office]:
    """Keep the offices of a body that hold today or begin later."""
    return _standing(body, localdate())


def people_of(body: Body) -> models.QuerySet[Person]:
    """Keep the people who have an office there from today on."""
    return Person.objects.filter(pk__in=_standing(body, localdate()).values("person")).order_by("name", "pk")


def _standing(body: Body, day: date) -> models.QuerySet[Office]:
    return offices_of(body).filter(Q(until_on=None) | Q(until_on__gte=day)).order_by("kind", "from_on")


def _cut(office: Office, last: date) -> None:
    if office.until_on is not None and office.until_on <= last:
        return
    if office.from_on > last:
        office.delete()
    else:
        office.until_on = last
        office.save(update_fields=["until_on"])


_GIVEN = (
    translation.gettext_noop("An office of %(body)s"),
    translation.gettext_noop(
        "You keep an office of %(body)s now: %(kinds)s.\n\nWhat you may do, for whom: %(page)s"
    ),
)
_ENDED = (
    translation.gettext_noop("Your office of %(body)s has ended"),
    translation.gettext_noop(
        "Your office of %(body)s has ended: %(kinds)s.\n\nWhat you may do, for whom: %(page)s"
    ),
)
_HANDED_FROM = (
    translation.gettext_noop("A hand-over at %(body)s"),
    translation.gettext_noop(
        "From %(day)s, %(other)s keeps your offices of %(body)s. Thank you for what you did.\n\nWhat you may do, for whom: %(page)s"
    ),
)
_HANDED_TO = (
    translation.gettext_noop("A hand-over at %(body)s"),
    translation.gettext_noop(
        "From %(day)s, you keep the offices of %(body)s that %(other)s kept until then.\n\nWhat you may do, for whom: %(page)s"
    ),
)


def _tell(
    person: Person,
    letter: tuple[str, str],
    body: Body,
    *,
    kinds: Iterable[str] = (),
    other: Person | None = None,
    on: date | None = None,
) -> None:
    with translation.override(person.language):
        said = {
            "body": str(body),
            "kinds": names_of(kinds),
            "other": other,
            "day": in_words(on, "j F Y") if on else "",
            "page": settings.ADDRESS + reverse("people:mandates"),
        }
        subject, text = (translation.gettext(words) % said for words in letter)
        post(person.email, subject, text)
