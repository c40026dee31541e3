"""What an organisation is known for: the concepts that the room of skills says of it, as its page and the index need them."""

from collections.abc import Mapping
from datetime import date

from convivio.organisations.models import Competence, Organisation
from convivio.search.documents import has_changed

DECLARED = Competence.Origin.DECLARED


def say_known_for(organisation: Organisation, concepts: Mapping[int, date]) -> None:
    """Keep exactly these concepts as declared, each with the day it was confirmed, in the transaction that says them.

    Shape: the number of a concept to a day.
    """
    rows = Competence.objects.filter(organisation=organisation, origin=DECLARED)
    rows.exclude(concept__in=concepts).delete()
    known = dict(rows.values_list("concept_id", "confirmed_on"))
    for number, on in concepts.items():
        if number in known and known[number] != on:
            rows.filter(concept=number).update(confirmed_on=on)
    Competence.objects.bulk_create(
        Competence(organisation=organisation, concept_id=number, origin=DECLARED, confirmed_on=on)
        for number, on in sorted(concepts.items())
        if number not in known
    )
    has_changed(organisation.key)
