"""What the office does with the categories of its cluster: name, order, open, close, add."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from convivio.activity.trace import record
from convivio.clusters.models import Cluster, Membership, MembershipCategory
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.memberships.errors import CategoryIsThere, CategoryIsUsed
from convivio.memberships.permissions import may_keep_members
from convivio.people.acting import Acting

LONGEST_CODE = 40


@transaction.atomic
def add_category(
    cluster: Cluster, name: Translated, *, joins_by_resolution: bool = False, by: Acting
) -> MembershipCategory:
    """Name one more category, the last of the list; its code stays when its name changes.

    Raises: NotAllowed; CategoryIsThere.
    """
    lock(cluster)
    may_keep_members(by, cluster).enforce()
    code = slugify(name.in_language("en")).replace("-", "_")[:LONGEST_CODE] or "category"
    try:
        with transaction.atomic():
            category = MembershipCategory.objects.create(
                cluster=cluster,
                code=code,
                name=name,
                position=cluster.categories.count(),
                joins_by_resolution=joins_by_resolution,
            )
    except IntegrityError as twice:
        raise CategoryIsThere(str(name)) from twice
    _recorded("added", category, by)
    return category


@transaction.atomic
def change_named_category(
    category: MembershipCategory, name: Translated, *, joins_by_resolution: bool, is_open: bool, by: Acting
) -> None:
    """Name a category anew, or open and close it; who is a member in it stays so.

    Raises: NotAllowed.
    """
    _hold(category, by)
    category.name, category.joins_by_resolution, category.is_open = name, joins_by_resolution, is_open
    category.save(update_fields=["name", "joins_by_resolution", "is_open"])
    _recorded("changed", category, by)


@transaction.atomic
def move_up(category: MembershipCategory, *, by: Acting) -> None:
    """Put a category one place higher; the first stays where it is.

    Raises: NotAllowed.
    """
    _hold(category, by)
    ordered = list(category.cluster.categories.order_by("position", "code"))
    place = ordered.index(category)
    if place > 0:
        ordered[place - 1 : place + 1] = [ordered[place], ordered[place - 1]]
    for position, one in enumerate(ordered):
        one.position = position
    MembershipCategory.objects.bulk_update(ordered, ["position"])
    _recorded("moved", category, by)


@transaction.atomic
def remove_category(category: MembershipCategory, *, by: Acting) -> None:
    """Take away a category that no membership ever had.

    Raises: NotAllowed; CategoryIsUsed.
    """
    _hold(category, by)
    if Membership.objects.filter(cluster=category.cluster, category=category.code).exists():
        raise CategoryIsUsed(str(category))
    _recorded("removed", category, by)
    category.delete()


def _hold(category: MembershipCategory, by: Acting) -> None:
    lock(category.cluster)
    lock(category)
    may_keep_members(by, category.cluster).enforce()


def _recorded(verb: str, category: MembershipCategory, by: Acting) -> None:
    record(f"category.{verb}", category.cluster, by=by, facts={"code": category.code})
