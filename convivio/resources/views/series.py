"""The same hours on several days, in one act."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from convivio.people.acting import SignedInRequest
from convivio.resources.errors import DatesClash
from convivio.resources.forms import SeriesForm
from convivio.resources.permissions import find_resource, may_book
from convivio.resources.series import book_series
from convivio.resources.telling import hours_in_words
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Book the same hours each day or week; dates that clash are shown before anything is held."""
    resource = find_resource(request.acting, slug)
    may_book(request.acting, resource).enforce()
    form = SeriesForm(request.POST or None)
    context: dict[str, Any] = {"resource": resource, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "resources/series_page.html", context, status=422 if form.errors else 200)
    takes_free, purpose = "takes_free" in request.POST, form.cleaned_data["purpose"]
    try:
        held = book_series(resource, form.spans, purpose, takes_free=takes_free, by=request.acting)
    except DatesClash as refusal:
        context |= {
            "refusal": refusal,
            "clashes": [(hours_in_words(one.span.begin, one.span.end), one.why) for one in refusal.clashes],
        }
        return render(request, "resources/series_page.html", context, status=409)
    said = ngettext("%(count)d date is kept for you.", "%(count)d dates are kept for you.", len(held))
    messages.success(request, said % {"count": len(held)})
    return redirect(held[0])
