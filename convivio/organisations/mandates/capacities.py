"""What a person may do for organisations today, and which audiences that opens."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from convivio.kernel.audiences import Held
from convivio.kernel.keys import split_key
from convivio.kernel.prepared import Prepared
from convivio.organisations.models import Mandate
from convivio.people.acting import Capacity
from convivio.people.models import Person


@Prepared
def _held(person: int, on: date) -> QuerySet[Mandate, tuple[Any, ...]]:
    """Give the organisations that mandates of a day name, and the right that each gives."""
    held = Mandate.objects.of(person, on).order_by("from_on", "id")
    return held.values_list("organisation_id", "organisation__name", "organisation__slug", "right")


def capacities(person: Person, on: date) -> Iterator[Capacity]:
    """Give one capacity for each organisation that a mandate of this day names."""
    rights: dict[tuple[int, str, str], set[str]] = {}
    for number, name, slug, right in _held.rows(person=person.pk, on=on):
        rights.setdefault((number, name, slug), set()).add(right)
    for (number, name, slug), given in rights.items():
        url = reverse("organisations:page", args=[slug])
        yield Capacity(f"organisation:{number}", name, frozenset(given), url)


def audiences(held: Held, _on: date) -> Iterator[str]:
    """Open what an organisation shows to its own people."""
    return (key for key in held if key.startswith("organisation:"))


def numbers_in(held: Held) -> list[int]:
    """Number the organisations that somebody may act for."""
    return [split_key(key)[1] for key in held if key.startswith("organisation:")]
