"""What a person may do for organisations today, and which audiences that opens."""

from collections.abc import Iterator
from datetime import date

from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Capacity
from convivio.people.models import Person


def capacities(person: Person, on: date) -> Iterator[Capacity]:
    """Give one capacity for each organisation that a mandate of this day names."""
    rights: dict[Organisation, set[str]] = {}
    held = Mandate.objects.of(person, on).select_related("organisation").order_by("from_on", "id")
    for mandate in held:
        rights.setdefault(mandate.organisation, set()).add(mandate.right)
    for organisation, given in rights.items():
        yield Capacity(organisation.key, organisation.name, frozenset(given), organisation.get_absolute_url())


def audiences(person_number: int, on: date) -> Iterator[str]:
    """Open what an organisation shows to its own people."""
    numbers = Mandate.objects.of(person_number, on).values_list("organisation_id", flat=True).distinct()
    for number in numbers:
        yield f"organisation:{number}"
