"""Asking members for their dues, and taking back what was asked."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.accounts import accounts_for, recipients
from convivio.dues.balances import open_cents
from convivio.dues.errors import FeesChangedMeanwhile, NothingIsOpen, NoticeIsCancelled, NoWhereToPay
from convivio.dues.fees import Fee
from convivio.dues.issuing_plan import Plan, Proposal, Standing, plan_of
from convivio.dues.ledger import Act, Line, cents_of, hold_books, write
from convivio.dues.letters import post_notice
from convivio.dues.models import Account, Books, Charge, CreditNote, Entry, Notice, Posting, What
from convivio.dues.numbers import next_number
from convivio.dues.permissions import may_keep_dues
from convivio.dues.references import creditor_reference
from convivio.dues.settling import INCOME, asking, releasing_charge, settle
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
    notices = _issue(books, asked, on or localdate(), by)
    if send:
        _send(notices)
    facts = {"year": plan.year, "notices": [one.key for one in notices], "sent": send}
    record("dues.asked", cluster, by=by, facts=facts)
    for account in {one.account for one in notices}:
        settle(account, by=by)
    return notices


def _issue(books: Books, proposals: list[Proposal], today: date, by: Acting) -> list[Notice]:
    number = next_number(Notice, books.cluster, today.year)
    accounts = accounts_for(books.cluster, [one.membership.organisation for one in proposals])
    made = [
        (_notice(books, one, accounts[one.membership.organisation_id], number + place, today), one)
        for place, one in enumerate(proposals)
    ]
    Notice.objects.bulk_create([notice for notice, _one in made])
    charges = [_charge(notice, one, owed) for notice, one in made for owed in one.fees]
    Charge.objects.bulk_create(charges)
    acts = [asking(charge, charge.notice.account, cents_of(charge.amount)) for charge in charges]
    write(books.cluster, acts, by=by, on=today)
    return [notice for notice, _one in made]


def _notice(books: Books, one: Proposal, account: Account, number: int, today: date) -> Notice:
    body = f"{books.cluster_id:04d}{today.year}{number:05d}"
    return Notice(
        cluster=books.cluster,
        account=account,
        year=today.year,
        number=number,
        on=today,
        due_on=today + timedelta(days=books.days_to_pay),
        reference=creditor_reference(body),
        total=one.total,
    )


def _charge(notice: Notice, one: Proposal, owed: Fee) -> Charge:
    return Charge(
        notice=notice,
        membership=one.membership,
        what=owed.basis.what,
        year=owed.basis.year,
        category=one.membership.category,
        amount=owed.amount,
        basis=owed.basis.as_row(),
    )


def _send(notices: list[Notice]) -> None:
    reached = recipients([notice.account for notice in notices], localdate())
    for notice in notices:
        for recipient in reached[notice.account_id]:
            post_notice(notice, recipient)


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
