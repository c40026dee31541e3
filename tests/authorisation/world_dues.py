"""The dues of the small world: a notice, a payment and a bank's file of one cluster."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.dues.actions.asking import issue_notices
from convivio.dues.actions.batches import order_batch
from convivio.dues.actions.booking import send_bank_file
from convivio.dues.actions.paying import Arrival, record_payment
from convivio.dues.issuing_plan import plan_of
from convivio.dues.models import Books, FeeLine, FeeSchedule
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting

IBAN = "IT60X0542811101000000123456"


def dues(cluster: Cluster, organisation: Organisation, by: Acting) -> dict[str, Any]:
    """Ask the members of a cluster for their dues; one pays a part, a file of the bank and a batch wait."""
    Books.objects.create(cluster=cluster, payee="Cluster Salute", iban=IBAN)
    schedule = FeeSchedule.objects.create(
        cluster=cluster, from_on=date(2019, 1, 1), source="Statuto", decided_on=date(2018, 11, 20)
    )
    FeeLine.objects.create(schedule=schedule, what="yearly", amount=Decimal(500))
    notices = issue_notices(cluster, plan_of(cluster, localdate().year), send=False, by=by)
    notice = next(one for one in notices if one.account.organisation_id == organisation.pk)
    arrival = Arrival(on=localdate(), amount=Decimal(100))
    next_year = plan_of(cluster, localdate().year + 1)
    return {
        "dues_batch": order_batch(cluster, next_year, send=False, by=by),
        "dues_notice": notice,
        "dues_payment": record_payment(cluster, arrival, account=notice.account, by=by),
        "dues_file": send_bank_file(cluster, "m.csv", b"Data;Importo\n2026-01-02;5,00\n", by=by),
    }
