"""Which rules of a cluster hold for which member and year."""

from collections.abc import Sequence
from datetime import date

from convivio.clusters.models import Cluster, Membership
from convivio.dues.fees import Facts, Fee, Terms, fee
from convivio.dues.models import FeeSchedule, What


def terms_of(cluster: Cluster) -> list[Terms]:
    """Read all schedules of a cluster, newest first, in three questions to the database."""
    found = FeeSchedule.objects.filter(cluster=cluster).prefetch_related("lines", "reductions__organisation")
    return [
        Terms(one, list(one.lines.all()), list(one.reductions.all())) for one in found.order_by("-from_on")
    ]


def amount_for(
    membership: Membership, what: str, year: int, terms: Sequence[Terms] | None = None
) -> Fee | None:
    """Say what a membership owes of a kind for a year; None where no rule speaks of it.

    The rules are those of the first day of the year, or of the day of joining when that is later.
    An entry is owed for the year of joining.
    """
    if what == What.ENTRY and membership.from_on.year != year:
        return None
    if membership.from_on.year > year or (membership.until_on and membership.until_on.year < year):
        return None
    day = membership.from_on if what == What.ENTRY else max(date(year, 1, 1), membership.from_on)
    known = terms if terms is not None else terms_of(membership.cluster)
    held = next((one for one in known if one.schedule.holds_on(day)), None)
    return fee(held, facts_of(membership), what, year) if held else None


def facts_of(membership: Membership) -> Facts:
    """Read off a membership what the rules ask. A small or medium company of unknown size is not small."""
    organisation = membership.organisation
    return Facts(organisation.pk, membership.category, organisation.size, membership.from_on)
