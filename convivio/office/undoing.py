"""Putting a member back into the category that it had, as if it had never changed."""

from datetime import date, timedelta

from convivio.clusters.models import Membership, Suspension
from convivio.kernel.rows import lock
from convivio.memberships.rows import reopened
from convivio.office.errors import CannotBeUndone


def back_in_category(was: Membership, after: Membership) -> None:
    """Take the later membership away, and let the earlier one go on to its end.

    Raises: CannotBeUndone, when either was changed meanwhile. Errors: ProtectedError, when dues hang on it.
    """
    lock(was)
    lock(after)
    if was.until_on != after.from_on - timedelta(days=1):
        raise CannotBeUndone(str(was.organisation))
    held = list(after.suspensions.order_by("from_on").values_list("from_on", "until_on", "reason"))
    begins = after.from_on
    was.until_on, was.ending, was.ending_words = after.until_on, after.ending, after.ending_words
    after.delete()
    reopened(was)
    for from_on, until_on, reason in held:
        _suspended_again(was, from_on, until_on, reason, begins)


def _suspended_again(
    was: Membership, from_on: date, until_on: date | None, reason: str, begins: date
) -> None:
    """Let a suspension that was cut in two be one again."""
    eve = begins - timedelta(days=1)
    first = was.suspensions.filter(until_on=eve).first() if from_on == begins else None
    if first is not None:
        Suspension.objects.filter(pk=first.pk).update(until_on=until_on)
    else:
        Suspension.objects.create(membership=was, from_on=from_on, until_on=until_on, reason=reason)
