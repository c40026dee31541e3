"""The life of a member in one cluster, as events by day."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext as _

from convivio.clusters.categories import Names, category_name
from convivio.clusters.models import Cluster, Membership
from convivio.consortia.models import Seat
from convivio.kernel.addresses import address_of
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


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and how to tell what happened on it: put into words only on the page that shows it."""

    on: date
    told: Callable[[], Event]


def life_of(
    cluster: Cluster,
    memberships: Iterable[Membership],
    names: Names,
    rows: Iterable[Happened],
    page: int = 1,
) -> Life:
    """Tell what happened with a member, the latest first, one page of it."""
    moments = [*_of_memberships(memberships, names), *_of_rows(cluster, rows)]
    moments.sort(key=lambda moment: moment.on, reverse=True)
    start = (page - 1) * ON_A_PAGE
    more = page + 1 if len(moments) > start + ON_A_PAGE else None
    events = [moment.told() for moment in moments[start : start + ON_A_PAGE]]
    return Life(events, len(moments), page, more)


def _of_rows(cluster: Cluster, rows: Iterable[Happened]) -> Iterator[Moment]:
    """Give the first day of each row, and the last of those whose end is told."""
    for row in _together(rows):
        begins, ends = _TELLING[row.what]
        if row.on:
            yield Moment(row.on, partial(begins, cluster, row.on, row))
        if row.until and ends:
            yield Moment(row.until, partial(ends, cluster, row.until, row))


def _together(rows: Iterable[Happened]) -> Iterator[Happened]:
    """Keep what is told, with the people who received one circular in one row."""
    received: dict[int, Happened] = {}
    for row in rows:
        if row.what == What.CIRCULAR:
            first = received.get(row.number)
            names = f"{first.whose}, {row.whose}" if first else row.whose
            received[row.number] = row._replace(whose=names)  # noqa: SLF001 - every named tuple has it
        elif row.what in _TELLING:
            yield row
    yield from received.values()


def _of_memberships(memberships: Iterable[Membership], names: Names) -> Iterator[Moment]:
    before: Membership | None = None
    for one in memberships:
        goes_on = (
            before is not None and before.until_on is not None and (one.from_on - before.until_on).days == 1
        )
        yield Moment(one.from_on, partial(_membership, one, names, goes_on=goes_on))
        if one.until_on and one.ending:
            yield Moment(one.until_on, partial(_ending, one, one.until_on))
        before = one


def _membership(one: Membership, names: Names, *, goes_on: bool) -> Event:
    said = _("Went on as: %(category)s") if goes_on else _("Became a member as: %(category)s")
    words = said % {"category": category_name(one.category, names)}
    return Event(one.from_on, "certificate", words, one.resolution, one.get_absolute_url())


def _ending(one: Membership, on: date) -> Event:
    return Event(on, "out", str(one.get_ending_display()).capitalize(), one.ending_words)


Tell = Callable[[Cluster, date, Happened], Event]


class Telling(NamedTuple):
    """How the first day of a row is told, and its last, if it is."""

    begins: Tell
    ends: Tell | None = None


def _suspension(_cluster: Cluster, on: date, row: Happened) -> Event:
    return Event(on, "hidden", _("Suspended"), row.words)


def _suspension_ends(_cluster: Cluster, on: date, _row: Happened) -> Event:
    return Event(on, "check", _("Last day of the suspension"))


def _notice(cluster: Cluster, on: date, row: Happened) -> Event:
    words = {"amount": money(row.amount), "number": row.words}
    said = _("Asked for dues: %(amount)s, notice %(number)s") % words
    return Event(on, "euro", said, url=address_of("dues:notice", cluster.slug, row.number))


def _payment(cluster: Cluster, on: date, row: Happened) -> Event:
    said = _("Paid %(amount)s") % {"amount": money(row.amount)}
    return Event(on, "check", said, url=address_of("dues:payment", cluster.slug, row.number))


def _seat(_cluster: Cluster, on: date, row: Happened) -> Event:
    words = {"name": row.words, "role": Seat.Role(row.kind).label}
    said = _("At the table “%(name)s” as %(role)s") % words
    return Event(on, "table", said, url=address_of("consortia:page", row.number))


def _project(_cluster: Cluster, on: date, row: Happened) -> Event:
    words = {"name": row.words, "role": Participation.Role(row.kind).label}
    said = _("In the project %(name)s as %(role)s") % words
    return Event(on, "project", said, url=address_of("trackrecord:project", row.number))


def _accreditation(_cluster: Cluster, on: date, row: Happened) -> Event:
    kind = {"kind": Accreditation.Kind(row.kind).label}
    return Event(on, "certificate", _("Accredited: %(kind)s") % kind, row.words)


def _accreditation_ends(_cluster: Cluster, on: date, row: Happened) -> Event:
    kind = {"kind": Accreditation.Kind(row.kind).label}
    return Event(on, "clock", _("Last day of the accreditation: %(kind)s") % kind)


def _mandate(_cluster: Cluster, on: date, row: Happened) -> Event:
    """Mandates to sign and to vote; who reads and edits is in the list of people."""
    return Event(on, "user", _("%(person)s may %(right)s") % _whose_right(row))


def _mandate_ends(_cluster: Cluster, on: date, row: Happened) -> Event:
    return Event(on, "clock", _("Last day on which %(person)s may %(right)s") % _whose_right(row))


def _whose_right(row: Happened) -> dict[str, object]:
    person = row.whose or _("somebody who was forgotten")
    return {"person": person, "right": Mandate.Right(row.kind).label}


def _encounter(_cluster: Cluster, on: date, row: Happened) -> Event:
    said = f"{str(Encounter.Kind(row.kind).label).capitalize()}: {row.words}"
    return Event(on, ICONS[row.kind], said, row.whose, is_words=True)


def _circular(cluster: Cluster, on: date, row: Happened) -> Event:
    said = _("Received the circular “%(subject)s”") % {"subject": Translated(json.loads(row.words))}
    url = address_of("office:circular", cluster.slug, row.number)
    return Event(on, "mail", said, row.whose, url)


def _note(_cluster: Cluster, on: date, row: Happened) -> Event:
    return Event(on, "edit", row.words, row.whose, note=row.number, is_words=True)


_TELLING: dict[str, Telling] = {
    What.SUSPENSION: Telling(_suspension, _suspension_ends),
    What.NOTICE: Telling(_notice),
    What.PAYMENT: Telling(_payment),
    What.SEAT: Telling(_seat),
    What.PROJECT: Telling(_project),
    What.ACCREDITATION: Telling(_accreditation, _accreditation_ends),
    What.MANDATE: Telling(_mandate, _mandate_ends),
    What.ENCOUNTER: Telling(_encounter),
    What.CIRCULAR: Telling(_circular),
    What.NOTE: Telling(_note),
}
