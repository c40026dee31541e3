"""What a person holds for organisations, as their own page says it."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from convivio.organisations.mandates.page import RANK, held, standing
from convivio.organisations.models import Organisation
from convivio.people.holdings import Held, Holding, together
from convivio.people.models import Person


def holdings(person: Person, day: date) -> Iterator[Holding]:
    """Give one holding for each organisation, from a day on."""
    rows = standing(day).filter(person=person).select_related("organisation", "given_by")
    found: dict[Organisation, list[Held]] = {}
    for row in sorted(rows, key=lambda row: (row.organisation.name, RANK[row.right], row.from_on)):
        found.setdefault(row.organisation, []).append(held(row))
    for organisation, kept in found.items():
        yield Holding(
            key=organisation.key,
            body=organisation.name,
            url=organisation.get_absolute_url(),
            people_url=reverse("organisations:people", args=[organisation.slug]),
            back_url=reverse("organisations:person_ending", args=[organisation.slug, person.pk]),
            rows=together(kept),
        )
