from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from convivio.clusters.models import Cluster
from convivio.dues.actions import booking
from convivio.dues.actions.booking import LEAVE, SKIP, Seen
from convivio.dues.bank_csv import BankSheet
from convivio.dues.forms import BankColumnsForm, BankFileForm
from convivio.dues.models import BankFile
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.reports import accounts_of
from convivio.dues.views.desk import UNPROCESSABLE, cluster_named, page
from convivio.kernel.errors import BadInput
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

SHOWN = 20


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Send the bank's file, or go on with one."""
    kept = cluster_named(request, cluster)
    form = BankFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sent = booking.send_bank_file(kept, file.name or "", file.read(), by=request.acting)
        except BadInput as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("dues:bank_columns", kept.slug, sent.token)
    files = BankFile.objects.filter(cluster=kept).select_related("person")[:SHOWN]
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "bank.html", kept, "bank", form=form, files=files, status=status)


def _file(cluster: Cluster, token: str) -> BankFile:
    return get_object_or_404(BankFile.objects.select_related("cluster"), cluster=cluster, token=token)


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def bank_columns(request: SignedInRequest, cluster: str, token: str) -> HttpResponse:
    """Say which column is what."""
    kept = cluster_named(request, cluster)
    sent = _file(kept, token)
    if not sent.waits:
        return redirect("dues:bank_file", kept.slug, token)
    sheet = BankSheet(sent.header, [(int(row[0]), row[1:]) for row in sent.rows])
    form = BankColumnsForm(request.POST or None, sheet=sheet, columns=sent.columns)
    if request.method == "POST" and form.is_valid():
        try:
            booking.choose_columns(sent, form.chosen(), by=request.acting)
        except BadInput as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("dues:bank_file", kept.slug, token)
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "bank_columns.html", kept, "bank", form=form, file=sent, sheet=sheet, status=status)


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def bank_file(request: SignedInRequest, cluster: str, token: str) -> HttpResponse:
    """Look at every line and whose it is likely to be; once booked, what came of it."""
    kept = cluster_named(request, cluster)
    sent = _file(kept, token)
    if request.method == "POST":
        said = {name[5:]: value for name, value in request.POST.items() if name.startswith("line-")}
        allowed = {LEAVE, SKIP, *(f"account:{one.pk}" for one in accounts_of(kept))}
        choices = {line: value for line, value in said.items() if value in allowed and line.isdecimal()}
        booking.answer_lines(sent, choices, by=request.acting)
        return redirect("dues:bank_file", kept.slug, token)
    if not sent.waits:
        lines = sent.lines.select_related("payment__cluster", "payment__account__organisation").order_by(
            "line"
        )
        return page(request, "bank_result.html", kept, "bank", file=sent, lines=lines)
    try:
        seen = booking.preview(sent)
    except BadInput as refusal:
        messages.error(request, refusal.message)
        return redirect("dues:bank_columns", kept.slug, token)
    return page(request, "bank_preview.html", kept, "bank", file=sent, **_shown(seen, kept))


def _shown(seen: list[Seen], cluster: Cluster) -> dict[str, Any]:
    coming = [one for one in seen if one.choice]
    counts = Counter("matched" if one.choice.startswith("account:") else one.choice for one in coming)
    return {
        "seen": coming,
        "known": sum(one.is_known for one in seen),
        "going": sum(1 for one in seen if one.row.amount is not None and one.row.amount <= 0),
        "refused": [one.row for one in seen if one.row.problem],
        "counts": counts,
        "booked_count": counts["matched"] + counts[LEAVE],
        "accounts": accounts_of(cluster),
    }


@policy(KEEPS_DUES)
@require_POST
def bank_booking(request: SignedInRequest, cluster: str, token: str) -> HttpResponse:
    """Book the lines as they were seen."""
    sent = _file(cluster_named(request, cluster), token)
    counts = booking.book_file(sent, by=request.acting)
    count = counts["matched"] + counts["left"]
    words = ngettext("%(count)s payment is booked.", "%(count)s payments are booked.", count)
    messages.success(request, words % {"count": count})
    return redirect("dues:bank_file", cluster, token)


@policy(KEEPS_DUES)
@require_POST
def bank_undoing(request: SignedInRequest, cluster: str, token: str) -> HttpResponse:
    """Take a booked file back."""
    sent = _file(cluster_named(request, cluster), token)
    booking.undo_file(sent, by=request.acting)
    messages.success(request, _("Taken back: each of its payments is reversed, and stays on record."))
    return redirect("dues:bank_file", cluster, token)
