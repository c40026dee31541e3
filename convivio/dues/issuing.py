"""How notices come to be: numbered, charged, written into the ledger, sent; the books must be held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.dues.accounts import accounts_for, recipients
from convivio.dues.balances import with_credit
from convivio.dues.fees import Fee
from convivio.dues.issuing_plan import Proposal
from convivio.dues.ledger import cents_of, write
from convivio.dues.letters import post_notice
from convivio.dues.models import Account, Books, Charge, Notice
from convivio.dues.numbers import next_number
from convivio.dues.references import creditor_reference
from convivio.dues.settling import asking, settle
from convivio.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered of a batch: for which year, on which day, whether letters go out, and by which batch."""

    year: int
    on: date
    sends: bool = True
    batch_key: str = ""


def issue(books: Books, proposals: Sequence[Proposal], order: Order, *, by: Actor) -> list[Notice]:
    """Issue a notice for each proposal, in their order; what is left of payments pays them at once."""
    notices = _write(books, proposals, order.on, by)
    if order.sends:
        _send(notices)
    facts = {"year": order.year, "notices": [one.key for one in notices], "sent": order.sends}
    record("dues.asked", books.cluster, by=by, because=order.batch_key, facts=facts)
    for account in with_credit(one.account for one in notices):
        settle(account, by=by)
    return notices


def _write(books: Books, proposals: Sequence[Proposal], on: date, by: Actor) -> list[Notice]:
    number = next_number(Notice, books.cluster, on.year)
    accounts = accounts_for(books.cluster, [one.membership.organisation for one in proposals])
    made = [
        (_notice(books, one, accounts[one.membership.organisation_id], number + place, on), one)
        for place, one in enumerate(proposals)
    ]
    Notice.objects.bulk_create([notice for notice, _one in made])
    charges = [_charge(notice, one, owed) for notice, one in made for owed in one.fees]
    Charge.objects.bulk_create(charges)
    acts = [asking(charge, charge.notice.account, cents_of(charge.amount)) for charge in charges]
    write(books.cluster, acts, by=by, on=on)
    return [notice for notice, _one in made]


def _notice(books: Books, one: Proposal, account: Account, number: int, on: date) -> Notice:
    body = f"{books.cluster_id:04d}{on.year}{number:05d}"
    return Notice(
        cluster=books.cluster,
        account=account,
        year=on.year,
        number=number,
        on=on,
        due_on=on + timedelta(days=books.days_to_pay),
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
