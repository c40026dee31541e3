"""Money that arrives: recorded, matched, taken off, paid back, reversed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.balances import credit_of, refunded_cents, unmatched_cents
from convivio.dues.errors import (
    NothingIsOpen,
    PaymentIsMatched,
    PaymentIsNotMatched,
    PaymentIsReversed,
    PaymentWasPaidBack,
)
from convivio.dues.ledger import Act, Line, cents_of, hold_books, write
from convivio.dues.models import Account, Entry, Notice, Payment, Posting
from convivio.dues.numbers import next_number
from convivio.dues.permissions import may_keep_dues
from convivio.dues.settling import releasing_payment, settle
from convivio.kernel.rows import lock
from convivio.people.acting import Acting

Side, Kind = Entry.Side, Posting.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Money that arrived, as somebody or the bank says. Units: euros."""

    on: date
    amount: Decimal
    payer: str = ""
    words: str = ""
    manner: Payment.Manner = Payment.Manner.HAND


@transaction.atomic
def record_payment(
    cluster: Cluster,
    arrival: Arrival,
    *,
    account: Account | None = None,
    first: Sequence[Notice] = (),
    by: Acting,
) -> Payment:
    """Record money that arrived, and whose it is when that is known.

    Raises:
        NotAllowed.
    """
    may_keep_dues(by, cluster).enforce()
    hold_books(cluster)
    payment = Payment.objects.create(
        cluster=cluster,
        year=arrival.on.year,
        number=next_number(Payment, cluster, arrival.on.year),
        on=arrival.on,
        amount=arrival.amount,
        payer=arrival.payer[:200],
        words=arrival.words[:400],
        manner=arrival.manner,
    )
    cents = cents_of(arrival.amount)
    lines = (
        Line(Side.BANK, cents, None, None, payment),
        Line(Side.UNALLOCATED, -cents, None, None, payment),
    )
    write(cluster, [Act(Kind.PAID, lines)], by=by, on=arrival.on)
    record("dues.paid", payment.key, by=by, because=cluster, facts={"cents": cents})
    if account is not None:
        match_payment(payment, account, first=first, on=arrival.on, by=by)
    return payment


@transaction.atomic
def match_payment(
    payment: Payment, account: Account, *, first: Sequence[Notice] = (), on: date | None = None, by: Acting
) -> None:
    """Say whose a payment is: it pays the named notices first, then what is due first; the rest is kept as credit.

    Raises:
        NotAllowed, PaymentIsReversed, PaymentIsMatched.
    """
    _hold(payment, by)
    if payment.account_id is not None:
        raise PaymentIsMatched
    if account.cluster_id != payment.cluster_id:
        raise NothingIsOpen
    cents = unmatched_cents(payment)
    lines = (
        Line(Side.UNALLOCATED, cents, None, None, payment),
        Line(Side.CREDIT, -cents, account, None, payment),
    )
    write(payment.cluster, [Act(Kind.MATCHED, lines)], by=by, on=on)
    payment.account = account
    payment.save(update_fields=["account"])
    settle(account, by=by, first=first, on=on)
    record("dues.matched", payment.key, by=by, because=account.organisation)


@transaction.atomic
def take_payment_off(payment: Payment, *, by: Acting) -> None:
    """Unsay whose a payment is: it waits again, and what it paid is open again.

    Raises:
        NotAllowed, PaymentIsReversed, PaymentIsNotMatched, PaymentWasPaidBack.
    """
    _hold(payment, by)
    account = payment.account
    if account is None:
        raise PaymentIsNotMatched
    if refunded_cents(payment):
        raise PaymentWasPaidBack
    write(payment.cluster, releasing_payment(payment, account, credit_of(payment)), by=by)
    payment.account = None
    payment.save(update_fields=["account"])
    settle(account, by=by)
    record("dues.taken_off", payment.key, by=by, because=account.organisation)


@transaction.atomic
def reverse_payment(payment: Payment, *, by: Acting) -> None:
    """Say that money did not arrive after all: the payment stays on record, and does nothing more.

    Raises:
        NotAllowed, PaymentIsReversed, PaymentWasPaidBack.
    """
    _hold(payment, by)
    if payment.account_id is not None:
        take_payment_off(payment, by=by)
    cents = cents_of(payment.amount)
    lines = (
        Line(Side.UNALLOCATED, cents, None, None, payment),
        Line(Side.BANK, -cents, None, None, payment),
    )
    write(payment.cluster, [Act(Kind.REVERSED, lines)], by=by)
    payment.reversed_on = localdate()
    payment.save(update_fields=["reversed_on"])
    record("dues.payment_reversed", payment.key, by=by, because=payment.cluster)


@transaction.atomic
def pay_back(payment: Payment, *, by: Acting) -> int:
    """Pay back what is left of a payment; give the cents.

    Raises:
        NotAllowed, PaymentIsReversed, NothingIsOpen.
    """
    _hold(payment, by)
    cents = credit_of(payment)
    if cents <= 0 or payment.account is None:
        raise NothingIsOpen
    lines = (
        Line(Side.CREDIT, cents, payment.account, None, payment),
        Line(Side.BANK, -cents, payment.account, None, payment),
    )
    write(payment.cluster, [Act(Kind.REFUNDED, lines)], by=by)
    record("dues.paid_back", payment.key, by=by, facts={"cents": cents})
    return cents


def _hold(payment: Payment, by: Acting) -> None:
    may_keep_dues(by, payment.cluster).enforce()
    hold_books(payment.cluster)
    lock(payment)
    if payment.reversed_on is not None:
        raise PaymentIsReversed
