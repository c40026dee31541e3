"""What the consortia hold of people: who began one; what is a person's own alone goes with them."""

from django.db.models import Q

from convivio.consortia.models import Consortium, Departure, Seat
from convivio.kernel.personal import Personal, declare_personal
from convivio.people.models import Person
from convivio.people.privacy.erasing import declare_erasure

declare_personal(
    Consortium,
    Personal(
        hands=("begun_by",),
        plain=("name", "need", "rule_set", "owner", "audience", "because"),
    ),
)
declare_personal(Seat, Personal(plain=("note", "reasons")))
declare_personal(Departure, Personal(plain=("note", "reasons")))


def forget_their_own(person: Person, addresses: frozenset[str]) -> int:
    """Take away the drafts that nobody but this person could see."""
    return Consortium.objects.filter(Q(owner=person.key) | Q(audience=person.key)).delete()[0]


declare_erasure("drafts of their own", forget_their_own)
