"""What a use would cost by the owner's tariffs: proposed to both, and collected by the owner alone."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Q
from django.utils.timezone import localdate, localtime

from convivio.clusters.models import Membership
from convivio.kernel.money import euros
from convivio.organisations.models import Kind, Organisation
from convivio.resources.models import Booking, Tariff

RESEARCH = frozenset({Kind.UNIVERSITY, Kind.RESEARCH_CENTRE, Kind.LABORATORY, Kind.HEALTH_FACILITY})
HOUR = Decimal(60)


def standings(owner: Organisation, users: Iterable[Organisation]) -> dict[int, list[str]]:
    """Say which tariffs may hold for each user, the nearest first: a member of our clusters, of the network, a kind."""
    today, numbers = localdate(), {one.pk for one in users}
    held = Membership.objects.with_rights_on(today).filter(
        Q(organisation__in=numbers) | Q(organisation=owner)
    )
    of: dict[int, set[int]] = {}
    for number, cluster in held.values_list("organisation_id", "cluster_id"):
        of.setdefault(number, set()).add(cluster)
    ours = of.get(owner.pk, set())
    return {one.pk: list(_standings(one, of.get(one.pk, set()), ours)) for one in users}


def _standings(user: Organisation, theirs: set[int], ours: set[int]) -> Iterable[str]:
    if theirs & ours:
        yield Tariff.For.MEMBER
    if theirs:
        yield Tariff.For.NETWORK
    if user.kind in RESEARCH:
        yield Tariff.For.RESEARCH
    yield Tariff.For.OTHER


def price_of(booking: Booking, tariffs: Mapping[str, Tariff], standing: Iterable[str]) -> Decimal | None:
    """Work out what a booking would cost; None where no tariff holds.

    Units: euros, to the cent. A day that is begun counts whole; hours count to the minute, as they were
    used where that was said.
    """
    tariff = next((tariffs[one] for one in standing if one in tariffs), None)
    if tariff is None:
        return None
    if tariff.unit == Tariff.Unit.USE:
        return euros(tariff.amount)
    if tariff.unit == Tariff.Unit.DAY:
        first, last = localtime(booking.from_at).date(), localtime(booking.until_at).date()
        return euros(tariff.amount * ((last - first).days + 1))
    minutes = booking.minutes if booking.used_minutes is None else booking.used_minutes
    return euros(tariff.amount * minutes / HOUR)
