"""What a member did last: read from what it really did here, never from who signed in."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from convivio.activity.models import Trace
from convivio.consortia.models import Seat
from convivio.kernel.keys import split_key
from convivio.matching.models import Pick
from convivio.office.lines import Sheet, Values
from convivio.office.models import Encounter
from convivio.trackrecord.models import Participation

QUARTER, YEAR = timedelta(days=91), timedelta(days=365)
ACCOUNT_VERBS = ("account.", "person.", "consent.", "erasure.", "token.", "sign_in.")
"""What people do with their own account says nothing of the organisation."""


class What(models.TextChoices):
    """The kind of thing that a member did."""

    TRACE = "trace", _("did something here")
    SEAT = "seat", _("took a seat at a table")
    PICK = "pick", _("was picked as a partner")
    PROJECT = "project", _("a project was signed")
    MEETING = "meeting", _("met the office")


class Band(models.TextChoices):
    """How long ago the last thing was."""

    QUARTER = "quarter", _("in the last three months")
    YEAR = "year", _("in the last twelve months")
    LONGER = "longer", _("longer ago")
    NEVER = "never", _("never")


@dataclass(frozen=True, slots=True, order=True)
class Last:
    """The last thing that a member did, and its day."""

    on: date
    what: What

    @property
    def label(self) -> str:
        return str(self.what.label)


def last_of(sheet: Sheet) -> Values:
    """Give each line the last thing it did, or nothing: five questions, whatever the number of lines."""
    found: dict[int, Last] = {}
    for one in (_traces, _seats, _picks, _projects, _encounters):
        for number, last in one(sheet).items():
            if last.on <= sheet.day and (number not in found or last > found[number]):
                found[number] = last
    return dict(found)


def band_of(last: Last | None, day: date) -> Band:
    """Say how long ago a member was last active."""
    if last is None:
        return Band.NEVER
    if day - last.on <= QUARTER:
        return Band.QUARTER
    return Band.YEAR if day - last.on <= YEAR else Band.LONGER


def last_by_line(sheet: Sheet) -> Values:
    return sheet.once("last done", last_of)


def _traces(sheet: Sheet) -> dict[int, Last]:
    """What was done in the name of the organisation, by whoever acted for it."""
    keys = {f"organisation:{number}" for number in sheet.numbers}
    rows = Trace.objects.filter(acting_for__startswith="organisation:")
    for beginning in ACCOUNT_VERBS:
        rows = rows.exclude(verb__startswith=beginning)
    latest = rows.order_by().values_list("acting_for").annotate(Max("at"))
    return {split_key(key)[1]: Last(localtime(at).date(), What.TRACE) for key, at in latest if key in keys}


def _seats(sheet: Sheet) -> dict[int, Last]:
    """Seats at the tables that this reader may see: what others keep to themselves stays with them."""
    rows = Seat.objects.filter(
        consortium__audience__in=sheet.reader.audiences,
        consortium__set_aside_at=None,
        organisation__memberships__cluster=sheet.cluster,
    )
    latest = rows.order_by().values_list("organisation").annotate(Max("consortium__begun_at"))
    return {number: Last(localtime(at).date(), What.SEAT) for number, at in latest}


def _picks(sheet: Sheet) -> dict[int, Last]:
    rows = Pick.objects.filter(
        question__audience__in=sheet.reader.audiences, organisation__memberships__cluster=sheet.cluster
    )
    latest = rows.order_by().values_list("organisation").annotate(Max("picked_at"))
    return {number: Last(localtime(at).date(), What.PICK) for number, at in latest}


def _projects(sheet: Sheet) -> dict[int, Last]:
    rows = Participation.objects.filter(
        organisation__memberships__cluster=sheet.cluster, project__signed_on__lte=sheet.day
    )
    latest = rows.order_by().values_list("organisation").annotate(Max("project__signed_on"))
    return {number: Last(on, What.PROJECT) for number, on in latest}


def _encounters(sheet: Sheet) -> dict[int, Last]:
    """Visits, calls and meetings; a mail of ours is nothing that they did."""
    rows = Encounter.objects.filter(cluster=sheet.cluster, organisation__isnull=False)
    latest = rows.exclude(kind=Encounter.Kind.MAIL).order_by().values_list("organisation").annotate(Max("on"))
    return {number: Last(on, What.MEETING) for number, on in latest}
