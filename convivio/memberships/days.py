"""Who was a member of a cluster on a day: one question to the database, whatever the day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from convivio.clusters.categories import Names, category_name
from convivio.clusters.models import Cluster, Membership, Suspension


def members_on(cluster: Cluster, day: date) -> QuerySet[Membership]:
    """Keep who was a member on this day, by name, each with `stands_still` for the suspended."""
    still = Suspension.objects.filter(membership=OuterRef("pk")).holding_on(day)
    held = Membership.objects.filter(cluster=cluster).holding_on(day).annotate(stands_still=Exists(still))
    return held.select_related("organisation").order_by("organisation__name", "pk")


def counts_by_category(members: QuerySet[Membership], names: Names) -> list[tuple[str, int]]:
    """Count members by the name of their category, the largest first."""
    counts = Counter(members.order_by().values_list("category", flat=True))
    return [(category_name(code, names), count) for code, count in counts.most_common()]


def columns() -> list[str]:
    return [
        _("Organisation"),
        _("Town"),
        _("Category"),
        _("Member from"),
        _("Until"),
        _("Suspended"),
        _("Resolution"),
        _("Resolved on"),
    ]


def rows(members: QuerySet[Membership], names: Names) -> Iterator[list[object]]:
    """Give the table to take away: exactly who is shown."""
    for one in members:
        yield [
            one.organisation.name,
            one.organisation.city,
            category_name(one.category, names),
            one.from_on,
            one.until_on,
            _("yes") if one.stands_still else _("no"),  # type: ignore[attr-defined]  # annotated above
            one.resolution,
            one.resolved_on,
        ]
