from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.dues.actions.paying import (
    Arrival,
    match_payment,
    pay_back,
    record_payment,
    reverse_payment,
    take_payment_off,
)
from convivio.dues.balances import credit_of, paid_by, refunded_cents
from convivio.dues.forms import MatchForm, PaymentForm
from convivio.dues.ledger import euros_of
from convivio.dues.models import Charge, Entry, Notice, Payment
from convivio.dues.papers import receipt_pdf
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.proposing import Proposer
from convivio.dues.views.desk import MOST_ON_A_PAGE, UNPROCESSABLE, cluster_named, page, payment_of
from convivio.kernel.keys import number_in
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The payments, the latest first; and one written by hand."""
    kept = cluster_named(request, cluster)
    form = PaymentForm(request.POST or None, cluster=kept, required=False, initial={"on": localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        arrival = Arrival(on=said["on"], amount=said["amount"], payer=said["payer"], words=said["words"])
        first = Notice.objects.filter(cluster=kept, pk=number_in(request.POST.get("notice", "")) or 0)
        payment = record_payment(kept, arrival, account=said["account"], first=list(first), by=request.acting)
        messages.success(request, _("Payment %(number)s is recorded.") % {"number": payment})
        return redirect(payment)
    shown = request.GET.get("show", "")
    rows = Payment.objects.filter(_shown(shown), cluster=kept).select_related(
        "cluster", "account__organisation"
    )
    labels = {
        "": _("all"),
        "waiting": _("not matched yet"),
        "credit": _("with credit left"),
        "reversed": _("reversed"),
    }
    sorts = [
        {"label": label, "url": f"?show={code}", "current": code == shown} for code, label in labels.items()
    ]
    listed = Paginator(rows, MOST_ON_A_PAGE).get_page(request.GET.get("page"))
    count = listed.paginator.count
    context: dict[str, Any] = {
        "form": form,
        "listed": listed,
        "sorts": sorts,
        "count_text": ngettext("%(count)s payment", "%(count)s payments", count) % {"count": count},
        "status": UNPROCESSABLE if form.errors else 200,
    }
    return page(request, "payments.html", kept, "payments", **context)


def _shown(kind: str) -> Q:
    if kind == "waiting":
        return Q(account=None, reversed_on=None)
    if kind == "reversed":
        return Q(reversed_on__isnull=False)
    if kind == "credit":
        held = Entry.objects.filter(side=Entry.Side.CREDIT).values_list("payment", "cents")
        left: dict[int, int] = {}
        for number, cents in held:
            left[number] = left.get(number, 0) - cents
        return Q(pk__in=[number for number, cents in left.items() if cents])
    return Q()


@policy(KEEPS_DUES)
@require_safe
def payment(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """One payment: whose it is, what it paid, what is left, what can be done with it."""
    kept = cluster_named(request, cluster)
    found = payment_of(kept, number)
    paid = paid_by(found)
    charges = Charge.objects.select_related("notice__cluster").in_bulk(paid)
    waits = found.account is None and found.reversed_on is None
    proposal = Proposer(kept).propose(found.amount, found.payer, found.words) if waits else None
    initial = {"account": proposal.account.pk} if proposal and proposal.account else {}
    return page(
        request,
        "payment.html",
        kept,
        "payments",
        payment=found,
        paid=[(charges[one], euros_of(cents)) for one, cents in paid.items()],
        credit=euros_of(credit_of(found)),
        refunded=euros_of(refunded_cents(found)),
        proposal=proposal,
        form=MatchForm(cluster=kept, initial=initial) if waits else None,
    )


@policy(KEEPS_DUES)
@require_safe
def receipt_paper(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """The receipt as PDF, in the reader's language."""
    found = payment_of(cluster_named(request, cluster), number)
    if found.account is None:
        raise Http404
    return HttpResponse(receipt_pdf(found, get_language() or "it"), content_type="application/pdf")


@policy(KEEPS_DUES)
@require_POST
def matching(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Say whose a payment is."""
    kept = cluster_named(request, cluster)
    found = payment_of(kept, number)
    form = MatchForm(request.POST, cluster=kept)
    if not form.is_valid():
        messages.error(request, _("Choose the member that paid."))
        return redirect(found)
    account = form.cleaned_data["account"]
    proposal = Proposer(kept).propose(found.amount, found.payer, found.words)
    first = proposal.notices if proposal.account == account else ()
    match_payment(found, account, first=first, by=request.acting)
    messages.success(request, _("The payment is matched with %(name)s.") % {"name": account.organisation})
    return redirect(found)


def _acted(
    request: SignedInRequest, cluster: str, number: int, act: Callable[..., object], said: str
) -> HttpResponse:
    found = payment_of(cluster_named(request, cluster), number)
    act(found, by=request.acting)
    messages.success(request, said)
    return redirect(found)


@policy(KEEPS_DUES)
@require_POST
def taking_off(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Unsay whose a payment is."""
    return _acted(
        request, cluster, number, take_payment_off, _("The payment is taken off, and can be matched again.")
    )


@policy(KEEPS_DUES)
@require_POST
def reversal(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Say that the money did not arrive after all."""
    return _acted(request, cluster, number, reverse_payment, _("The payment is reversed."))


@policy(KEEPS_DUES)
@require_POST
def paying_back(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Record that what was left was paid back."""
    return _acted(request, cluster, number, pay_back, _("What was left is recorded as paid back."))
