"""Who writes an idea: asking, answering, leaving."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convivio.ideas import authors
from convivio.ideas.forms import AskForm
from convivio.ideas.permissions import find_own
from convivio.ideas.views.idea import again
from convivio.kernel.errors import BadInput, WrongState
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_POST
def asking(request: SignedInRequest, number: int) -> HttpResponse:
    """Ask somebody to write it with us."""
    idea, form = find_own(request.acting, number), AskForm(request.POST)
    if not form.is_valid():
        return again(request, idea, BadInput(_("Write a whole e-mail address.")), ask_form=form)
    try:
        authors.ask_author(idea, form.cleaned_data["email"], by=request.acting)
    except WrongState as refusal:
        return again(request, idea, refusal, ask_form=form)
    messages.success(request, _("They are asked, and find it under “Your ideas”."))
    return redirect(idea)


@policy(SIGNED_IN)
@require_POST
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """Say whether I write it with them, for the organisation for which I act now."""
    author = get_object_or_404(authors.asked_of(request.user), pk=number)
    said = request.POST.get("answer", "")
    if said == "yes":
        authors.accept(author, by=request.acting)
        messages.success(request, _("You write it with them: the others have been told."))
        return redirect(author.idea)
    if said != "no":
        raise Http404
    authors.decline(author, by=request.acting)
    messages.success(request, _("You said no."))
    return redirect("ideas:mine")


@policy(SIGNED_IN)
@require_POST
def ending(request: SignedInRequest, number: int, author: int) -> HttpResponse:
    """End an authorship, mine or another’s, or take back what was asked."""
    idea = find_own(request.acting, number)
    found = get_object_or_404(idea.authors, pk=author)
    try:
        authors.leave(found, by=request.acting)
    except WrongState as refusal:
        return again(request, idea, refusal)
    messages.success(request, _("%(who)s does not write it any more.") % {"who": found})
    return redirect("ideas:mine") if found.person_id == request.user.pk else redirect(idea)
