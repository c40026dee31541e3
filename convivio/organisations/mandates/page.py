"""Who acts for an organisation, as its own people see it."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate

from convivio.organisations.mandates.permissions import acts_for
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.holdings import Held, together
from convivio.people.invitations.inviting import answer_of, declined_invitations, open_invitations
from convivio.people.models import Invitation, Person
from convivio.people.privacy.shown import Shown, shown

RANK = {right.value: place for place, right in enumerate(Mandate.Right)}
"""Rights are always said in one order."""


@dataclass(slots=True)
class Colleague:
    """One person, what they may do from today on, and what of them the reader sees."""

    person: Person
    seen: Shown
    held: list[Held] = field(default_factory=list)
    rights: set[str] = field(default_factory=set)

    @property
    def rows(self) -> tuple[Held, ...]:
        return together(self.held)


def ours_or_404(acting: Acting, slug: str) -> Organisation:
    """Find an organisation that this person acts for; any other looks as if it were not there."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not acts_for(acting, organisation):
        raise Http404
    return organisation


def standing(day: date) -> QuerySet[Mandate]:
    """Keep the mandates that hold on a day or begin later, of people who are still there."""
    return Mandate.objects.filter(person__is_active=True).filter(Q(until_on=None) | Q(until_on__gte=day))


def colleagues(organisation: Organisation, to: Acting) -> list[Colleague]:
    """List who acts for an organisation from today on: whoever signs stands first, then by name."""
    rows = standing(localdate()).filter(organisation=organisation).select_related("person", "given_by")
    seen = shown({row.person for row in rows}, to)
    found: dict[int, Colleague] = {}
    for row in sorted(rows, key=lambda row: (RANK[row.right], row.from_on)):
        one = found.setdefault(row.person_id, Colleague(row.person, seen[row.person_id]))
        one.held.append(held(row))
        one.rights.add(row.right)
    return sorted(
        found.values(), key=lambda one: (Mandate.Right.SIGN not in one.rights, str(one.person).casefold())
    )


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """Keep the people who act for an organisation from today on."""
    numbers = standing(localdate()).filter(organisation=organisation).values("person")
    return Person.objects.filter(pk__in=numbers).order_by("name", "pk")


def held(row: Mandate) -> Held:
    return Held((str(row.get_right_display()),), row.from_on, row.until_on, str(row.given_by or ""))


def letters_waiting(organisation: Organisation) -> list[tuple[Invitation, str]]:
    """List the invitations that nobody has answered, each with what it offers."""
    return [(one, answer_of(one).offer(one).offered) for one in open_invitations(organisation.key)]


def letters_declined(organisation: Organisation) -> list[tuple[Invitation, str]]:
    """List the invitations that were declined, each with what it offered."""
    return [(one, answer_of(one).offer(one).offered) for one in declined_invitations(organisation.key)]
