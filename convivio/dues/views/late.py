from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from convivio.dues.accounts import recipients
from convivio.dues.actions.reminding import send_reminders
from convivio.dues.arrears import late_notices
from convivio.dues.letters import filled, words_for
from convivio.dues.models import ArrearsRule
from convivio.dues.permissions import KEEPS_DUES
from convivio.dues.views.desk import cluster_named, page
from convivio.kernel.keys import number_in
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


@policy(KEEPS_DUES)
@require_http_methods(["GET", "HEAD", "POST"])
def late(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Who is late, by how much; and the reminders of today, each to be read before it goes."""
    kept = cluster_named(request, cluster)
    if request.method == "POST":
        chosen = [
            tuple(number_in(part) or 0 for part in one.split("-")) for one in request.POST.getlist("remind")
        ]
        sent = send_reminders(kept, [(one[0], one[-1]) for one in chosen], by=request.acting)
        words = ngettext("%(count)s reminder goes out.", "%(count)s reminders go out.", len(sent))
        messages.success(request, words % {"count": len(sent)})
        return redirect("dues:late", kept.slug)
    today = localdate()
    found = late_notices(kept, today)
    reached = recipients([one.notice.account for one in found], today)
    rows = []
    for one in found:
        to = reached[one.notice.account_id]
        preview = ""
        if one.next and to:
            with translation.override(to[0].language):
                preview = filled(str(one.next.text), words_for(one.notice, one.left))
        rows.append((one, to, preview))
    return page(
        request,
        "late.html",
        kept,
        "late",
        rows=rows,
        to_send=sum(1 for one, to, _preview in rows if one.next and to),
        rule=ArrearsRule.objects.filter(cluster=kept).holding_on(today).first(),
        nobody=_("nobody to write to: give an address, or print the PDF"),
    )
