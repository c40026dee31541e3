"""What an office says once: where to pay, what is asked, what lateness costs, with which words it reminds."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.errors import ScheduleStartsTooEarly
from convivio.dues.ledger import hold_books
from convivio.dues.models import (
    Account,
    ArrearsRule,
    Books,
    FeeLine,
    FeeSchedule,
    Reduction,
    ReminderLevel,
)
from convivio.dues.permissions import may_keep_dues
from convivio.people.acting import Acting


@transaction.atomic
def say_where_to_pay(cluster: Cluster, details: Mapping[str, Any], *, by: Acting) -> Books:
    """Keep where members pay.

    Raises:
        NotAllowed.
    """
    may_keep_dues(by, cluster).enforce()
    books = hold_books(cluster)
    for name, value in details.items():
        setattr(books, name, value)
    books.save()
    record("dues.payee_changed", cluster, by=by, facts={"iban_ends": books.iban[-4:]})
    return books


@transaction.atomic
def begin_schedule(
    schedule: FeeSchedule, lines: Iterable[FeeLine], reductions: Iterable[Reduction], *, by: Acting
) -> FeeSchedule:
    """Let new rules begin on a day; those of before end the day before, and stay as they were.

    Raises:
        NotAllowed.
        ScheduleStartsTooEarly: rules are known that begin on that day or later.
    """
    may_keep_dues(by, schedule.cluster).enforce()
    hold_books(schedule.cluster)
    _end_before(FeeSchedule, schedule)
    schedule.save()
    rows: list[FeeLine | Reduction] = [*lines, *reductions]
    for row in rows:
        row.pk, row.schedule = None, schedule
        row.save()
    record("dues.rules_begun", schedule.cluster, by=by, facts={"from": schedule.from_on.isoformat()})
    return schedule


@transaction.atomic
def begin_arrears_rule(rule: ArrearsRule, *, by: Acting) -> ArrearsRule:
    """Let a rule about lateness begin on a day.

    Raises:
        NotAllowed, ScheduleStartsTooEarly.
    """
    may_keep_dues(by, rule.cluster).enforce()
    hold_books(rule.cluster)
    _end_before(ArrearsRule, rule)
    rule.save()
    facts = {"from": rule.from_on.isoformat(), "days": rule.days, "rights": rule.rights}
    record("dues.arrears_rule_begun", rule.cluster, by=by, facts=facts)
    return rule


def _end_before(kind: type[FeeSchedule] | type[ArrearsRule], new: FeeSchedule | ArrearsRule) -> None:
    kept = kind.objects.filter(cluster=new.cluster)
    if kept.filter(from_on__gte=new.from_on).exists():
        raise ScheduleStartsTooEarly
    last: date = new.from_on - timedelta(days=1)
    kept.holding_on(new.from_on).update(until_on=last)


@transaction.atomic
def keep_reminder_level(level: ReminderLevel, *, by: Acting) -> ReminderLevel:
    """Keep the words of a reminder, and after how many days it goes out.

    Raises:
        NotAllowed.
    """
    may_keep_dues(by, level.cluster).enforce()
    level.save()
    record("dues.reminder_worded", level.cluster, by=by, facts={"level": level.level, "days": level.days})
    return level


@transaction.atomic
def write_to(account: Account, email: str, *, by: Acting) -> None:
    """Keep where the notices of an organisation go; nothing, for those who pay or sign for it.

    Raises:
        NotAllowed.
    """
    may_keep_dues(by, account.cluster).enforce()
    account.email = email
    account.save(update_fields=["email"])
    record("dues.recipient_changed", account.organisation, by=by, because=account.cluster)
