"""Reminding those who are late."""

from collections.abc import Collection

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.accounts import recipients
from convivio.dues.arrears import late_notices
from convivio.dues.ledger import hold_books
from convivio.dues.letters import post_reminder
from convivio.dues.models import Reminder
from convivio.dues.permissions import may_keep_dues
from convivio.people.acting import Acting


@transaction.atomic
def send_reminders(cluster: Cluster, chosen: Collection[tuple[int, int]], *, by: Acting) -> list[Reminder]:
    """Send the reminders that were chosen, by notice and level, and that are still due; each goes out once.

    Where there is nobody to write to, nothing is recorded.

    Raises:
        NotAllowed.
    """
    may_keep_dues(by, cluster).enforce()
    hold_books(cluster)
    today = localdate()
    late = [
        one for one in late_notices(cluster, today) if one.next and (one.notice.pk, one.next.level) in chosen
    ]
    reached = recipients([one.notice.account for one in late], today)
    sent = []
    for one in late:
        to = reached[one.notice.account_id]
        if one.next is None or not to:
            continue
        for recipient in to:
            post_reminder(one.notice, one.next, one.left, recipient)
        sent.append(
            Reminder.objects.create(
                notice=one.notice, level=one.next.level, on=today, open=one.left, recipient_count=len(to)
            )
        )
        record("dues.reminded", one.notice, by=by, because=cluster, facts={"level": one.next.level})
    return sent
