"""Taking over what a cluster asked before it moved in: the same notices and entries, with days of the past."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from convivio.activity.trace import record
from convivio.clusters.models import Membership
from convivio.dues.accounts import accounts_for
from convivio.dues.fees import Basis
from convivio.dues.ledger import cents_of, hold_books, write
from convivio.dues.models import Charge, Notice
from convivio.dues.numbers import next_number
from convivio.dues.permissions import may_keep_dues
from convivio.dues.references import creditor_reference
from convivio.dues.settling import asking, settle
from convivio.people.acting import Acting


@dataclass(frozen=True, slots=True)
class Earlier:
    """One fee as the books kept before say it was asked. Units: euros."""

    membership: Membership
    what: str
    year: int
    amount: Decimal
    on: date
    due_on: date
    source: str = ""


@transaction.atomic
def take_over_notice(earlier: Earlier, *, by: Acting) -> Notice:
    """Write down a notice that was issued elsewhere before; nobody is written to.

    Raises:
        NotAllowed.
    """
    cluster = earlier.membership.cluster
    may_keep_dues(by, cluster).enforce()
    hold_books(cluster)
    account = accounts_for(cluster, [earlier.membership.organisation])[earlier.membership.organisation_id]
    number = next_number(Notice, cluster, earlier.on.year)
    notice = Notice.objects.create(
        cluster=cluster,
        account=account,
        year=earlier.on.year,
        number=number,
        on=earlier.on,
        due_on=earlier.due_on,
        reference=creditor_reference(f"{cluster.pk:04d}{earlier.on.year}{number:05d}"),
        total=earlier.amount,
    )
    charge = _charge_of(notice, earlier)
    write(cluster, [asking(charge, account, cents_of(earlier.amount))], by=by, on=earlier.on)
    settle(account, by=by)
    record("dues.taken_over", notice, by=by, because=cluster, facts={"cents": cents_of(earlier.amount)})
    return notice


def _charge_of(notice: Notice, earlier: Earlier) -> Charge:
    basis = Basis(
        what=earlier.what,
        year=earlier.year,
        full=str(earlier.amount),
        category=earlier.membership.category,
        source=earlier.source,
    )
    return Charge.objects.create(
        notice=notice,
        membership=earlier.membership,
        what=earlier.what,
        year=earlier.year,
        category=earlier.membership.category,
        amount=earlier.amount,
        basis=basis.as_row(),
    )
