"""Writing an entry, and changing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convivio.kernel.errors import WrongState
from convivio.needs.askers import asker_for
from convivio.needs.errors import EntryChangedMeanwhile
from convivio.needs.forms import EntryForm, initial_of
from convivio.needs.models import Entry
from convivio.needs.permissions import current_organisation, find_own, may_post
from convivio.needs.posting import change_entry, post_entry
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Put a need or an offer on the board, for the organisation that I act for now."""
    may_post(request.acting).enforce()
    organisation = current_organisation(request.acting)
    initial = {"side": request.GET.get("side", "need"), "about": request.GET.get("about", "skill")}
    form = EntryForm(request.POST or None, organisation=organisation, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, organisation=organisation)
    entry = post_entry(organisation, form.columns, by=request.acting)
    messages.success(request, _("It is on the board for ninety days."))
    return redirect(entry)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: SignedInRequest, address: str) -> HttpResponse:
    """Change what an entry says."""
    entry = find_own(request.acting, address)
    asker = asker_for(request.acting, entry, ours=True)
    organisation = asker.organisation if asker else current_organisation(request.acting)
    form = EntryForm(request.POST or None, organisation=organisation, initial=initial_of(entry))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, organisation=organisation, entry=entry)
    try:
        change_entry(entry, form.columns, version=form.cleaned_data["version"] or 0, by=request.acting)
    except WrongState as refusal:
        theirs = Entry.objects.get(pk=entry.pk)
        if isinstance(refusal, EntryChangedMeanwhile):
            typed = {**request.POST.dict(), "version": theirs.version}
            form = EntryForm(typed, organisation=organisation)
        return _form_page(request, form, 409, organisation=organisation, entry=theirs, refusal=refusal)
    messages.success(request, _("It is kept."))
    return redirect(entry)


def _form_page(request: SignedInRequest, form: EntryForm, status: int = 0, **more: Any) -> HttpResponse:
    context = {"form": form, "entry": None, **more}
    return render(request, "needs/write_page.html", context, status=status or (422 if form.errors else 200))
