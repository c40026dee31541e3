"""To which organisations people belong: by any mandate that holds."""

from collections.abc import Collection
from datetime import date

from convivio.organisations.models import Mandate


def organisations_of_people(numbers: Collection[int], on: date) -> dict[int, set[str]]:
    """Return the keys of the organisations of each person."""
    found: dict[int, set[str]] = {}
    held = Mandate.objects.filter(person__in=numbers).holding_on(on)
    for person, organisation in held.values_list("person_id", "organisation_id").distinct():
        found.setdefault(person, set()).add(f"organisation:{organisation}")
    return found
