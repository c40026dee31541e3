"""Who receives a circular, and why: worked out anew whenever it is asked, last at the sending."""

from dataclasses import dataclass, field
from datetime import date

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import ANYONE, Reader
from convivio.office.asking import Asked, answered
from convivio.office.lines import sheet_of
from convivio.office.models import Circular, NoCirculars
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person


@dataclass(slots=True)
class Recipient:
    """One person, for which members and with which rights."""

    person: Person
    organisations: dict[int, Organisation] = field(default_factory=dict)
    rights: set[str] = field(default_factory=set)

    @property
    def rights_in_words(self) -> list[str]:
        return [str(right.label) for right in Mandate.Right if right in self.rights]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a circular reaches, whom it does not because they want none, and members it reaches nobody of."""

    recipients: list[Recipient]
    wanting_none: list[Recipient]
    unreached: list[Organisation]


def reach_of(circular: Circular, day: date, reader: Reader = ANYONE) -> Reach:
    """Say whom a circular reaches on a day: people with a mandate of that day, of members of that day."""
    members = _members(circular, day, reader)
    mandates = Mandate.objects.filter(organisation__in=members, person__is_active=True).holding_on(day)
    if circular.right:
        mandates = mandates.filter(right=circular.right)
    found: dict[int, Recipient] = {}
    for mandate in mandates.select_related("person", "organisation").order_by("organisation__name", "pk"):
        one = found.setdefault(mandate.person_id, Recipient(mandate.person))
        one.organisations[mandate.organisation_id] = mandate.organisation
        one.rights.add(mandate.right)
    stopped = _stopped(circular)
    everyone = sorted(found.values(), key=lambda one: (str(one.person).casefold(), one.person.pk))
    reached = {number for one in everyone for number in one.organisations}
    return Reach(
        [one for one in everyone if one.person.pk not in stopped],
        [one for one in everyone if one.person.pk in stopped],
        list(Organisation.objects.filter(pk__in=members - reached).order_by("name", "pk")),
    )


def _members(circular: Circular, day: date, reader: Reader) -> set[int]:
    """Give the members of that day that are in the segment; who is suspended is still a member."""
    held = Membership.objects.filter(cluster=circular.cluster).holding_on(day)
    members = set(held.order_by().values_list("organisation", flat=True))
    if circular.segment == Circular.Segment.CHOSEN:
        return members & set(circular.chosen)
    if circular.segment == Circular.Segment.VIEW:
        sheet = sheet_of(circular.cluster, reader, day)
        return members & {line.number for line in answered(sheet, Asked.said(circular.query))}
    return members


def _stopped(circular: Circular) -> set[int]:
    if circular.is_duty:
        return set()
    return set(NoCirculars.objects.filter(cluster=circular.cluster).values_list("person", flat=True))


def wishes_of(cluster: Cluster, day: date) -> list[NoCirculars]:
    """Give who wants no circulars of a cluster, of the people who act for its members on a day."""
    held = Membership.objects.filter(cluster=cluster).holding_on(day)
    mandates = Mandate.objects.filter(organisation__in=held.values("organisation")).holding_on(day)
    wishes = NoCirculars.objects.filter(
        cluster=cluster, person__is_active=True, person__in=mandates.values("person")
    )
    return list(wishes.select_related("person").order_by("person__name", "pk"))
