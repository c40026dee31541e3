"""What the sheet of dues means: notices that were issued before, and what was paid for them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.dues.ledger import euros_of
from convivio.dues.models import DAYS_TO_PAY, Books, Charge, Entry, What
from convivio.opendata.csv_tables import plain
from convivio.opendata.moving_in.bodies import Bodies, Body
from convivio.opendata.moving_in.columns import DUES
from convivio.opendata.moving_in.outcomes import Row, SheetPlan, Standing
from convivio.web.amounts import money

FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST = Decimal(10_000_000)
KINDS = {
    What.YEARLY: "yearly yearly_fee annual annual_fee annuale quota_annuale annua quota_annua membership_fee quota",
    What.ENTRY: "entry entry_fee joining joining_fee ingresso quota_di_ingresso quota_ingresso iscrizione ammissione",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One fee as the books kept before have it. Units: euros; `paid` is what is still to be written down."""

    body: Body
    what: str
    year: int
    amount: Decimal
    issued_on: date
    due_on: date
    paid: Decimal = Decimal(0)
    paid_on: date | None = None
    charge: int | None = None


class Dues:
    """What a cluster has asked already, by body, kind and year."""

    def __init__(self, cluster: Cluster, bodies: Bodies) -> None:
        self.bodies = bodies
        books = Books.objects.filter(cluster=cluster).first()
        self.to_pay = timedelta(days=books.days_to_pay if books else DAYS_TO_PAY)
        charges = Charge.objects.filter(membership__cluster=cluster, is_cancelled=False)
        self.charges = {
            (one.membership.organisation_id, one.what, _of_year(one.what, one.year)): one
            for one in charges.select_related("membership")
        }
        owed = Entry.objects.filter(cluster=cluster, side=Entry.Side.RECEIVABLE).order_by()
        self.open: defaultdict[int, int] = defaultdict(int, owed.values_list("charge").annotate(Sum("cents")))
        self.said: dict[tuple[object, ...], int] = {}

    def plan(self, rows: Iterable[tuple[int, dict[str, str]]]) -> SheetPlan:
        plan = SheetPlan(DUES, [Row(line, cells) for line, cells in rows])
        for row in plan.rows:
            self._settle(row)
        return plan

    def _settle(self, row: Row) -> None:
        body = self.bodies.meant_by(row)
        year, what = _year(row), _what(row)
        amount, (issued_on, due_on) = _amount(row), self._days(row)
        paid, paid_on = _paid(row, amount)
        row.shown = f"{body.name if body else row.cells.get('organisation', '')} · {year or '—'}"
        if body is not None and year:
            self._only_once(row, body, what, year)
        if row.is_refused or body is None or amount is None or issued_on is None or due_on is None:
            return
        told = Asked(body, what, year, amount, issued_on, due_on, paid, paid_on)
        row.meant = told
        self._compare(row, told)

    def _compare(self, row: Row, told: Asked) -> None:
        """Say whether it is asked already, and what of the payment is not written down yet."""
        organisation = told.body.organisation
        year = _of_year(told.what, told.year)
        charge = self.charges.get((organisation.pk, told.what, year)) if organisation else None
        if charge is None:
            if not told.body.is_member_in(told.year):
                said = _("%(name)s was no member in %(year)s: say since when on the sheet of organisations.")
                row.refuse("year", said % {"name": told.body.name, "year": told.year})
            return
        if charge.amount != told.amount:
            said = _(
                "%(amount)s is asked for it here already: cancel that notice first, or leave this row out."
            )
            row.refuse("amount", said % {"amount": money(charge.amount)})
            return
        still = euros_of(self.open[charge.pk])
        missing = min(told.paid - (charge.amount - still), still)
        row.standing = Standing.CHANGED if missing > 0 else Standing.SAME
        row.meant = Asked(
            told.body,
            told.what,
            told.year,
            told.amount,
            told.issued_on,
            told.due_on,
            missing,
            told.paid_on,
            charge.pk,
        )

    def _days(self, row: Row) -> tuple[date | None, date | None]:
        issued_on, due_on = row.on("issued_on"), row.on("due_on")
        if issued_on is None:
            if not row.is_refused:
                row.refuse("issued_on", _("Say on which day the notice was issued."))
            return None, None
        row.not_to_come("issued_on", issued_on)
        if due_on is not None and due_on < issued_on:
            row.refuse("due_on", _("It was due before it was issued."))
        return issued_on, due_on or issued_on + self.to_pay

    def _only_once(self, row: Row, body: Body, what: str, year: int) -> None:
        mark = (body.mark, what, _of_year(what, year))
        line = self.said.setdefault(mark, row.line)
        if line != row.line:
            row.refuse("organisation", _("It is the same as row %(line)s.") % {"line": line})


def _of_year(what: str, year: int) -> int:
    """Give the year for which something is asked once: an entry is asked once for all years."""
    return year if what == What.YEARLY else 0


def _year(row: Row) -> int:
    told = row.text("year")
    if told.isdecimal() and len(told) == 4 and FIRST_YEAR <= int(told) <= LAST_YEAR:  # noqa: PLR2004 - a year
        return int(told)
    if not told.startswith("="):
        row.refuse("year", _("“%(text)s” is no year: write 2025.") % {"text": told[:40]})
    return 0


def _what(row: Row) -> str:
    told = plain(row.text("what"))
    for what, words in KINDS.items():
        if told in {plain(word) for word in words.split()} | {plain(str(what.label)), what.value}:
            return what.value
    if told:
        said = _("“%(text)s” is no kind of fee: write “%(yearly)s” or “%(entry)s”.")
        labels = {"yearly": What.YEARLY.label, "entry": What.ENTRY.label}
        row.refuse("what", said % {"text": row.cells["what"][:40], **labels})
    return What.YEARLY.value


def _amount(row: Row) -> Decimal | None:
    amount = row.euros("amount")
    if amount is None and not row.cells.get("amount", "").strip():
        row.refuse("amount", _("Say how much was asked."))
    elif amount is not None and not 0 < amount < MOST:
        row.refuse("amount", _("An amount is above nought, and below ten million."))
    return amount


def _paid(row: Row, amount: Decimal | None) -> tuple[Decimal, date | None]:
    """Read what was paid, and when; a day alone means all of it."""
    paid, paid_on = row.euros("paid_amount"), row.on("paid_on")
    row.not_to_come("paid_on", paid_on)
    if paid is None:
        paid = amount if paid_on is not None and amount is not None else Decimal(0)
    if paid < 0:
        row.refuse("paid_amount", _("An amount is above nought, and below ten million."))
    if paid and paid_on is None:
        row.refuse("paid_on", _("Say on which day it was paid."))
    if amount is not None and paid > amount:
        said = _("More was paid than asked: write here what was asked; record the rest as a payment.")
        row.refuse("paid_amount", said)
    return paid, paid_on
