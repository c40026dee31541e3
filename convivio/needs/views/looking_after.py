"""What the asker and the office do with an entry: renew, withdraw, say that it is met, choose who accompanies it."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.kernel.keys import number_in
from convivio.needs import posting
from convivio.needs.clock import ASKED_BEFORE, SILENT_FOR
from convivio.needs.facilitators import people_of_office
from convivio.needs.forms import WordsForm
from convivio.needs.models import Entry
from convivio.needs.page import entry_context
from convivio.needs.permissions import find_accompanied, find_looked_after, find_office
from convivio.people.acting import SignedInRequest
from convivio.people.models import Person
from convivio.web.policies import SIGNED_IN, policy

MOST = 200


@policy(SIGNED_IN)
@require_POST
def standing(request: SignedInRequest, address: str) -> HttpResponse:
    """Renew it, take it off the board, say that it is met, or open it again."""
    entry, form = find_looked_after(request.acting, address), WordsForm(request.POST)
    answer = request.POST.get("answer", "")
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        said = _do(entry, answer, words, request)
    except WrongState as refusal:
        context = entry_context(entry, request.acting, refusal=refusal)
        return render(request, "needs/entry_page.html", context, status=409)
    messages.success(request, said)
    return redirect(entry)


def _do(entry: Entry, answer: str, words: str, request: SignedInRequest) -> str:
    if answer == "renew":
        posting.renew_entry(entry, by=request.acting)
        return _("It stays on the board for ninety days more.")
    if answer == "withdraw":
        posting.withdraw_entry(entry, words, by=request.acting)
        return _("It is off the board; you can open it again.")
    if answer == "met":
        posting.meet_entry(entry, words, by=request.acting)
        return _("It is met: well done.")
    if answer == "reopen":
        posting.reopen_entry(entry, by=request.acting)
        return _("It is on the board again.")
    raise Http404


@policy(SIGNED_IN)
@require_POST
def facilitator(request: SignedInRequest, address: str) -> HttpResponse:
    """Choose who of the office accompanies an entry."""
    entry = find_accompanied(request.acting, address)
    number = number_in(request.POST.get("person", "")) or 0
    colleagues = [one.pk for one in people_of_office(entry.cluster)]
    person = get_object_or_404(Person.objects.filter(pk__in=colleagues), pk=number)
    posting.appoint(entry, person, by=request.acting)
    messages.success(request, _("%(name)s accompanies it from now on.") % {"name": person})
    return redirect(entry)


@policy(SIGNED_IN)
@require_safe
def office(request: SignedInRequest, cluster: str) -> HttpResponse:
    """What the office of a cluster accompanies: first what nobody accompanies, ends soon, or nobody answers."""
    body = find_office(request.acting, cluster)
    rows = Entry.objects.open().filter(cluster=body).select_related("facilitator")
    entries = list(rows.annotate(answer_count=Count("answers", filter=~Q(answers__state="withdrawn")))[:MOST])
    today, silent = localdate(), {one.pk for one in entries if not getattr(one, "answer_count", 0)}
    parts = [
        (_("Nobody accompanies them"), [one for one in entries if one.facilitator_id is None]),
        (
            _("Nobody has answered for two weeks"),
            [one for one in entries if one.pk in silent and one.posted_on <= today - SILENT_FOR],
        ),
        (_("They leave the board soon"), [one for one in entries if one.expires_on <= today + ASKED_BEFORE]),
        (_("All that are open"), entries),
    ]
    return render(request, "needs/office.html", {"cluster": body, "parts": [one for one in parts if one[1]]})
