"""What the organisations hold of people: who may act for them, who claimed them and in which words."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from convivio.kernel.personal import Holds, Personal, Sort, declare_personal
from convivio.organisations.mandates.belonging import organisations_of_people
from convivio.organisations.models import (
    Accreditation,
    Claim,
    CompanyGroup,
    Confirmation,
    Identifier,
    LikelyDouble,
    Mandate,
    Merge,
    Organisation,
    Site,
)
from convivio.people.models import Person
from convivio.people.privacy.erasing import declare_erasure
from convivio.people.privacy.looking_after import declare_belonging

TO_DECIDE = "to decide whether they may speak for the organisation"

declare_personal(CompanyGroup, Personal(plain=("name",)))
declare_personal(
    Organisation,
    Personal(
        plain=(
            *("slug", "name", "short_name", "country", "nuts", "street", "postcode", "city", "website"),
            *("description", "looking_for", "email", "phone", "logo", "audience"),
        )
    ),
)
declare_personal(Identifier, Personal(plain=("value",)))
declare_personal(Site, Personal(plain=("name", "street", "postcode", "city", "country", "nuts")))
declare_personal(Confirmation, Personal(hands=("by",)))
declare_personal(Accreditation, Personal(plain=("granted_by",)))
declare_personal(Mandate, Personal(whose="person", hands=("given_by",)))
declare_personal(LikelyDouble, Personal(hands=("settled_by",), plain=("reason",)))
declare_personal(
    Claim,
    Personal(
        whose="person",
        holds={"words": Holds(Sort.WORDS, TO_DECIDE), "answer": Holds(Sort.WORDS, TO_DECIDE)},
        hands=("decided_by",),
    ),
)
declare_personal(Merge, Personal(hands=("made_by", "undone_by"), plain=("choices", "moved")))


def end_mandates(person: Person, addresses: frozenset[str]) -> int:
    """End what a person may do with yesterday; take away what had not begun before today."""
    today = localdate()
    gone = Mandate.objects.filter(person=person, from_on__gte=today).delete()[0]
    still = Mandate.objects.filter(person=person).filter(Q(until_on=None) | Q(until_on__gte=today))
    Claim.objects.filter(person=person, state=Claim.State.OPEN).update(state=Claim.State.WITHDRAWN)
    return gone + still.update(until_on=today - timedelta(days=1))


declare_erasure("mandates", end_mandates)
declare_belonging(organisations_of_people)
