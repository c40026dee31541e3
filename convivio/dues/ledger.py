"""The ledger of a cluster: double entry, in whole cents, and it only grows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.dues.models import Account, Books, Charge, Entry, Payment, Posting
from convivio.kernel.actors import Actor
from convivio.kernel.rows import lock

Side = Entry.Side
CENTS = 100


class DoesNotBalance(ValueError):
    """An act whose entries do not sum to nought is a mistake of ours, and is never written."""


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an act that is to be written. Units: whole cents, above nought for a debit."""

    side: Entry.Side
    cents: int
    account: Account | None = None
    charge: Charge | None = None
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be written: its kind, its lines, perhaps words."""

    kind: Posting.Kind
    lines: tuple[Line, ...]
    words: str = ""


def cents_of(amount: Decimal) -> int:
    """Turn euros into whole cents.

    Errors: ValueError, when there is less than a cent.
    """
    cents = amount * CENTS
    if cents != cents.to_integral_value():
        message = f"{amount} is not whole cents"
        raise ValueError(message)
    return int(cents)


def euros_of(cents: int) -> Decimal:
    """Turn whole cents into euros."""
    return (Decimal(cents) / CENTS).quantize(Decimal("0.01"))


def hold_books(cluster: Cluster) -> Books:
    """Hold the books of a cluster until the transaction ends, so that one act follows another.

    Errors: TransactionManagementError, outside a transaction.
    """
    books, _made = Books.objects.get_or_create(cluster=cluster)
    return lock(books)


def write(
    cluster: Cluster, acts: Iterable[Act], *, by: Actor | None, on: date | None = None
) -> list[Posting]:
    """Write acts into the ledger, all or none; the books must be held.

    Raises:
        DoesNotBalance: the lines of an act do not sum to nought, or there is none.
    """
    if not transaction.get_connection().in_atomic_block:
        message = "The ledger is written with its cause."
        raise transaction.TransactionManagementError(message)
    wanted = list(acts)
    for act in wanted:
        total = sum(line.cents for line in act.lines)
        if not act.lines or total != 0:
            raise DoesNotBalance(act.kind)
    day, person = on or localdate(), by.person_key if by else ""
    postings = Posting.objects.bulk_create(
        Posting(cluster=cluster, kind=act.kind, on=day, person=person, words=act.words) for act in wanted
    )
    Entry.objects.bulk_create(
        Entry(
            posting=posting,
            cluster=cluster,
            side=line.side,
            cents=line.cents,
            account=line.account,
            charge=line.charge,
            payment=line.payment,
        )
        for posting, act in zip(postings, wanted, strict=True)
        for line in act.lines
        if line.cents
    )
    return postings


def flaws(cluster: Cluster) -> list[str]:
    """Prove the ledger of a cluster: each act sums to nought, nobody has paid more than was asked."""
    entries = Entry.objects.filter(cluster=cluster)
    sums = entries.order_by().values("posting").annotate(left=Sum("cents"))
    found = [f"posting {one['posting']} is off by {one['left']} cents" for one in sums if one["left"]]
    receivable = entries.filter(side=Side.RECEIVABLE).order_by().values("charge").annotate(left=Sum("cents"))
    found += [
        f"charge {one['charge']} is overpaid by {-one['left']}" for one in receivable if one["left"] < 0
    ]
    owed = entries.filter(side__in=[Side.CREDIT, Side.UNALLOCATED]).order_by()
    by_payment = owed.values("payment", "side").annotate(left=Sum("cents"))
    found += [
        f"payment {one['payment']} gave {one['left']} too much" for one in by_payment if one["left"] > 0
    ]
    return found
