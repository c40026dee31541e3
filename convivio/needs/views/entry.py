"""One entry: its page, reading it after accepting its terms, answering it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.needs.answering import give_answer, read_blinded
from convivio.needs.forms import AnswerForm
from convivio.needs.page import entry_context
from convivio.needs.permissions import find_entry, may_answer
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.web.policies import ANYONE, SIGNED_IN, policy


@policy(ANYONE)
@require_safe
def page(request: ActingRequest, address: str) -> HttpResponse:
    """What is asked or offered; for who looks after it, its answers and its readers."""
    entry = find_entry(request.acting, address)
    return render(request, "needs/entry_page.html", entry_context(entry, request.acting))


@policy(SIGNED_IN)
@require_POST
def reading(request: SignedInRequest, address: str) -> HttpResponse:
    """Accept the terms of a blinded need, and read it."""
    entry = find_entry(request.acting, address)
    if entry.is_blinded:
        read_blinded(entry, by=request.acting)
    return redirect(entry)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def answering(request: SignedInRequest, address: str) -> HttpResponse:
    """Answer in three questions."""
    entry = find_entry(request.acting, address)
    may_answer(request.acting, entry).enforce()
    form = AnswerForm(request.POST or None)
    context = {"form": form, "entry": entry}
    if request.method != "POST" or not form.is_valid():
        return render(request, "needs/give_page.html", context, status=422 if form.errors else 200)
    try:
        answer = give_answer(entry, form.cleaned_data, by=request.acting)
    except WrongState as refusal:
        return render(request, "needs/give_page.html", {**context, "refusal": refusal}, status=409)
    messages.success(request, _("It is sent: whoever asks, and who accompanies them, read it now."))
    return redirect(answer)
