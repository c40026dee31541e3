"""What is open, what was paid and what is left over, always read from the ledger."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from convivio.clusters.models import Cluster
from convivio.dues.ledger import euros_of
from convivio.dues.models import Account, Charge, Entry, Notice, Payment, Posting

Side = Entry.Side


def open_cents(charges: Iterable[Charge]) -> dict[int, int]:
    """Say by charge what is still owed, in whole cents."""
    entries = Entry.objects.filter(side=Side.RECEIVABLE, charge__in=list(charges)).order_by()
    return dict(entries.values_list("charge").annotate(Sum("cents")))


def paid_by(payment: Payment) -> dict[int, int]:
    """Say by charge what a payment paid, in whole cents."""
    entries = Entry.objects.filter(side=Side.RECEIVABLE, payment=payment).order_by()
    return {charge: -cents for charge, cents in entries.values_list("charge").annotate(Sum("cents")) if cents}


def paid_for(charge: Charge) -> dict[int, int]:
    """Say by payment what paid a charge, in whole cents."""
    entries = Entry.objects.filter(side=Side.RECEIVABLE, charge=charge, payment__isnull=False).order_by()
    sums = entries.values_list("payment").annotate(Sum("cents"))
    return {payment: -cents for payment, cents in sums if cents}


def written_off(charge: Charge) -> int:
    """Say what of a charge was written off, in whole cents."""
    return Entry.objects.filter(side=Side.WRITE_OFF, charge=charge).aggregate(sum=Sum("cents"))["sum"] or 0


def credit_by_payment(account: Account) -> dict[int, int]:
    """Say by payment what is left of it for an organisation, in whole cents, the oldest first."""
    entries = Entry.objects.filter(side=Side.CREDIT, account=account).order_by("payment__on", "payment")
    sums = entries.values_list("payment", "payment__on").annotate(Sum("cents"))
    return {payment: -cents for payment, _on, cents in sums if cents}


def with_credit(accounts: Iterable[Account]) -> list[Account]:
    """Keep the accounts that have something left of a payment, each once, in one question."""
    wanted = {one.pk: one for one in accounts}
    entries = Entry.objects.filter(side=Side.CREDIT, account__in=wanted).order_by()
    sums = entries.values_list("account").annotate(Sum("cents"))
    return [wanted[number] for number, cents in sums if cents]


def credit_of(payment: Payment) -> int:
    """Say what is left of a payment for the organisation it is matched with, in whole cents."""
    return -_sum(Entry.objects.filter(side=Side.CREDIT, payment=payment))


def unmatched_cents(payment: Payment) -> int:
    """Say what of a payment is not matched, in whole cents."""
    return -_sum(Entry.objects.filter(side=Side.UNALLOCATED, payment=payment))


def refunded_cents(payment: Payment) -> int:
    """Say what of a payment was paid back, in whole cents."""
    return -_sum(Entry.objects.filter(side=Side.BANK, payment=payment, posting__kind=Posting.Kind.REFUNDED))


def _sum(entries: QuerySet[Entry]) -> int:
    found: int | None = entries.aggregate(sum=Sum("cents"))["sum"]
    return found or 0


@dataclass(frozen=True, slots=True)
class Balance:
    """How a notice stands. Units: euros."""

    asked: Decimal
    paid: Decimal
    credited: Decimal
    written_off: Decimal

    @property
    def open(self) -> Decimal:
        return self.asked - self.paid - self.credited - self.written_off


def balances_of(notices: Iterable[Notice]) -> dict[int, Balance]:
    """Say how each notice stands, in one question to the database."""
    numbers = [notice.pk for notice in notices]
    entries = Entry.objects.filter(side=Side.RECEIVABLE, charge__notice__in=numbers).order_by()
    kept: Mapping[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    sums = entries.values_list("charge__notice", "posting__kind").annotate(Sum("cents"))
    for number, kind, cents in sums:
        kept[number][kind] += cents
    return {number: _balance(kept[number]) for number in numbers}


def _balance(sums: Mapping[str, int]) -> Balance:
    kind = Posting.Kind
    rest = sum(
        cents for one, cents in sums.items() if one not in {kind.ASKED, kind.CANCELLED, kind.WRITTEN_OFF}
    )
    return Balance(
        asked=euros_of(sums.get(kind.ASKED, 0)),
        paid=euros_of(-rest),
        credited=euros_of(-sums.get(kind.CANCELLED, 0)),
        written_off=euros_of(-sums.get(kind.WRITTEN_OFF, 0)),
    )


LONG = ("account__organisation__description", "account__organisation__looking_for")
"""What an organisation says of itself, which no list of notices shows."""


def open_notices(cluster: Cluster, *, due_before: date | None = None) -> list[tuple[Notice, Decimal]]:
    """Give the notices of a cluster on which something is owed, the one due first first."""
    entries = Entry.objects.filter(cluster=cluster, side=Side.RECEIVABLE).order_by()
    sums = dict(entries.values_list("charge__notice").annotate(Sum("cents")))
    owed = {number: cents for number, cents in sums.items() if cents}
    due = Q(due_on__lt=due_before) if due_before else Q()
    rows = Notice.objects.filter(due, cluster=cluster, pk__in=owed).order_by("due_on", "pk")
    found = list(rows.select_related("account__organisation").defer(*LONG))
    for notice in found:
        notice.cluster = cluster
    return [(notice, euros_of(owed[notice.pk])) for notice in found]
