"""Asking members for their dues, and taking back what was asked."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.accounts import recipients
from convivio.dues.balances import open_cents
from convivio.dues.errors import FeesChangedMeanwhile, NothingIsOpen, NoticeIsCancelled, NoWhereToPay
from convivio.dues.issuing import Order, issue
from convivio.dues.issuing_plan import Plan, Standing, plan_of
from convivio.dues.ledger import Act, Line, cents_of, hold_books, write
from convivio.dues.letters import post_notice
from convivio.dues.models import Charge, CreditNote, Entry, Notice, Posting, What
from convivio.dues.numbers import next_number
from convivio.dues.permissions import may_keep_dues
from convivio.dues.settling import INCOME, releasing_charge, settle
from convivio.people.acting import Acting


@transaction.atomic
def issue_notices(
    cluster: Cluster,
    seen: Plan,
    *,
    without: Collection[int] = (),
    send: bool = True,
    on: date | None = None,
    by: Acting,
) -> list[Notice]:
    """Issue a notice to each member of a batch as it was seen, but those left out; all, or none.

    They bear the day of today, or that on which they were issued elsewhere before.

    Raises:
        NotAllowed.
        NoWhereToPay: the cluster has not said where.
        FeesChangedMeanwhile: what would be asked is no longer what was seen.
    """
    may_keep_dues(by, cluster).enforce()
    books = hold_books(cluster)
    if not books.can_ask:
        raise NoWhereToPay
    plan = plan_of(cluster, seen.year)
    if plan.digest != seen.digest:
        raise FeesChangedMeanwhile
    asked = [one for one in plan.of(Standing.ASKED_NOW) if one.membership.pk not in without]
    return issue(books, asked, Order(plan.year, on or localdate(), send), by=by)


@transaction.atomic
def send_notice(notice: Notice, *, by: Acting) -> int:
    """Send a notice again to whom its letters reach; give how many that were.

    Raises:
        NotAllowed, NoticeIsCancelled.
    """
    may_keep_dues(by, notice.cluster).enforce()
    hold_books(notice.cluster)
    if CreditNote.objects.filter(notice=notice).exists():
        raise NoticeIsCancelled
    reached = recipients([notice.account], localdate())[notice.account_id]
    for recipient in reached:
        post_notice(notice, recipient)
    record("dues.sent", notice, by=by, facts={"recipients": len(reached)})
    return len(reached)


@transaction.atomic
def cancel_notice(notice: Notice, reason: str, *, by: Acting) -> CreditNote:
    """Take a notice back by a credit. What was paid for it becomes the member's credit.

    Raises:
        NotAllowed.
        NoticeIsCancelled: it was taken back before.
    """
    may_keep_dues(by, notice.cluster).enforce()
    hold_books(notice.cluster)
    if CreditNote.objects.filter(notice=notice).exists():
        raise NoticeIsCancelled
    for charge in notice.charges.all():
        cents = cents_of(charge.amount)
        acts = [*releasing_charge(charge, notice.account), _cancelling(charge, notice, cents, reason)]
        write(notice.cluster, acts, by=by)
    notice.charges.update(is_cancelled=True)
    today = localdate()
    number = next_number(CreditNote, notice.cluster, today.year)
    credit = CreditNote.objects.create(
        cluster=notice.cluster, notice=notice, year=today.year, number=number, on=today, reason=reason
    )
    settle(notice.account, by=by)
    record("dues.cancelled", notice, by=by, facts={"credit": str(credit)})
    return credit


def _cancelling(charge: Charge, notice: Notice, cents: int, reason: str) -> Act:
    income, owed = INCOME[What(charge.what)], Entry.Side.RECEIVABLE
    lines = (Line(income, cents, notice.account, charge), Line(owed, -cents, notice.account, charge))
    return Act(Posting.Kind.CANCELLED, lines, reason)


@transaction.atomic
def write_off(notice: Notice, reason: str, *, by: Acting) -> int:
    """Give up what is open on a notice; give the cents.

    Raises:
        NotAllowed, NothingIsOpen.
    """
    may_keep_dues(by, notice.cluster).enforce()
    hold_books(notice.cluster)
    charges = {charge.pk: charge for charge in notice.charges.all()}
    owed = {number: cents for number, cents in open_cents(charges.values()).items() if cents}
    if not owed:
        raise NothingIsOpen
    side = Entry.Side
    acts = [
        Act(
            Posting.Kind.WRITTEN_OFF,
            (
                Line(side.WRITE_OFF, cents, notice.account, charges[number]),
                Line(side.RECEIVABLE, -cents, notice.account, charges[number]),
            ),
            reason,
        )
        for number, cents in owed.items()
    ]
    write(notice.cluster, acts, by=by)
    record("dues.written_off", notice, by=by, facts={"cents": sum(owed.values())})
    return sum(owed.values())


@transaction.atomic
def take_write_off_back(notice: Notice, *, by: Acting) -> int:
    """Ask again for what was written off; give the cents.

    Raises:
        NotAllowed, NothingIsOpen.
    """
    may_keep_dues(by, notice.cluster).enforce()
    hold_books(notice.cluster)
    acts = [
        act
        for charge in notice.charges.all()
        for act in releasing_charge(charge, notice.account)
        if act.kind == Posting.Kind.WRITTEN_OFF
    ]
    if not acts:
        raise NothingIsOpen
    write(notice.cluster, acts, by=by)
    moved = sum(act.lines[0].cents for act in acts)
    settle(notice.account, by=by)
    record("dues.write_off_taken_back", notice, by=by, facts={"cents": moved})
    return moved
