"""The versions of an idea, two of them side by side, and going back to one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.ideas.permissions import find_own
from convivio.ideas.versions import differences
from convivio.ideas.writing import restore_version
from convivio.kernel.keys import number_in
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

MOST_SHOWN = 200


@policy(SIGNED_IN)
@require_safe
def versions(request: SignedInRequest, number: int) -> HttpResponse:
    """Every version with who kept it and when; what changed between two of them."""
    idea = find_own(request.acting, number)
    rows = list(idea.versions.select_related("person").defer("kept")[:MOST_SHOWN])
    last = number_in(request.GET.get("to", "")) or idea.version
    first = number_in(request.GET.get("from", "")) or last - 1
    kept = {one.number: one for one in idea.versions.filter(number__in=[first, last])}
    before, after = kept.get(first), kept.get(last)
    context = {
        "idea": idea,
        "versions": rows,
        "first": first,
        "last": last,
        "before": before,
        "after": after,
        "differences": differences(before.kept if before else {}, after.kept) if after else [],
    }
    return render(request, "ideas/versions.html", context)


@policy(SIGNED_IN)
@require_POST
def restoring(request: SignedInRequest, number: int) -> HttpResponse:
    """Write again what a version said."""
    idea = find_own(request.acting, number)
    wanted = number_in(request.POST.get("version", "")) or 0
    get_object_or_404(idea.versions, number=wanted)
    restore_version(idea, wanted, by=request.acting)
    messages.success(
        request, _("Version %(number)s is the newest again; what came between is kept.") % {"number": wanted}
    )
    return redirect("ideas:versions", idea.pk)
