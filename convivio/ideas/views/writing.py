"""Writing an idea: a draft first, opened when it is ready."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convivio.ideas import writing
from convivio.ideas.errors import IdeaChangedMeanwhile, NotReadyToOpen
from convivio.ideas.forms import IdeaForm, initial_of
from convivio.ideas.models import Idea
from convivio.ideas.moving import move_to
from convivio.ideas.permissions import find_own, may_begin
from convivio.ideas.stages import Stage
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Begin an idea for the organisation for which I act now."""
    may_begin(request.acting).enforce()
    owner = get_object_or_404(Organisation, pk=split_key(request.acting.key)[1])
    form = IdeaForm(request.POST or None, owner=owner, initial={"audience": "public"})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, owner=owner)
    idea = writing.begin_idea(owner, form.said, by=request.acting)
    return _kept(request, idea)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: SignedInRequest, number: int) -> HttpResponse:
    """Change what is said of an idea."""
    idea = find_own(request.acting, number)
    form = IdeaForm(request.POST or None, owner=idea.organisation, initial=initial_of(idea))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form, owner=idea.organisation, idea=idea)
    version = form.cleaned_data["version"] or 0
    try:
        writing.change_idea(idea, form.said, version=version, by=request.acting)
    except IdeaChangedMeanwhile as refusal:
        theirs = Idea.objects.select_related("organisation").get(pk=idea.pk)
        form = IdeaForm({**request.POST.dict(), "version": theirs.version}, owner=theirs.organisation)
        return _form_page(request, form, status=409, owner=theirs.organisation, idea=theirs, refusal=refusal)
    return _kept(request, idea)


def _kept(request: SignedInRequest, idea: Idea) -> HttpResponse:
    """Open a draft too if that was asked; a draft that is not ready stays kept, and says what it lacks."""
    if idea.stage != Stage.DRAFT or "open" not in request.POST:
        messages.success(request, _("It is kept."))
        return redirect(idea)
    try:
        move_to(idea, Stage.OPEN, by=request.acting)
    except NotReadyToOpen as refusal:
        form = IdeaForm(initial=initial_of(Idea.objects.get(pk=idea.pk)), owner=idea.organisation)
        return _form_page(request, form, status=422, owner=idea.organisation, idea=idea, refusal=refusal)
    messages.success(request, _("It is open: those for whom it is can read it."))
    return redirect(idea)


def _form_page(request: SignedInRequest, form: IdeaForm, *, status: int = 0, **more: Any) -> HttpResponse:
    context = {"form": form, "idea": None, **more}
    return render(request, "ideas/idea_form.html", context, status=status or (422 if form.errors else 200))
