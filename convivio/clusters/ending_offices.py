"""The offices that end soon, for the clock and for “waiting for me”."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from convivio.clusters.models import Cluster, Network, Office
from convivio.clusters.office_permissions import APPOINTING, offices_of
from convivio.kernel.spans import covered_until
from convivio.people.endings import SOON, Ending
from convivio.people.models import Person


def endings(today: date, person: Person | None) -> Iterator[Ending]:
    """Give one ending for each office; those who appoint there can prolong it."""
    soon = Office.objects.holding_on(today).filter(until_on__lte=today + timedelta(days=SOON))
    soon = soon.filter(person__is_active=True)
    if person is not None:
        mine = Office.objects.filter(person=person).holding_on(today)
        places = Q(cluster__in=mine.filter(kind__in=APPOINTING[Cluster]).values("cluster"))
        places |= Q(network__in=mine.filter(kind__in=APPOINTING[Network]).values("network"))
        soon = soon.filter(Q(person=person) | places)
    for row in soon.select_related("person", "cluster", "network").order_by("pk"):
        if row.until_on is not None and not _goes_on(row):
            yield _ending(row, row.until_on, today)


def _ending(row: Office, last: date, today: date) -> Ending:
    body = row.cluster or row.network or Network()
    keeping = offices_of(body).holding_on(today).filter(kind__in=APPOINTING[type(body)])
    others = {
        one.person_id: one.person for one in keeping.exclude(person=row.person).select_related("person")
    }
    return Ending(
        key=f"office:{row.pk}",
        person=row.person,
        others=tuple(others.values()),
        body=str(body),
        what=lambda: str(row.get_kind_display()),
        from_on=row.from_on,
        until_on=last,
        page=reverse("clusters:offices", args=[body.slug if isinstance(body, Cluster) else "network"]),
    )


def _goes_on(row: Office) -> bool:
    """Say whether the same office goes on without a break after this row."""
    rows = Office.objects.filter(
        person=row.person_id, kind=row.kind, cluster=row.cluster_id, network=row.network_id
    )
    reach = covered_until(rows.values_list("from_on", "until_on"), row.from_on)
    return reach is None or row.until_on is None or reach > row.until_on
