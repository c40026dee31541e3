"""What a member sees of its dues, and what the coordinator sees of all clusters."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from convivio.clusters.models import Cluster, Office
from convivio.dues.balances import balances_of
from convivio.dues.ledger import euros_of
from convivio.dues.models import Notice, Payment
from convivio.dues.papers import notice_pdf, receipt_pdf
from convivio.dues.permissions import PAYING, PAYS, may_see_totals
from convivio.dues.reports import owed_by, report_of
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting, SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

PDF = "application/pdf"


@policy(SIGNED_IN)
@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Where there is something of dues to see: clusters kept, organisations paid for, totals of the network."""
    acting = request.acting
    kept = Cluster.objects.filter(pk__in=_numbers(acting, {Office.Kind.CLUSTER_OFFICE}, "cluster"))
    ours = Organisation.objects.filter(pk__in=_numbers(acting, set(PAYING), "organisation")).order_by("name")
    context = {
        "clusters": kept,
        "organisations": [(one, _owed(one)) for one in ours],
        "totals": _totals() if may_see_totals(acting) else None,
    }
    return render(request, "dues/overview.html", context)


def _numbers(acting: Acting, rights: set[Any], kind: str) -> list[int]:
    keys = [choice.key for choice in acting.choices if rights & choice.rights]
    return [split_key(key)[1] for key in keys if key.startswith(f"{kind}:")]


def _owed(organisation: Organisation) -> Any:
    return euros_of(sum(cents for cents in owed_by(organisation).values() if cents > 0))


def _totals() -> list[dict[str, Any]]:
    """Add each cluster up by year, without naming anybody."""
    rows = []
    for cluster in Cluster.objects.all():
        for year, tally in sorted(report_of(cluster, localdate()).by_year.items(), reverse=True):
            figures = {name: euros_of(getattr(tally, name)) for name in ("due", "received", "open")}
            rows.append({"cluster": cluster, "year": year, **figures})
    return rows


@policy(PAYS)
@require_safe
def of_organisation(request: SignedInRequest, slug: str) -> HttpResponse:
    """What an organisation owes and has paid, in each of its clusters, with the papers."""
    organisation = get_object_or_404(Organisation, slug=slug)
    notices = list(
        Notice.objects.filter(account__organisation=organisation).select_related("cluster", "credit_note")
    )
    balances = balances_of(notices)
    payments = Payment.objects.filter(account__organisation=organisation).select_related("cluster")
    owed = owed_by(organisation)
    context = {
        "organisation": organisation,
        "notices": [(one, balances[one.pk]) for one in notices],
        "payments": payments,
        "standing": [(one, euros_of(owed[one.pk])) for one in Cluster.objects.filter(pk__in=owed)],
        "today": localdate(),
        "crumbs": [{"label": organisation.name, "url": reverse("organisations:page", args=[slug])}],
    }
    return render(request, "dues/of_organisation.html", context)


@policy(PAYS)
@require_safe
def our_notice(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A notice as PDF, for those who pay it."""
    rows = Notice.objects.select_related("cluster", "account__organisation")
    found = get_object_or_404(rows, account__organisation__slug=slug, pk=number)
    return HttpResponse(notice_pdf(found, get_language() or "it"), content_type=PDF)


@policy(PAYS)
@require_safe
def our_receipt(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A receipt as PDF, for those who paid."""
    rows = Payment.objects.select_related("cluster", "account__organisation")
    found = get_object_or_404(rows, account__organisation__slug=slug, pk=number)
    return HttpResponse(receipt_pdf(found, get_language() or "it"), content_type=PDF)
