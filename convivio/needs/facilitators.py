"""Who accompanies an entry: somebody of the office of its cluster, whoever has the fewest open ones."""

from django.db.models import Count, Q
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership, Office
from convivio.needs.askers import OFFICE
from convivio.needs.models import Entry
from convivio.organisations.models import Organisation
from convivio.people.models import Person


def people_of_office(cluster: Cluster) -> "list[Person]":
    """List who can accompany the entries of a cluster today, by name."""
    numbers = office_numbers(cluster.pk)
    return list(Person.objects.filter(pk__in=numbers, is_active=True).order_by("name", "pk"))


def office_numbers(cluster: int) -> set[int]:
    held = Office.objects.filter(cluster=cluster, kind__in=OFFICE).holding_on(localdate())
    return set(held.values_list("person", flat=True))


def next_facilitator(cluster: Cluster) -> Person | None:
    """Choose a facilitator first, then anybody of the office; of these whoever accompanies the fewest."""
    held = Office.objects.filter(cluster=cluster, kind__in=OFFICE, person__is_active=True).holding_on(
        localdate()
    )
    kinds: dict[int, set[str]] = {}
    for person, kind in held.values_list("person", "kind"):
        kinds.setdefault(person, set()).add(kind)
    open_now = Count("pk", filter=Q(state=Entry.State.OPEN))
    counted = (
        Entry.objects.filter(facilitator__in=kinds).order_by().values("facilitator").annotate(n=open_now)
    )
    load = {row["facilitator"]: row["n"] for row in counted}
    best = min(kinds, key=lambda one: ("facilitator" not in kinds[one], load.get(one, 0), one), default=None)
    return None if best is None else Person.objects.filter(pk=best).first()


def clusters_to_choose(organisation: Organisation) -> "list[Cluster]":
    """List the clusters that can accompany what an organisation asks: its own, or any where it has none."""
    held = Membership.objects.with_rights_on(localdate()).filter(organisation=organisation)
    own = list(Cluster.objects.filter(pk__in=held.values("cluster")))
    return own or list(Cluster.objects.all())
