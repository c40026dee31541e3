"""Partners to seat, looked for by name."""

from dataclasses import dataclass

from convivio.consortia.models import Consortium
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.search.finding import begun

MOST_OFFERED = 8
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Offered:
    """An organisation whose name begins like what was typed, and whether it sits there already."""

    organisation: Organisation
    sits: bool


def offered(typed: str, consortium: Consortium, reader: Reader) -> list[Offered]:
    """Give the organisations whose names begin like the letters typed so far, best first.

    Raises:
        IndexIsNotBuilt.
    """
    if len(typed) < SHORTEST:
        return []
    numbers = [
        split_key(hit.key)[1] for hit in begun(typed, reader, types=["organisation"], most=MOST_OFFERED)
    ]
    rows = Organisation.objects.visible_to(reader).in_bulk(numbers)
    seated = set(consortium.seats.values_list("organisation_id", flat=True))
    return [Offered(rows[number], number in seated) for number in numbers if number in rows]
