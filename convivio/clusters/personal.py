"""What the clusters hold of people: who keeps which office."""

from datetime import timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from convivio.clusters.belonging import clusters_of_people
from convivio.clusters.models import (
    Cluster,
    Membership,
    MembershipCategory,
    Network,
    Office,
    Suspension,
    ValueChain,
)
from convivio.kernel.personal import Personal, declare_personal
from convivio.people.models import Person
from convivio.people.privacy.erasing import declare_erasure
from convivio.people.privacy.looking_after import declare_belonging

declare_personal(Network, Personal(plain=("slug", "name", "mission")))
declare_personal(Cluster, Personal(plain=("slug", "name", "mission")))
declare_personal(ValueChain, Personal(plain=("slug", "name")))
declare_personal(MembershipCategory, Personal(plain=("code", "name")))
declare_personal(Membership, Personal(plain=("category", "resolution", "ending_words")))
declare_personal(Suspension, Personal(plain=("reason",)))
declare_personal(Office, Personal(whose="person", hands=("given_by",)))


def end_offices(person: Person, addresses: frozenset[str]) -> int:
    """End the offices of a person with yesterday; take away those that had not begun before today."""
    today = localdate()
    gone = Office.objects.filter(person=person, from_on__gte=today).delete()[0]
    still = Office.objects.filter(person=person).filter(Q(until_on=None) | Q(until_on__gte=today))
    return gone + still.update(until_on=today - timedelta(days=1))


declare_erasure("offices", end_offices)
declare_belonging(clusters_of_people)
