"""One idea: its page, its stage, its renewal, whether I support it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.ideas import moving, talking
from convivio.ideas.forms import StageForm
from convivio.ideas.models import Idea
from convivio.ideas.page import page_context
from convivio.ideas.permissions import find_idea, find_own
from convivio.ideas.stages import Stage
from convivio.kernel.errors import DomainError, NotAllowed
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.web.policies import ANYONE, SIGNED_IN, policy


@policy(ANYONE)
@require_safe
def page(request: ActingRequest, number: int) -> HttpResponse:
    """What it is about, as far as one may read it at its stage."""
    idea = find_idea(request.acting, number)
    return render(request, "ideas/idea_page.html", page_context(idea, request.acting))


@policy(SIGNED_IN)
@require_POST
def stage(request: SignedInRequest, number: int) -> HttpResponse:
    """Take it to another stage, set it aside, open it again."""
    idea, form = find_own(request.acting, number), StageForm(request.POST)
    if not form.is_valid() or form.cleaned_data["stage"] not in Stage.values:
        raise Http404
    said = form.cleaned_data
    try:
        moving.move_to(idea, Stage(said["stage"]), said["reason"], seen=said["seen"], by=request.acting)
    except NotAllowed:
        raise
    except DomainError as refusal:
        return again(request, find_own(request.acting, number), refusal)
    messages.success(request, _("It is at the stage “%(stage)s” now.") % {"stage": idea.get_stage_display()})
    return redirect(idea)


@policy(SIGNED_IN)
@require_POST
def renewal(request: SignedInRequest, number: int) -> HttpResponse:
    """Say that it still holds."""
    idea = find_own(request.acting, number)
    moving.renew(idea, by=request.acting)
    messages.success(request, _("It stands in the list for another half year."))
    return redirect(idea)


@policy(SIGNED_IN)
@require_POST
def support(request: SignedInRequest, number: int) -> HttpResponse:
    """Support it, or withdraw that."""
    idea = find_idea(request.acting, number)
    if "withdraw" in request.POST:
        talking.withdraw_support(idea, by=request.acting)
        messages.success(request, _("You support it no more."))
    else:
        talking.support(idea, by=request.acting)
        messages.success(request, _("You support it: when it goes on you hear of it."))
    return redirect(idea)


def again(request: SignedInRequest, idea: Idea, refusal: DomainError, **more: Any) -> HttpResponse:
    """Show the page again, with what was refused and what was typed."""
    context = page_context(idea, request.acting, refusal=refusal, **more)
    return render(request, "ideas/idea_page.html", context, status=refusal.status)
