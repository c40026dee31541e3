from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import BadInput
from convivio.opendata.models import Workbook
from convivio.opendata.moving_in import actions
from convivio.opendata.moving_in.empty import sheets_of_the_empty_workbook
from convivio.opendata.moving_in.forms import TakingInForm, WorkbookForm
from convivio.opendata.moving_in.shown import (
    REPORT_COLUMNS,
    remains,
    report_rows,
    tables,
    tabs,
    tiles,
    wanted,
)
from convivio.opendata.permissions import KEEPS_AN_OFFICE
from convivio.opendata.sent_files import answer_doubles
from convivio.opendata.sent_pages import ROWS_ON_A_PAGE, UNPROCESSABLE, lines, sending_page, sent_or_404
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy
from convivio.web.tables import csv_response, workbook_response, xlsx_response


@policy(KEEPS_AN_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def workbooks(request: SignedInRequest) -> HttpResponse:
    """Send a workbook, or go on with one."""
    form = WorkbookForm(request.POST or None, request.FILES or None, acting=request.acting)
    return sending_page(
        request,
        Workbook,
        form,
        actions.send_workbook,
        leads_to="opendata:workbook",
        template="opendata/workbooks.html",
    )


@policy(KEEPS_AN_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what becomes of each row of each sheet; keep what a person says of likely doubles."""
    sent = sent_or_404(request, Workbook, token)
    if not sent.waits:
        return redirect("opendata:workbook_result", token)
    if request.method == "POST":
        same, asked = (lines(request, name) for name in ("same", "asked"))
        answer_doubles(sent, same=same, asked=asked, acting=request.acting)
        return redirect(f"{request.path}?sheet=organisations")
    return _shown(request, sent, 200)


@policy(KEEPS_AN_OFFICE)
@require_safe
def report(request: SignedInRequest, token: str, ending: str) -> HttpResponse:
    """Give all that is wrong, row by row, as a file."""
    answer = {"csv": csv_response, "xlsx": xlsx_response}.get(ending)
    sent = sent_or_404(request, Workbook, token)
    if answer is None or not sent.waits:
        raise Http404
    columns = [_(title) for title in REPORT_COLUMNS]
    return answer(_("Refused rows"), columns, report_rows(actions.preview(sent, acting=request.acting)))


@policy(KEEPS_AN_OFFICE)
@require_POST
def confirmation(request: SignedInRequest, token: str) -> HttpResponse:
    """Take the workbook in."""
    sent = sent_or_404(request, Workbook, token)
    form = TakingInForm(request.POST)
    form.full_clean()
    try:
        actions.take_in_workbook(sent, **form.cleaned_data, acting=request.acting)
    except BadInput as refusal:
        messages.error(request, refusal.message)
        return _shown(request, sent, UNPROCESSABLE)
    return redirect("opendata:workbook_result", token)


@policy(KEEPS_AN_OFFICE)
@require_safe
def result(request: SignedInRequest, token: str) -> HttpResponse:
    """Say what a workbook brought, and how to take it back."""
    sent = sent_or_404(request, Workbook, token)
    if sent.waits:
        return redirect("opendata:workbook", token)
    page = {
        "workbook": sent,
        "tiles": tiles(sent),
        "tables": tables(sent.counts),
        "letters": len(sent.made.get("letters", ())),
        "remains": remains(sent),
        "can_be_taken_back": sent.can_be_taken_back(now()),
    }
    return render(request, "opendata/workbook_result.html", page)


@policy(KEEPS_AN_OFFICE)
@require_POST
def taking_back(request: SignedInRequest, token: str) -> HttpResponse:
    """Undo what a workbook only just brought."""
    actions.take_back_workbook(sent_or_404(request, Workbook, token), acting=request.acting)
    return redirect("opendata:workbook_result", token)


@policy(KEEPS_AN_OFFICE)
@require_safe
def empty(_request: HttpRequest) -> HttpResponse:
    """Give a workbook to start from."""
    return workbook_response(_("Workbook to move in"), sheets_of_the_empty_workbook())


def _shown(request: SignedInRequest, sent: Workbook, status: int) -> HttpResponse:
    whole = actions.preview(sent, acting=request.acting)
    chosen = wanted(whole, request.GET.get("sheet", ""))
    refused = list(whole.report())
    rows = sorted(chosen.rows, key=lambda row: not row.is_refused) if chosen else refused
    page = {
        "workbook": sent,
        "whole": whole,
        "tables": tables(whole.counts()),
        "tabs": tabs(whole, chosen),
        "chosen": chosen,
        "lacking": list(whole.lacking()),
        "doubles": whole.members.counts()["double"],
        "asks": bool(whole.members.counts()["double"] or sent.same),
        "page": Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "form": TakingInForm(request.POST or None, refused=bool(refused or list(whole.lacking()))),
    }
    return render(request, "opendata/workbook.html", page, status=status)
