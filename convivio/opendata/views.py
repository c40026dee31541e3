from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import BadInput
from convivio.opendata import actions
from convivio.opendata.forms import ColumnsForm, MemberListForm
from convivio.opendata.members import sample
from convivio.opendata.members.plan import Plan, Standing
from convivio.opendata.models import MemberList
from convivio.opendata.permissions import KEEPS_AN_OFFICE
from convivio.opendata.sent_files import answer_doubles
from convivio.opendata.sent_pages import (
    ROWS_ON_A_PAGE,
    UNPROCESSABLE,
    lines,
    sending_page,
    sent_or_404,
)
from convivio.people.acting import SignedInRequest
from convivio.web.amounts import number
from convivio.web.policies import policy
from convivio.web.tables import csv_response, xlsx_response


@policy(KEEPS_AN_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: SignedInRequest) -> HttpResponse:
    """Send a member list, or go on with one."""
    form = MemberListForm(request.POST or None, request.FILES or None, acting=request.acting)
    return sending_page(
        request,
        MemberList,
        form,
        actions.send_list,
        leads_to="opendata:columns",
        template="opendata/members.html",
    )


@policy(KEEPS_AN_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: SignedInRequest, token: str) -> HttpResponse:
    """Say which column is which field."""
    sent = sent_or_404(request, MemberList, token)
    if not sent.waits:
        return redirect("opendata:result", token)
    sheet = actions.sheet_of(sent)
    form = ColumnsForm(request.POST or None, sheet=sheet, columns=sent.column_choice())
    if request.method == "POST" and form.is_valid():
        actions.choose_columns(sent, form.chosen(), acting=request.acting)
        return redirect("opendata:preview", token)
    page = {"form": form, "list": sent, "sheet": sheet}
    return render(request, "opendata/columns.html", page, status=UNPROCESSABLE if form.errors else 200)


@policy(KEEPS_AN_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: SignedInRequest, token: str) -> HttpResponse:
    """Show what becomes of each row; keep what a person says of likely doubles."""
    sent = sent_or_404(request, MemberList, token)
    if not sent.waits:
        return redirect("opendata:result", token)
    if request.method == "POST":
        same, asked = (lines(request, name) for name in ("same", "asked"))
        answer_doubles(sent, same=same, asked=asked, acting=request.acting)
        return redirect("opendata:preview", token)
    try:
        sheet, planned = actions.preview(sent, acting=request.acting)
    except BadInput as refusal:
        messages.error(request, refusal.message)
        return redirect("opendata:columns", token)
    page = {"list": sent, "sheet": sheet, "plan": planned, **_shown(request, planned)}
    return render(request, "opendata/preview.html", page)


@policy(KEEPS_AN_OFFICE)
@require_POST
def confirmation(request: SignedInRequest, token: str) -> HttpResponse:
    """Take the list in."""
    actions.take_in_list(sent_or_404(request, MemberList, token), acting=request.acting)
    return redirect("opendata:result", token)


@policy(KEEPS_AN_OFFICE)
@require_safe
def result(request: SignedInRequest, token: str) -> HttpResponse:
    """Say what a list brought, and how to take it back."""
    sent = sent_or_404(request, MemberList, token)
    if sent.waits or sent.reading is None:
        return redirect("opendata:preview", token)
    page = {
        "list": sent,
        "tiles": _tiles(sent.reading.counts),
        "can_be_taken_back": sent.can_be_taken_back(now()),
    }
    return render(request, "opendata/result.html", page)


@policy(KEEPS_AN_OFFICE)
@require_POST
def taking_back(request: SignedInRequest, token: str) -> HttpResponse:
    """Undo a list that was only just taken in."""
    memberships, organisations = actions.take_back_list(
        sent_or_404(request, MemberList, token), acting=request.acting
    )
    ended = ngettext("%(count)s membership", "%(count)s memberships", memberships) % {"count": memberships}
    gone = ngettext("%(count)s organisation", "%(count)s organisations", organisations) % {
        "count": organisations
    }
    messages.success(request, _("Taken back: %(ended)s and %(gone)s.") % {"ended": ended, "gone": gone})
    return redirect("opendata:result", token)


@policy(KEEPS_AN_OFFICE)
@require_safe
def sample_file(request: HttpRequest, ending: str) -> HttpResponse:
    """Give a list to start from."""
    answer = {"csv": csv_response, "xlsx": xlsx_response}.get(ending)
    if answer is None:
        raise Http404
    return answer(_("Sample member list"), sample.titles(), sample.rows())


def _tiles(counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Say what a list brought; what never came up is not mentioned."""
    words = {
        Standing.NEW: _("New organisations"),
        Standing.DOUBLE: _("New, and flagged as likely doubles"),
        Standing.UPDATED: _("Updated"),
        Standing.SAME: _("As they were"),
        Standing.REFUSED: _("Refused, and left out"),
    }
    return [
        {"figure": number(counts[standing.value]), "words": said}
        for standing, said in words.items()
        if counts.get(standing.value) or standing == Standing.NEW
    ]


def _shown(request: HttpRequest, planned: Plan) -> dict[str, Any]:
    """Give the rows of one standing, or all that need a look first, a page at a time."""
    counts = planned.counts()
    wanted = request.GET.get("show", "")
    order = list(Standing)
    outcomes = [one for one in planned.outcomes if wanted in ("", one.standing.value)]
    outcomes.sort(key=lambda one: (order.index(one.standing), one.row.line))
    tabs = [{"label": _("All rows"), "url": "?", "current": not wanted, "count": len(planned.outcomes)}]
    tabs += [
        {
            "label": standing.label,
            "url": f"?show={standing.value}",
            "current": wanted == standing.value,
            "count": counts[standing.value],
        }
        for standing in Standing
        if counts[standing.value]
    ]
    return {
        "tabs": tabs,
        "page": Paginator(outcomes, ROWS_ON_A_PAGE).get_page(request.GET.get("page")),
        "counts": counts,
    }
