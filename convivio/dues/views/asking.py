from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.dues.actions.asking import (
    cancel_notice,
    send_notice,
    take_write_off_back,
    write_off,
)
from convivio.dues.arrears import late_notices
from convivio.dues.balances import LONG, balances_of
from convivio.dues.fees import Basis, explain
from convivio.dues.forms import PaymentForm, ReasonForm
from convivio.dues.models import Batch, Notice
from convivio.dues.papers import notice_pdf
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.views.desk import MOST_ON_A_PAGE, cluster_named, notice_of, page
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

PDF = "application/pdf"


@policy(KEEPS_DUES)
@require_safe
def notices(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The notices, the latest first: all, those open, those late, those cancelled."""
    kept = cluster_named(request, cluster)
    shown = request.GET.get("show", "")
    rows = Notice.objects.filter(cluster=kept).select_related("account__organisation", "credit_note")
    rows = rows.defer(*LONG)
    if shown == "cancelled":
        rows = rows.exclude(credit_note=None)
    balances = balances_of(rows)
    today = localdate()
    kinds: dict[str, Callable[[Notice], bool]] = {
        "": lambda _one: True,
        "open": lambda one: balances[one.pk].open > 0,
        "late": lambda one: balances[one.pk].open > 0 and one.due_on < today,
        "cancelled": lambda one: one.is_cancelled,
    }
    wanted = kinds.get(shown, kinds[""])
    found = [(one, balances[one.pk]) for one in rows if wanted(one)]
    for one, _balance in found:
        one.cluster = kept
    labels = {"": _("all"), "open": _("open"), "late": _("late"), "cancelled": _("cancelled")}
    sorts = [
        {"label": label, "url": f"?show={code}", "current": code == shown} for code, label in labels.items()
    ]
    listed = Paginator(found, MOST_ON_A_PAGE).get_page(request.GET.get("page"))
    text = ngettext("%(count)s notice", "%(count)s notices", len(found)) % {"count": len(found)}
    context: dict[str, Any] = {"listed": listed, "sorts": sorts, "count_text": text, "today": today}
    context["batch"] = Batch.objects.under_way().filter(cluster=kept).first()
    return page(request, "notices.html", kept, "notices", **context)


@policy(KEEPS_DUES)
@require_safe
def notice(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """One notice: what it asks and why, what was paid, what can be done with it."""
    kept = cluster_named(request, cluster)
    found = notice_of(kept, number)
    balance = balances_of([found])[found.pk]
    lines = [(one, explain(Basis(**one.basis), one.amount)) for one in found.charges.all()]
    late = next((one for one in late_notices(kept, localdate()) if one.notice.pk == found.pk), None)
    return page(
        request,
        "notice.html",
        kept,
        "notices",
        notice=found,
        credit_note=getattr(found, "credit_note", None),
        balance=balance,
        lines=lines,
        late=late,
        reminders=found.reminders.all(),
        payment=PaymentForm(
            cluster=kept,
            required=False,
            initial={"on": localdate(), "amount": balance.open, "account": found.account_id},
        ),
        reason=ReasonForm(),
    )


@policy(KEEPS_DUES)
@require_safe
def notice_paper(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """The notice as PDF, in the reader's language."""
    found = notice_of(cluster_named(request, cluster), number)
    return HttpResponse(notice_pdf(found, get_language() or "it"), content_type=PDF)


@policy(KEEPS_DUES)
@require_POST
def sending(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Send a notice again."""
    found = notice_of(cluster_named(request, cluster), number)
    count = send_notice(found, by=request.acting)
    if count:
        words = ngettext("It goes to %(count)s address.", "It goes to %(count)s addresses.", count)
        messages.success(request, words % {"count": count})
    else:
        messages.warning(request, _("There is nobody to write to. Give an address, or print the PDF."))
    return redirect(found)


@policy(KEEPS_DUES)
@require_POST
def cancellation(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Take a notice back by a credit."""
    found = notice_of(cluster_named(request, cluster), number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the notice is taken back."))
        return redirect(found)
    credit = cancel_notice(found, form.cleaned_data["reason"], by=request.acting)
    messages.success(request, _("The notice is cancelled by credit %(number)s.") % {"number": credit})
    return redirect(found)


@policy(KEEPS_DUES)
@require_POST
def writing_off(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Give up what is open on a notice, or ask for it again."""
    found = notice_of(cluster_named(request, cluster), number)
    if "back" in request.POST:
        take_write_off_back(found, by=request.acting)
        messages.success(request, _("It is asked for again."))
        return redirect(found)
    form = ReasonForm(request.POST)
    if form.is_valid():
        write_off(found, form.cleaned_data["reason"], by=request.acting)
        messages.success(request, _("What was open is written off. You can ask for it again."))
    else:
        messages.error(request, _("Say why it is written off."))
    return redirect(found)
