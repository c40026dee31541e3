"""What a cluster asked, received and still waits for; what one organisation owes: always the ledger, read anew."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from convivio.clusters.models import Cluster
from convivio.dues.balances import open_notices
from convivio.dues.ledger import euros_of
from convivio.dues.models import Account, Entry, Payment, Posting
from convivio.organisations.models import Organisation

Side, Kind = Entry.Side, Posting.Kind
AGES = ((0, 30), (31, 60), (61, 90), (91, None))


@dataclass(slots=True)
class Tally:
    """What was asked and what became of it. Units: whole cents."""

    asked: int = 0
    cancelled: int = 0
    received: int = 0
    written_off: int = 0

    @property
    def open(self) -> int:
        return self.asked - self.cancelled - self.received - self.written_off

    @property
    def due(self) -> int:
        """What was asked and not taken back."""
        return self.asked - self.cancelled

    def add(self, kind: str, cents: int) -> None:
        if kind == Kind.ASKED:
            self.asked += cents
        elif kind == Kind.CANCELLED:
            self.cancelled -= cents
        elif kind == Kind.WRITTEN_OFF:
            self.written_off -= cents
        else:
            self.received -= cents


@dataclass(slots=True)
class Report:
    """The dues of a cluster at one moment. Units: whole cents."""

    by_year: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_category: dict[tuple[int, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    total: Tally = field(default_factory=Tally)
    bank: int = 0
    unmatched: int = 0
    credit: int = 0
    not_due: int = 0
    ages: dict[tuple[int, int | None], int] = field(default_factory=dict)


def report_of(cluster: Cluster, day: date) -> Report:
    """Add the ledger of a cluster up, by year and category, and by how long what is open has been late."""
    report = Report()
    entries = Entry.objects.filter(cluster=cluster).order_by()
    owed = entries.filter(side=Side.RECEIVABLE)
    for year, category, kind, cents in owed.values_list(
        "charge__year", "charge__category", "posting__kind"
    ).annotate(Sum("cents")):
        for tally in (report.by_year[year], report.by_category[year, category], report.total):
            tally.add(kind, cents)
    sides = dict(entries.values_list("side").annotate(Sum("cents")))
    report.bank = sides.get(Side.BANK, 0)
    report.unmatched = -sides.get(Side.UNALLOCATED, 0)
    report.credit = -sides.get(Side.CREDIT, 0)
    _age(report, cluster, day)
    return report


def _age(report: Report, cluster: Cluster, day: date) -> None:
    report.ages = dict.fromkeys(AGES, 0)
    for notice, amount in open_notices(cluster):
        late = (day - notice.due_on).days
        cents = int(amount * 100)
        if late <= 0:
            report.not_due += cents
            continue
        for first, last in AGES:
            if late >= first and (last is None or late <= last):
                report.ages[first, last] += cents


@dataclass(frozen=True, slots=True)
class Movement:
    """One act as an organisation sees it: what it added to what is owed, and the balance after. Units: euros."""

    posting: Posting
    amount: Decimal
    balance: Decimal
    label: str


def statement_of(organisation: Organisation, cluster: Cluster) -> list[Movement]:
    """Give all that changed what an organisation owes a cluster, in order, with the balance after each act.

    A balance below nought is a credit. What only moves between the two is left out.
    """
    entries = Entry.objects.filter(
        cluster=cluster, account__organisation=organisation, side__in=[Side.RECEIVABLE, Side.CREDIT]
    ).select_related("posting", "charge__notice", "payment")
    return list(_movements(entries.order_by("posting", "id")))


def _movements(entries: "object") -> Iterator[Movement]:
    balance = 0
    grouped: dict[int, list[Entry]] = {}
    for entry in entries:  # type: ignore[attr-defined]
        grouped.setdefault(entry.posting_id, []).append(entry)
    for held in grouped.values():
        cents = sum(entry.cents for entry in held)
        if cents:
            balance += cents
            yield Movement(held[0].posting, euros_of(cents), euros_of(balance), _label(held[0]))


def _label(entry: Entry) -> str:
    if entry.posting.kind in {Kind.MATCHED, Kind.RELEASED, Kind.REFUNDED} and entry.payment is not None:
        return str(entry.payment)
    if entry.charge is not None:
        return f"{entry.charge.get_what_display()} {entry.charge.year} · {entry.charge.notice}"
    return ""


def owed_by(organisation: Organisation) -> dict[int, int]:
    """Say by cluster what an organisation owes now, below nought for a credit. Units: whole cents."""
    entries = Entry.objects.filter(
        account__organisation=organisation, side__in=[Side.RECEIVABLE, Side.CREDIT]
    ).order_by()
    return dict(entries.values_list("cluster").annotate(Sum("cents")))


def waiting_payments(cluster: Cluster) -> list[Payment]:
    """Give the payments of which nobody has said whose they are."""
    rows = Payment.objects.filter(cluster=cluster, account=None, reversed_on=None)
    return list(rows.select_related("cluster").order_by("on", "number"))


def accounts_of(cluster: Cluster) -> list[Account]:
    """Give the accounts of a cluster by name."""
    rows = Account.objects.filter(cluster=cluster).select_related("organisation")
    return list(rows.order_by("organisation__name", "pk"))
