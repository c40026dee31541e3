"""What people are told when what they may do for an organisation grows or changes, and prolonging it from a letter."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.kernel.keys import split_key
from convivio.notices.declarations import Kind, Line
from convivio.notices.kinds import Facts
from convivio.organisations.mandates import granting
from convivio.organisations.mandates.letters import days_in_words, names_of
from convivio.organisations.mandates.permissions import may_give, reach_of
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.web.amounts import in_words

PROLONG = "mandate.prolong"
A_YEAR = timedelta(days=365)
GROUP = gettext_lazy("Who acts for whom")


def _whom(_about: str, facts: Facts) -> list[int]:
    return [facts["person"]]


def _words_with(subject_of: Callable[[], str]) -> Callable[[str, Facts, Person, str], Line | None]:
    """Say what a person may do for an organisation at this moment; nothing, when that is nothing any more."""

    def words(about: str, _facts: Facts, person: Person, _language: str) -> Line | None:
        organisation = _organisation(about)
        held = granting.mandates_from(organisation, person) if organisation else []
        if organisation is None or not held:
            return None
        ends = [row.until_on for row in held if row.until_on is not None]
        last = max(ends) if len(ends) == len(held) else None
        said = {
            "name": organisation.name,
            "rights": names_of(row.right for row in held),
            "days": days_in_words(min(row.from_on for row in held), last),
        }
        sentence = _("For %(name)s you may now: %(rights)s; %(days)s.")
        return Line(subject_of() % said, sentence % said, url=reverse("people:mandates"))

    return words


GIVEN = Kind(
    name="mandate.given",
    label=gettext_lazy("Somebody lets you act for an organisation"),
    group=GROUP,
    recipients=_whom,
    words=_words_with(lambda: _("You act for %(name)s")),
)
CHANGED = Kind(
    name="mandate.changed",
    label=gettext_lazy("What you may do for an organisation changes"),
    group=GROUP,
    recipients=_whom,
    words=_words_with(lambda: _("What you may do for %(name)s has changed")),
)


def said_of_prolonging(key: str, by: Acting) -> str | None:
    """Say what would be prolonged, and until when; None when this person may not, or it has ended."""
    row = _row(key)
    if row is None or row.until_on is None:
        return None
    last = _last(row, by)
    if last is None or not may_give(by, row.organisation, _ending_with(row), localdate(), last):
        return None
    return _("%(who)s goes on acting for %(name)s until %(day)s: %(rights)s.") % {
        "who": row.person,
        "name": row.organisation.name,
        "day": in_words(last, "j F Y"),
        "rights": names_of(_ending_with(row)),
    }


@transaction.atomic
def prolong(key: str, by: Acting) -> str | None:
    """Let what ends with a mandate hold for a year more, or for as long as the giver holds it themselves.

    Raises: NotAllowed.
    """
    said = said_of_prolonging(key, by)
    row = _row(key)
    last = _last(row, by) if row else None
    if row is not None and last is not None:
        granting.give_mandates(row.organisation, row.person, _ending_with(row), until_on=last, by=by)
    return said


def _row(key: str) -> Mandate | None:
    """Find a mandate that has not ended, with its person and its organisation."""
    rows = Mandate.objects.select_related("person", "organisation").filter(until_on__gte=localdate())
    return rows.filter(pk=split_key(key)[1], person__is_active=True).first()


def _ending_with(row: Mandate) -> list[str]:
    """Name the rights that end on the same day for the same person."""
    rows = Mandate.objects.filter(person=row.person, organisation=row.organisation, until_on=row.until_on)
    return sorted(set(rows.values_list("right", flat=True)))


def _last(row: Mandate, by: Acting) -> date | None:
    """Give the last day to which this person can prolong it: a year on, or as far as they hold it.

    None for no day: also where it goes on already.
    """
    reaches, held = reach_of(by, row.organisation), granting.reach_held(row.organisation, row.person)
    if row.until_on is None or all(
        held[right] > row.until_on for right in _ending_with(row) if right in held
    ):
        return None
    if any(right not in reaches for right in _ending_with(row)):
        return None
    last = min([row.until_on + A_YEAR, *(reaches[right] for right in _ending_with(row))])
    return last if last > row.until_on else None


def _organisation(about: str) -> Organisation | None:
    """Find an organisation, or the one into which it was merged."""
    found = Organisation.objects.select_related("merged_into").filter(pk=split_key(about)[1]).first()
    return found.merged_into or found if found else None
