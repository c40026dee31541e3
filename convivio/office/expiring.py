"""What ends within ninety days: mandates, offices, accreditations, contacts; and what to do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership, Office
from convivio.office.models import Contact
from convivio.organisations.models import Accreditation, Mandate, Organisation

SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Expiring:
    """One thing that ends: the day, what it is, of whom, what to do, and where."""

    on: date
    kind: str
    what: str
    whom: str
    advice: str
    action: str
    url: str


def expiring_in(cluster: Cluster, day: date) -> list[Expiring]:
    """Give what ends within ninety days in a cluster, the first to end first."""
    numbers = Membership.objects.filter(cluster=cluster).holding_on(day).values("organisation")
    found = [
        *_mandates(numbers, cluster, day),
        *_offices(cluster, day),
        *_accreditations(numbers, cluster, day),
        *_contacts(cluster, day),
    ]
    return sorted(found, key=lambda one: (one.on, one.whom, one.what))


def _mandates(numbers: "QuerySet[Membership, Any]", cluster: Cluster, day: date) -> Iterator[Expiring]:
    """Mandates that end with nothing after them, a person's rights for one member in one line."""
    rows = Mandate.objects.filter(organisation__in=numbers, person__is_active=True)
    held = rows.filter(until_on__gte=day, until_on__lte=day + SOON, from_on__lte=day)
    later = set(rows.filter(from_on__gt=day).values_list("person", "organisation", "right"))
    found: dict[tuple[int, int, date], list[Mandate]] = {}
    for one in held.select_related("person", "organisation").order_by("until_on", "right"):
        if (one.person_id, one.organisation_id, one.right) not in later and one.until_on:
            found.setdefault((one.person_id, one.organisation_id, one.until_on), []).append(one)
    for (_person, _organisation, on), mandates in found.items():
        rights = ", ".join(str(one.get_right_display()) for one in mandates)
        signs = any(one.right == Mandate.Right.SIGN for one in mandates)
        first = mandates[0]
        yield Expiring(
            on,
            "mandate",
            _("The mandate of %(person)s (%(rights)s)") % {"person": first.person, "rights": rights},
            str(first.organisation),
            _("Ask who signs after that day; without anybody, the member can neither sign nor give mandates.")
            if signs
            else _("Whoever signs for the member can give it again."),
            _("Open the member"),
            _member(cluster, first.organisation),
        )


def _offices(cluster: Cluster, day: date) -> Iterator[Expiring]:
    rows = Office.objects.filter(
        cluster=cluster, until_on__gte=day, until_on__lte=day + SOON, from_on__lte=day
    )
    for one in rows.select_related("person"):
        if one.until_on:
            yield Expiring(
                one.until_on,
                "office",
                _("The office of %(person)s (%(kind)s)")
                % {"person": one.person, "kind": one.get_kind_display()},
                str(cluster),
                _("Give it again, or to somebody else, before that day."),
                _("Open the offices"),
                reverse("clusters:offices", args=[cluster.slug]),
            )


def _accreditations(numbers: "QuerySet[Membership, Any]", cluster: Cluster, day: date) -> Iterator[Expiring]:
    rows = Accreditation.objects.filter(organisation__in=numbers, from_on__lte=day)
    soon = rows.filter(until_on__gte=day, until_on__lte=day + SOON).select_related("organisation")
    for one in soon:
        if one.until_on:
            yield Expiring(
                one.until_on,
                "accreditation",
                str(one.get_kind_display()),
                str(one.organisation),
                _("Calls ask for it: the member should ask %(granted_by)s to renew it.")
                % {"granted_by": one.granted_by},
                _("Open the member"),
                _member(cluster, one.organisation),
            )


def _contacts(cluster: Cluster, day: date) -> Iterator[Expiring]:
    rows = Contact.objects.filter(cluster=cluster, keep_until__lte=day + SOON)
    for one in rows.select_related("organisation"):
        yield Expiring(
            one.keep_until,
            "contact",
            _("The contact %(name)s") % {"name": one.name},
            one.of,
            _("It is forgotten after that day. Still in touch? Say that you keep it."),
            _("Open the contact"),
            reverse("office:contact", args=[cluster.slug, one.pk]),
        )


def _member(cluster: Cluster, organisation: Organisation) -> str:
    return reverse("office:member", args=[cluster.slug, organisation.slug])
