"""Technopoles, and the laboratories that they host, among the members of a cluster or of the network."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from convivio.clusters.models import Cluster
from convivio.kernel.audiences import Reader
from convivio.organisations.models import Kind, Organisation
from convivio.pages.members import members_seen


@dataclass(slots=True)
class Technopole:
    """A technopole, and what it hosts of this network or cluster."""

    organisation: Organisation
    hosted: list[Organisation] = field(default_factory=list)

    @property
    def laboratory_count(self) -> int:
        return sum(one.kind == Kind.LABORATORY for one in self.hosted)


def technopoles(reader: Reader, day: date, cluster: Cluster | None = None) -> list[Technopole]:
    """Give the technopoles that are members or host one, in one question to the database."""
    held = (
        members_seen(reader, cluster).filter(from_on__lte=day).filter(Q(until_on=None) | Q(until_on__gte=day))
    )
    rows = Organisation.objects.visible_to(reader).filter(pk__in=held.values("organisation"))
    rows = rows.filter(Q(kind=Kind.TECHNOPOLE) | Q(hosted_by__kind=Kind.TECHNOPOLE))
    found: dict[int, Technopole] = {}
    for one in rows.select_related("hosted_by").order_by("name"):
        host = one if one.kind == Kind.TECHNOPOLE else one.hosted_by
        if host is None or not reader.sees(host.audience):
            continue
        here = found.setdefault(host.pk, Technopole(host))
        if one.pk != host.pk:
            here.hosted.append(one)
    return sorted(found.values(), key=lambda one: (-len(one.hosted), one.organisation.name))
