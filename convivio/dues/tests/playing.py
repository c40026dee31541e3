"""Random acts on the dues of a cluster, and the same counted on fingers: plain cents, no ledger.

The count knows nothing of the ledger's code. It keeps, for each notice and payment, what was said to
happen, and from that alone works out what should be open. So a mistake in either shows as a difference.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership
from convivio.dues.actions import asking, paying
from convivio.dues.balances import balances_of
from convivio.dues.issuing_plan import plan_of
from convivio.dues.ledger import flaws
from convivio.dues.models import Account, Notice, Payment
from convivio.dues.reports import report_of, statement_of
from convivio.kernel.errors import WrongState
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting


@dataclass(slots=True)
class Counted:
    """The same money on fingers. Units: whole cents."""

    asked: dict[int, int] = field(default_factory=dict)
    holder: dict[int, int] = field(default_factory=dict)
    cancelled: set[int] = field(default_factory=set)
    lost: dict[int, int] = field(default_factory=dict)
    amount: dict[int, int] = field(default_factory=dict)
    whose: dict[int, int | None] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    back: dict[int, int] = field(default_factory=dict)

    def owed(self, account: int) -> int:
        """What an organisation was asked, less what was taken back or given up."""
        standing = [one for one in self.asked if self.holder[one] == account and one not in self.cancelled]
        return sum(self.asked[one] - self.lost.get(one, 0) for one in standing)

    def given(self, account: int) -> int:
        """What an organisation paid, less what it got back."""
        held = [one for one, whose in self.whose.items() if whose == account and one not in self.gone]
        return sum(self.amount[one] - self.back.get(one, 0) for one in held)

    def waiting(self) -> int:
        return sum(
            cents for one, cents in self.amount.items() if self.whose[one] is None and one not in self.gone
        )

    def bank(self) -> int:
        held = sum(cents for one, cents in self.amount.items() if one not in self.gone)
        return held - sum(self.back.values())


class Player:
    """Drives one cluster by random acts, and counts along."""

    def __init__(self, cluster: Cluster, by: Acting, members: list[Membership], seed: int) -> None:
        self.cluster, self.by, self.members = cluster, by, members
        self.dice = random.Random(seed)  # noqa: S311 - a game, not a secret
        self.counted = Counted()
        self.years = [localdate().year - place for place in range(3)]
        self.acts: list[Callable[[], None]] = [
            self.issue,
            self.pay,
            self.pay,
            self.pay,
            self.match,
            self.take_off,
            self.reverse,
            self.pay_back,
            self.cancel,
            self.write_off,
            self.take_write_off_back,
        ]

    def play(self, count: int) -> None:
        """Do so many acts; one that is refused changes nothing, and the next look shows it."""
        self.issue()
        for _ in range(count):
            self.dice.choice(self.acts)()

    def issue(self) -> None:
        plan = plan_of(self.cluster, self.dice.choice(self.years))
        without = {one.pk for one in self.members if self.dice.random() < 0.3}
        for notice in asking.issue_notices(self.cluster, plan, without=without, send=False, by=self.by):
            self.counted.asked[notice.pk] = _cents(notice.total)
            self.counted.holder[notice.pk] = notice.account_id

    def pay(self) -> None:
        amount = Decimal(self.dice.choice([1, 12345, 25000, 50000, 75000, 150000, 333])) / 100
        on = localdate() - timedelta(days=self.dice.randrange(300))
        account = self._one(Account) if self.dice.random() < 0.7 else None
        first = [self._one(Notice)] if account and self.dice.random() < 0.5 else []
        arrival = paying.Arrival(on=on, amount=amount)
        kept = [one for one in first if one is not None]
        payment = paying.record_payment(self.cluster, arrival, account=account, first=kept, by=self.by)
        self.counted.amount[payment.pk] = _cents(amount)
        self.counted.whose[payment.pk] = account.pk if account else None

    def match(self) -> None:
        payment, account = self._one(Payment), self._one(Account)
        if payment and account and self._done(paying.match_payment, payment, account):
            self.counted.whose[payment.pk] = account.pk

    def take_off(self) -> None:
        payment = self._one(Payment)
        if payment and self._done(paying.take_payment_off, payment):
            self.counted.whose[payment.pk] = None

    def reverse(self) -> None:
        payment = self._one(Payment)
        if payment and self._done(paying.reverse_payment, payment):
            self.counted.gone.add(payment.pk)

    def pay_back(self) -> None:
        payment = self._one(Payment)
        if payment and (cents := self._done(paying.pay_back, payment)):
            self.counted.back[payment.pk] = self.counted.back.get(payment.pk, 0) + cents

    def cancel(self) -> None:
        notice = self._one(Notice)
        if notice and self._done(asking.cancel_notice, notice, "Wrong"):
            self.counted.cancelled.add(notice.pk)
            self.counted.lost.pop(notice.pk, None)

    def write_off(self) -> None:
        notice = self._one(Notice)
        if notice and (cents := self._done(asking.write_off, notice, "Gone")):
            self.counted.lost[notice.pk] = self.counted.lost.get(notice.pk, 0) + cents

    def take_write_off_back(self) -> None:
        notice = self._one(Notice)
        if notice and self._done(asking.take_write_off_back, notice):
            self.counted.lost.pop(notice.pk)

    def _one(self, kind: type[Any]) -> Any:
        numbers = list(kind.objects.filter(cluster=self.cluster).order_by("pk").values_list("pk", flat=True))
        return kind.objects.get(pk=self.dice.choice(numbers)) if numbers else None

    def _done(self, act: Callable[..., Any], *given: Any) -> Any:
        try:
            return act(*given, by=self.by) or True
        except WrongState:
            return None

    def differences(self) -> list[str]:
        """Compare the ledger, the reports, the notices and the statements with the count."""
        found = flaws(self.cluster)
        report = report_of(self.cluster, localdate())
        accounts = list(Account.objects.filter(cluster=self.cluster).select_related("organisation"))
        net = {one.pk: self.counted.owed(one.pk) - self.counted.given(one.pk) for one in accounts}
        notices = list(Notice.objects.filter(cluster=self.cluster))
        balances = balances_of(notices)
        told = {
            "open": (report.total.open, sum(cents for cents in net.values() if cents > 0)),
            "credit": (report.credit, -sum(cents for cents in net.values() if cents < 0)),
            "unmatched": (report.unmatched, self.counted.waiting()),
            "bank": (report.bank, self.counted.bank()),
            "asked": (report.total.asked, sum(self.counted.asked.values())),
            "written off": (report.total.written_off, sum(self.counted.lost.values())),
            "by year": (sum(one.open for one in report.by_year.values()), report.total.open),
            "by category": (sum(one.open for one in report.by_category.values()), report.total.open),
            "by age": (sum(report.ages.values()) + report.not_due, report.total.open),
            "notices": (sum(_cents(one.open) for one in balances.values()), report.total.open),
        }
        found += [f"{name}: {one} and {other}" for name, (one, other) in told.items() if one != other]
        for account in accounts:
            found += self._statement(account.organisation, net[account.pk])
        return found

    def _statement(self, organisation: Organisation, expected: int) -> list[str]:
        movements = statement_of(organisation, self.cluster)
        last = _cents(movements[-1].balance) if movements else 0
        return [] if last == expected else [f"statement of {organisation}: {last} and {expected}"]


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def joined(place: int) -> date:
    """Say when the members of a game joined: one long ago, one in the middle of last year."""
    today = localdate()
    return date(today.year - 1, 5, 12) if place % 2 else date(today.year - 6, 1, 1)
