"""The life of a member in one cluster, as events by day."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.clusters.categories import Names, category_name
from convivio.clusters.models import Cluster, Membership
from convivio.consortia.models import Seat
from convivio.kernel.translated import Translated
from convivio.office.happened import Happened, What
from convivio.office.models import Encounter
from convivio.organisations.models import Accreditation, Mandate
from convivio.trackrecord.models import Participation
from convivio.web.amounts import money

ON_A_PAGE = 60
ICONS = {"call": "call", "visit": "pin", "meeting": "people", "mail": "mail"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day: an icon, a sentence, perhaps more and where it opens.

    `note` is the number of a note, `is_words` marks what people wrote.
    """

    on: date
    icon: str
    said: str
    more: str = ""
    url: str = ""
    note: int | None = None
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class Life:
    """One page of events, the latest first; how many there are in all, and the pages before and after."""

    events: list[Event]
    count: int
    page: int
    further_back: int | None


def life_of(
    cluster: Cluster,
    memberships: Iterable[Membership],
    names: Names,
    rows: Iterable[Happened],
    page: int = 1,
) -> Life:
    """Tell what happened with a member, the latest first, one page of it."""
    told = (event for row in _together(rows) for event in _TELLING[row.what](cluster, row))
    events = sorted([*_memberships(memberships, names), *told], key=lambda event: event.on, reverse=True)
    start = (page - 1) * ON_A_PAGE
    more = page + 1 if len(events) > start + ON_A_PAGE else None
    return Life(events[start : start + ON_A_PAGE], len(events), page, more)


def _together(rows: Iterable[Happened]) -> Iterator[Happened]:
    """Keep what is told, with the people who received one circular in one row."""
    received: dict[int, Happened] = {}
    for row in rows:
        if row.what == What.CIRCULAR:
            first = received.get(row.number)
            names = f"{first.whose}, {row.whose}" if first else row.whose
            received[row.number] = replace(row, whose=names)
        elif row.what in _TELLING:
            yield row
    yield from received.values()


def _memberships(memberships: Iterable[Membership], names: Names) -> Iterator[Event]:
    before: Membership | None = None
    for one in memberships:
        goes_on = (
            before is not None and before.until_on is not None and (one.from_on - before.until_on).days == 1
        )
        said = _("Went on as: %(category)s") if goes_on else _("Became a member as: %(category)s")
        words = said % {"category": category_name(one.category, names)}
        yield Event(one.from_on, "certificate", words, one.resolution, one.get_absolute_url())
        if one.until_on and one.ending:
            yield Event(one.until_on, "out", str(one.get_ending_display()).capitalize(), one.ending_words)
        before = one


Telling = Callable[[Cluster, Happened], Iterator[Event]]


def _suspension(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on:
        yield Event(row.on, "hidden", _("Suspended"), row.words)
    if row.until:
        yield Event(row.until, "check", _("Last day of the suspension"))


def _notice(cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on and row.amount is not None:
        words = {"amount": money(row.amount), "number": row.words}
        said = _("Asked for dues: %(amount)s, notice %(number)s") % words
        yield Event(row.on, "euro", said, url=reverse("dues:notice", args=[cluster.slug, row.number]))


def _payment(cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on and row.amount is not None:
        said = _("Paid %(amount)s") % {"amount": money(row.amount)}
        yield Event(row.on, "check", said, url=reverse("dues:payment", args=[cluster.slug, row.number]))


def _seat(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on:
        words = {"name": row.words, "role": Seat.Role(row.kind).label}
        said = _("At the table “%(name)s” as %(role)s") % words
        yield Event(row.on, "table", said, url=reverse("consortia:page", args=[row.number]))


def _project(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on:
        words = {"name": row.words, "role": Participation.Role(row.kind).label}
        said = _("In the project %(name)s as %(role)s") % words
        yield Event(row.on, "project", said, url=reverse("trackrecord:project", args=[row.number]))


def _accreditation(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    kind = {"kind": Accreditation.Kind(row.kind).label}
    if row.on:
        yield Event(row.on, "certificate", _("Accredited: %(kind)s") % kind, row.words)
    if row.until:
        yield Event(row.until, "clock", _("Last day of the accreditation: %(kind)s") % kind)


def _mandate(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    """Mandates to sign and to vote; who reads and edits is in the list of people."""
    words = {"person": row.whose or _("somebody who was forgotten"), "right": Mandate.Right(row.kind).label}
    if row.on:
        yield Event(row.on, "user", _("%(person)s may %(right)s") % words)
    if row.until:
        yield Event(row.until, "clock", _("Last day on which %(person)s may %(right)s") % words)


def _encounter(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on:
        said = f"{str(Encounter.Kind(row.kind).label).capitalize()}: {row.words}"
        yield Event(row.on, ICONS[row.kind], said, row.whose, is_words=True)


def _circular(cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on:
        said = _("Received the circular “%(subject)s”") % {"subject": Translated(json.loads(row.words))}
        url = reverse("office:circular", args=[cluster.slug, row.number])
        yield Event(row.on, "mail", said, row.whose, url)


def _note(_cluster: Cluster, row: Happened) -> Iterator[Event]:
    if row.on:
        yield Event(row.on, "edit", row.words, row.whose, note=row.number, is_words=True)


_TELLING: dict[str, Telling] = {
    What.SUSPENSION: _suspension,
    What.NOTICE: _notice,
    What.PAYMENT: _payment,
    What.SEAT: _seat,
    What.PROJECT: _project,
    What.ACCREDITATION: _accreditation,
    What.MANDATE: _mandate,
    What.ENCOUNTER: _encounter,
    What.CIRCULAR: _circular,
    What.NOTE: _note,
}
