"""How money finds what it pays: the acts to write, for an account whose books are held.

What is left of a member's payments pays what it owes at once: the notices that were named first, then
the one due first. So a member never has a credit and something open at the same time.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from convivio.dues.balances import credit_by_payment, open_cents, paid_by, paid_for, written_off
from convivio.dues.ledger import Act, Line, write
from convivio.dues.models import Account, Charge, Entry, Notice, Payment, Posting, What
from convivio.kernel.actors import Actor

Side, Kind = Entry.Side, Posting.Kind
INCOME = {What.ENTRY: Side.ENTRY, What.YEARLY: Side.YEARLY}


def asking(charge: Charge, account: Account, cents: int) -> Act:
    """Ask: the member owes, the cluster has an income."""
    return Act(
        Kind.ASKED,
        (
            Line(Side.RECEIVABLE, cents, account, charge),
            Line(INCOME[What(charge.what)], -cents, account, charge),
        ),
    )


def settle(
    account: Account, *, by: Actor | None, first: Sequence[Notice] = (), on: date | None = None
) -> int:
    """Let what is left of a member's payments pay what it owes; give the cents that were moved."""
    left = credit_by_payment(account)
    if not left:
        return 0
    charges = _open_charges(account, first)
    acts = list(_settlements(account, left, charges))
    if acts:
        write(account.cluster, acts, by=by, on=on)
    return sum(-line.cents for act in acts for line in act.lines if line.side == Side.RECEIVABLE)


def _open_charges(account: Account, first: Sequence[Notice]) -> list[tuple[Charge, int]]:
    charges = Charge.objects.filter(notice__account=account, is_cancelled=False).select_related("notice")
    owed = open_cents(charges)
    named = {notice.pk: place for place, notice in enumerate(first)}
    order = sorted(
        charges,
        key=lambda one: (named.get(one.notice_id, len(named)), one.notice.due_on, one.notice_id, one.pk),
    )
    return [(charge, owed[charge.pk]) for charge in order if owed.get(charge.pk, 0) > 0]


def _settlements(
    account: Account, left: dict[int, int], charges: Iterable[tuple[Charge, int]]
) -> Iterator[Act]:
    payments = Payment.objects.in_bulk(left)
    for charge, owed in charges:
        missing = owed
        for number, credit in left.items():
            moved = min(missing, credit)
            if moved <= 0:
                continue
            left[number] -= moved
            missing -= moved
            yield Act(
                Kind.SETTLED,
                (
                    Line(Side.CREDIT, moved, account, charge, payments[number]),
                    Line(Side.RECEIVABLE, -moved, account, charge, payments[number]),
                ),
            )


def releasing_charge(charge: Charge, account: Account) -> Iterator[Act]:
    """Free a charge of what paid it, which becomes the member's credit, and of what was written off."""
    paid = paid_for(charge)
    payments = Payment.objects.in_bulk(paid)
    for number, cents in paid.items():
        yield Act(
            Kind.RELEASED,
            (
                Line(Side.RECEIVABLE, cents, account, charge, payments[number]),
                Line(Side.CREDIT, -cents, account, charge, payments[number]),
            ),
        )
    if lost := written_off(charge):
        yield Act(
            Kind.WRITTEN_OFF,
            (Line(Side.RECEIVABLE, lost, account, charge), Line(Side.WRITE_OFF, -lost, account, charge)),
        )


def releasing_payment(payment: Payment, account: Account, credit: int) -> Iterator[Act]:
    """Take a payment off what it paid, and off the member: it waits to be matched again."""
    paid = paid_by(payment)
    charges = Charge.objects.in_bulk(paid)
    for number, cents in paid.items():
        yield Act(
            Kind.RELEASED,
            (
                Line(Side.RECEIVABLE, cents, account, charges[number], payment),
                Line(Side.CREDIT, -cents, account, charges[number], payment),
            ),
        )
    total = credit + sum(paid.values())
    if total:
        yield Act(
            Kind.RELEASED,
            (
                Line(Side.CREDIT, total, account, None, payment),
                Line(Side.UNALLOCATED, -total, None, None, payment),
            ),
        )
