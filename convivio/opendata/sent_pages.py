"""What the pages of member lists and of workbooks have in common."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from convivio.kernel.errors import BadInput
from convivio.kernel.keys import number_in
from convivio.opendata.forms import MemberListForm
from convivio.opendata.permissions import may_take_in_members
from convivio.opendata.sent_files import Sent
from convivio.people.acting import SignedInRequest

ROWS_ON_A_PAGE = 100
SHOWN_AFTERWARDS = 10
UNPROCESSABLE = 422


def sending_page(
    request: SignedInRequest,
    kind: type[Sent],
    form: MemberListForm,
    send: Callable[..., Sent],
    *,
    leads_to: str,
    template: str,
) -> HttpResponse:
    """Send a file and go on to its next page, or see those that were sent before."""
    if request.method == "POST" and form.is_valid():
        file, cluster = form.cleaned_data["file"], form.cleaned_data["cluster"]
        try:
            return redirect(leads_to, send(file, cluster, acting=request.acting).token)
        except BadInput as refusal:
            form.add_error("file", refusal.message)
    earlier = kind._default_manager.filter(person=request.user).select_related("cluster")
    page = {"form": form, "earlier": earlier.order_by("-sent_at")[:SHOWN_AFTERWARDS]}
    return render(request, template, page, status=UNPROCESSABLE if form.errors else 200)


def sent_or_404(request: SignedInRequest, kind: type[Sent], token: str) -> Sent:
    """Find a file that this person sent, for a cluster whose office the person still keeps."""
    rows = kind._default_manager.select_related("cluster", "reading", "person")
    found = rows.filter(token=token, person=request.user).first()
    if found is None or not may_take_in_members(request.acting, found.cluster):
        raise Http404
    return found


def lines(request: HttpRequest, name: str) -> list[int]:
    """Give the numbers of rows that a form names."""
    return [number for line in request.POST.getlist(name) if (number := number_in(line)) is not None]
