from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.models import Cluster
from convivio.dues.balances import balances_of
from convivio.dues.forms import PeriodForm
from convivio.dues.models import Entry, Notice, Payment
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.views.desk import cluster_named
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy
from convivio.web.tables import csv_response, xlsx_response

FIRST, LAST = date(1990, 1, 1), date(9999, 12, 31)
WAYS = {"csv": csv_response, "xlsx": xlsx_response}

Period = tuple[date, date]
Rows = Iterator[list[Any]]


@policy(KEEPS_DUES)
@require_safe
def export(request: SignedInRequest, cluster: str, name: str) -> HttpResponse:
    """The ledger, the notices or the payments of a period, for the accountant."""
    kept = cluster_named(request, cluster)
    table, _sign, ending = name.partition(".")
    if table not in TABLES or ending not in WAYS:
        raise Http404
    form = PeriodForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    period = (said.get("begins") or FIRST, said.get("ends") or LAST)
    titles, rows = TABLES[table]
    return WAYS[ending](f"{kept.slug}-{table}", titles(), rows(kept, period))


def _ledger_titles() -> list[str]:
    return [
        _("Act"),
        _("Day"),
        _("What happened"),
        _("Ledger account"),
        _("Debit"),
        _("Credit (accounting)"),
        _("Member"),
        _("Notice"),
        _("Payment"),
        _("Words"),
    ]


def _ledger(cluster: Cluster, period: Period) -> Rows:
    rows = Entry.objects.filter(cluster=cluster, posting__on__range=period).select_related(
        "posting", "account__organisation", "charge__notice", "payment"
    )
    for one in rows.order_by("posting", "id"):
        yield [
            one.posting_id,
            one.posting.on,
            one.posting.get_kind_display(),
            one.get_side_display(),
            one.amount if one.cents > 0 else None,
            -one.amount if one.cents < 0 else None,
            one.account.organisation.name if one.account else "",
            str(one.charge.notice) if one.charge else "",
            str(one.payment) if one.payment else "",
            one.posting.words,
        ]


def _notice_titles() -> list[str]:
    return [
        _("Notice"),
        _("Day"),
        _("Due on"),
        _("Member"),
        _("Reference"),
        _("Asked"),
        _("Paid"),
        _("Cancelled"),
        _("Written off"),
        _("Open"),
    ]


def _notices(cluster: Cluster, period: Period) -> Rows:
    rows = Notice.objects.filter(cluster=cluster, on__range=period).select_related("account__organisation")
    found = list(rows.order_by("year", "number"))
    balances = balances_of(found)
    for one in found:
        held = balances[one.pk]
        yield [
            str(one),
            one.on,
            one.due_on,
            one.account.organisation.name,
            one.reference,
            held.asked,
            held.paid,
            held.credited,
            held.written_off,
            held.open,
        ]


def _payment_titles() -> list[str]:
    return [
        _("Payment"),
        _("Day"),
        _("Amount"),
        _("Member"),
        _("Who paid"),
        _("Words"),
        _("How it came"),
        _("Reversed on"),
    ]


def _payments(cluster: Cluster, period: Period) -> Rows:
    rows = Payment.objects.filter(cluster=cluster, on__range=period).select_related("account__organisation")
    for one in rows.order_by("year", "number"):
        yield [
            str(one),
            one.on,
            one.amount,
            one.account.organisation.name if one.account else "",
            one.payer,
            one.words,
            one.get_manner_display(),
            one.reversed_on,
        ]


TABLES: dict[str, tuple[Callable[[], list[str]], Callable[[Cluster, Period], Rows]]] = {
    "ledger": (_ledger_titles, _ledger),
    "notices": (_notice_titles, _notices),
    "payments": (_payment_titles, _payments),
}
