"""Calls, visits, meetings and mails, each in one line, and how many there were."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.office.models import Contact, Encounter
from convivio.office.permissions import may_keep_office
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.web.amounts import in_words
from convivio.web.figures import Bar

MONTHS = 12
MOST_MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Said:
    """One line to write down: what, when, with whom, about what, how long."""

    kind: str
    on: date
    whom: str
    line: str
    minutes: int | None = None


@transaction.atomic
def write_encounter(cluster: Cluster, said: Said, *, by: Acting) -> Encounter:
    """Write one line down; a member or a contact is known by the name that was written.

    Raises: NotAllowed.
    """
    lock(cluster)
    may_keep_office(by, cluster).enforce()
    organisation = _organisation(cluster, said.whom)
    contact = None if organisation else _contact(cluster, said.whom)
    encounter = Encounter.objects.create(
        cluster=cluster,
        kind=said.kind,
        on=said.on,
        organisation=organisation,
        contact=contact,
        whom="" if organisation or contact else said.whom,
        line=said.line,
        minutes=said.minutes,
        written_by=by.person,
    )
    record("encounter.written", encounter, by=by, because=organisation or cluster, facts={"kind": said.kind})
    return encounter


@transaction.atomic
def remove_encounter(encounter: Encounter, *, by: Acting) -> None:
    """Take a line away that was written by mistake.

    Raises: NotAllowed.
    """
    lock(encounter)
    may_keep_office(by, encounter.cluster).enforce()
    record("encounter.removed", encounter, by=by, because=encounter.cluster)
    encounter.delete()


def encounters_of(cluster: Cluster) -> QuerySet[Encounter]:
    """Give the lines of a cluster, the latest first."""
    rows = Encounter.objects.filter(cluster=cluster)
    return rows.select_related("organisation", "contact", "written_by")


def by_month(cluster: Cluster, day: date) -> list[Bar]:
    """Count the lines of each of the last twelve months."""
    first = _months_before(day, MONTHS - 1)
    days = Encounter.objects.filter(cluster=cluster, on__gte=first, on__lte=day).values_list("on", flat=True)
    counts = Counter((on.year, on.month) for on in days.order_by())
    months = [_months_before(day, back) for back in range(MONTHS)]
    return [Bar(in_words(one, "F Y"), counts[one.year, one.month]) for one in months]


def by_member(cluster: Cluster, day: date) -> list[Bar]:
    """Count the lines of the last twelve months by member, the most first."""
    first = _months_before(day, MONTHS - 1)
    rows = Encounter.objects.filter(cluster=cluster, on__gte=first, organisation__isnull=False)
    counts = Counter(rows.order_by().values_list("organisation__name", flat=True))
    return [Bar(name, count) for name, count in counts.most_common(MOST_MEMBERS)]


def _months_before(day: date, months: int) -> date:
    whole = day.year * 12 + day.month - 1 - months
    return date(whole // 12, whole % 12 + 1, 1)


def _organisation(cluster: Cluster, name: str) -> Organisation | None:
    if not name:
        return None
    rows = Organisation.objects.filter(memberships__cluster=cluster).distinct()
    return rows.filter(name__iexact=name).first() or rows.filter(short_name__iexact=name).first()


def _contact(cluster: Cluster, name: str) -> Contact | None:
    return Contact.objects.filter(cluster=cluster, name__iexact=name).first()
