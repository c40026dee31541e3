"""What a member did last: read from what it really did here, never from who signed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Max, QuerySet, Value
from django.db.models.functions import Cast, Substr, TruncDate
from django.utils.translation import gettext_lazy as _

from convivio.activity.models import Trace
from convivio.consortia.models import Seat
from convivio.exchanges.models import Exchange
from convivio.kernel.prepared import Prepared
from convivio.matching.models import Pick
from convivio.office.lines import Sheet, Values
from convivio.office.models import Encounter
from convivio.trackrecord.models import Participation

QUARTER, YEAR = timedelta(days=91), timedelta(days=365)
ACCOUNT_VERBS = ("account.", "person.", "consent.", "erasure.", "token.", "sign_in.", "need.")
"""What people do with their own account says nothing of the organisation; what an asker does on the board could tell who hides."""


class What(models.TextChoices):
    """The kind of thing that a member did."""

    TRACE = "trace", _("did something here")
    SEAT = "seat", _("took a seat at a table")
    PICK = "pick", _("was picked as a partner")
    PROJECT = "project", _("a project was signed")
    GAVE = "gave", _("gave something to another")
    RECEIVED = "received", _("received something from another")
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
    """Give each line the last thing it did, or nothing: one question, whatever the number of lines."""
    rows = _done.rows(
        cluster=sheet.cluster.pk,
        keys=[f"organisation:{number}" for number in sheet.numbers],
        audiences=sorted(sheet.reader.audiences),
        on=sheet.day,
    )
    found: dict[int, Last] = {}
    for number, on, what in rows:
        last = Last(on, What(what))
        if on <= sheet.day and (number not in found or last > found[number]):
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


@Prepared
def _done(
    cluster: int, keys: Sequence[str], audiences: Sequence[str], on: date
) -> QuerySet[Any, tuple[Any, ...]]:
    first, *others = (
        rows.annotate(what=Value(what.value, output_field=models.CharField()))
        for what, rows in _doings(cluster, keys, audiences, on).items()
    )
    together: QuerySet[Any, tuple[Any, ...]] = first.union(*others, all=True)
    return together


def _doings(
    cluster: int, keys: Sequence[str], audiences: Sequence[str], on: date
) -> dict[What, QuerySet[Any, Any]]:
    """Give, for each kind of doing, the members of a cluster with the latest day of each.

    Seats and picks only of what these audiences may see: what others keep to themselves stays with them.
    A mail of ours is nothing that they did.
    """
    of_members = {"organisation__memberships__cluster": cluster}
    seats = Seat.objects.filter(
        **of_members, consortium__audience__in=audiences, consortium__set_aside_at=None
    )
    picks = Pick.objects.filter(**of_members, question__audience__in=audiences)
    projects = Participation.objects.filter(**of_members, project__signed_on__lte=on)
    met = Encounter.objects.filter(cluster=cluster, organisation__isnull=False)
    return {
        What.TRACE: _traces(keys),
        What.SEAT: _latest(seats, TruncDate(Max("consortium__begun_at"))),
        What.PICK: _latest(picks, TruncDate(Max("picked_at"))),
        What.PROJECT: _latest(projects, Max("project__signed_on")),
        What.GAVE: _shared("giver", cluster, on),
        What.RECEIVED: _shared("taker", cluster, on),
        What.MEETING: _latest(met.exclude(kind=Encounter.Kind.MAIL), Max("on")),
    }


def _latest(rows: QuerySet[Any, Any], day: Any) -> QuerySet[Any, Any]:
    latest: QuerySet[Any, Any] = rows.order_by().values_list("organisation_id").annotate(latest=day)
    return latest


def _shared(side: str, cluster: int, on: date) -> QuerySet[Any, Any]:
    """What a member gave or received, as the other side confirmed."""
    rows = Exchange.objects.counted().filter(**{f"{side}__memberships__cluster": cluster}, on__lte=on)
    latest: QuerySet[Any, Any] = rows.order_by().values_list(f"{side}_id").annotate(latest=Max("on"))
    return latest


def _traces(keys: Sequence[str]) -> QuerySet[Any, Any]:
    """What was done in the name of the organisation, by whoever acted for it."""
    rows = Trace.objects.filter(acting_for__in=keys)
    for beginning in ACCOUNT_VERBS:
        rows = rows.exclude(verb__startswith=beginning)
    number = Cast(Substr("acting_for", len("organisation:") + 1), models.BigIntegerField())
    named = rows.order_by().annotate(organisation_number=number).values_list("organisation_number")
    return named.annotate(latest=TruncDate(Max("at")))
