"""Who is late, what is to be reminded of today, and which rights lateness withholds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.dues.balances import open_notices
from convivio.dues.models import ArrearsRule, Entry, Notice, Reminder, ReminderLevel
from convivio.dues.standard_texts import levels_of
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Organisation
from convivio.web.amounts import in_words, number


@dataclass(frozen=True, slots=True)
class Late:
    """A notice that is late: by how many days, what is open, what was said already, what is to be said now."""

    notice: Notice
    left: Decimal
    days: int
    sent: tuple[Reminder, ...]
    next: ReminderLevel | None


def late_notices(cluster: Cluster, day: date) -> list[Late]:
    """Give the notices that are late, the longest first.

    The next reminder is the one after the last that went out, once its days have passed.
    """
    levels = levels_of(cluster)
    owing = open_notices(cluster, due_before=day)
    sent: dict[int, list[Reminder]] = {}
    for one in Reminder.objects.filter(notice__in=[notice.pk for notice, _left in owing]):
        sent.setdefault(one.notice_id, []).append(one)
    return [
        _late(notice, left, (day - notice.due_on).days, sent.get(notice.pk, []), levels)
        for notice, left in owing
    ]


def _late(
    notice: Notice, left: Decimal, days: int, sent: list[Reminder], levels: list[ReminderLevel]
) -> Late:
    said = max((one.level for one in sent), default=0)
    following = next((one for one in levels if one.level > said), None)
    is_time = following is not None and days >= following.days
    return Late(notice, left, days, tuple(sent), following if is_time else None)


def rights_withheld(organisation: Organisation, cluster: Cluster, day: date, right: str) -> Verdict:
    """Say whether a right of a member stands, as far as its dues go, by the rule that the cluster has on that day.

    Where a cluster has no rule, lateness withholds nothing.
    """
    rule = ArrearsRule.objects.filter(cluster=cluster).holding_on(day).first()
    if rule is None or right not in rule.rights:
        return ALLOWED
    entries = Entry.objects.filter(cluster=cluster, side=Entry.Side.RECEIVABLE)
    owed = entries.filter(account__organisation=organisation).order_by().values_list("charge__notice")
    open_now = [number for number, cents in _sums(owed) if cents > 0]
    oldest = Notice.objects.filter(pk__in=open_now).order_by("due_on").first()
    if oldest is None or (day - oldest.due_on).days <= rule.days:
        return ALLOWED
    return Verdict(_sentence(rule, oldest, day))


def _sums(owed: "object") -> list[tuple[int, int]]:
    return list(owed.annotate(Sum("cents")))  # type: ignore[attr-defined]


def _sentence(rule: ArrearsRule, oldest: Notice, day: date) -> str:
    return _(
        "Notice %(number)s has been open for %(days)s days since it was due. By %(source)s, decided on "
        "%(decided)s, this right rests until it is paid."
    ) % {
        "number": oldest,
        "days": number((day - oldest.due_on).days),
        "source": rule.source,
        "decided": in_words(rule.decided_on, "j F Y"),
    }
