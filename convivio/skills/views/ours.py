"""Our skills: said one by one, or found in a text and in past projects and accepted with one click each."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.files.reading import MOST_READ_MB
from convivio.kernel.errors import WrongState
from convivio.kernel.keys import number_in
from convivio.kernel.verdicts import Verdict
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.skills import saying
from convivio.skills.forms import NewSkillForm, PastedForm, WordForm
from convivio.skills.models import Skill
from convivio.skills.naming import propose_word
from convivio.skills.permissions import current_organisation, may_say_for_somebody
from convivio.skills.suggesting import suggested_by_projects, suggested_by_text
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept
from convivio.vocabulary.words import suggest
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.uploads import takes_files

LONGEST_ADDRESS = 300


def _owner(request: SignedInRequest) -> Organisation:
    """Give the organisation for which I act now. Raises: NotAllowed."""
    may_say_for_somebody(request.acting).enforce()
    found = current_organisation(request.acting)
    assert found is not None  # noqa: S101 - may_say_for_somebody said so
    return found


@policy(SIGNED_IN)
@require_safe
def ours(request: SignedInRequest) -> HttpResponse:
    """What we say, what is old, and what our past projects show besides."""
    owner = _owner(request)
    rows = Skill.objects.filter(organisation=owner).annotate(shown=Count("evidence"))
    skills = list(rows.select_related("concept", "organisation").order_by("-side", "-level", "concept__code"))
    context = {
        "organisation": owner,
        "skills": [one for one in skills if one.withdrawn_at is None],
        "away": [one for one in skills if one.withdrawn_at is not None],
        "old_count": sum(one.is_old for one in skills if one.withdrawn_at is None),
        "suggested": suggested_by_projects(owner),
        "form": PastedForm(),
    }
    return render(request, "skills/ours.html", context)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Say a skill, or what we look for, by any of its names."""
    owner = _owner(request)
    initial = {
        "audience": owner.audience,
        "name": request.GET.get("name", "")[:160],
        "side": request.GET.get("side", "offered"),
    }
    form = NewSkillForm(request.POST or None, owner=owner, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _new_page(request, form, owner)
    try:
        skill = saying.say_skill(owner, form.cleaned_data["name"], form.saying, by=request.acting)
    except WrongState as refusal:
        return _new_page(request, form, owner, status=409, refusal=refusal)
    messages.success(request, _("“%(name)s” stands among your skills.") % {"name": skill})
    return redirect(skill)


@policy(SIGNED_IN)
@require_safe
def names_like(request: SignedInRequest) -> HttpResponse:
    """Names of skills that begin like what is typed, in both languages."""
    typed = str(next(iter(request.GET.values()), ""))[:160]
    first, second = ("it", "en") if (get_language() or "it").startswith("it") else ("en", "it")
    found = {one.number: one for one in (*suggest(typed, first), *suggest(typed, second))}  # type: ignore[arg-type]
    return render(request, "skills/_names.html", {"names": list(found.values())[:10]})


def _may_send(request: SignedInRequest) -> Verdict:
    return may_say_for_somebody(request.acting)


@takes_files(MOST_READ_MB, _may_send)
@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def from_text(request: SignedInRequest) -> HttpResponse:
    """Find skills in a text that I paste, or in a document; none is said before I say yes to it."""
    owner = _owner(request)
    form = PastedForm(request.POST or None, request.FILES or None)
    suggested = None
    if request.method == "POST" and form.is_valid():
        suggested = suggested_by_text(owner, *form.texts)
    context = {"organisation": owner, "form": form, "suggested": suggested}
    return render(request, "skills/from_text.html", context, status=422 if form.errors else 200)


@policy(SIGNED_IN)
@require_POST
def accepting(request: SignedInRequest) -> HttpResponse:
    """Say yes to one that was suggested: it is said as of today, with where it was found as its evidence."""
    owner = _owner(request)
    concept = get_object_or_404(Concept, pk=number_in(request.POST.get("concept", "")) or 0)
    refusal: WrongState | None = None
    try:
        saying.say_skill(
            owner,
            concept,
            saying.Saying(audience=owner.audience),
            by=request.acting,
            shown=_shown_by(request, owner),
        )
    except WrongState as error:
        refusal = error
    if request.htmx:
        return render(request, "skills/_accepted.html", {"concept": concept, "refusal": refusal})
    if refusal is None:
        messages.success(request, _("“%(name)s” stands among your skills.") % {"name": concept})
    else:
        messages.info(request, refusal.message)
    return redirect("skills:ours")


def _shown_by(request: SignedInRequest, owner: Organisation) -> saying.Shown | None:
    """Read what showed it: a past project of ours, a publication with its address, or the words of a text."""
    number = number_in(request.POST.get("project", ""))
    project = Project.objects.filter(participations__organisation=owner, pk=number or 0).first()
    words, url = request.POST.get("words", "").strip(), request.POST.get("url", "").strip()
    if project is not None:
        return saying.Shown("project", words, project=project)
    if not words:
        return None
    is_address = url.startswith(("https://", "http://")) and len(url) <= LONGEST_ADDRESS
    return saying.Shown(
        "publication" if "title" in request.POST else "text", words, url if is_address else ""
    )


@policy(SIGNED_IN)
@require_POST
def confirming(request: SignedInRequest) -> HttpResponse:
    """Say that all of ours still hold."""
    saying.confirm_all(_owner(request), by=request.acting)
    messages.success(request, _("They are confirmed as of today."))
    return redirect("skills:ours")


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def proposing(request: SignedInRequest) -> HttpResponse:
    """Propose a word that the vocabulary does not know."""
    owner = _owner(request)
    language = "it" if (get_language() or "it").startswith("it") else "en"
    form = WordForm(
        request.POST or None, initial={"text": request.GET.get("text", "")[:80], "language": language}
    )
    refusal: WrongState | None = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            propose_word(owner, said["text"], said["language"], said["why"], by=request.acting)
        except WrongState as error:
            refusal = error
        else:
            messages.success(request, _("It is proposed: an office of the network decides."))
            return redirect("skills:ours")
    status = 409 if refusal else 422 if form.errors else 200
    return render(
        request,
        "skills/proposing.html",
        {"form": form, "organisation": owner, "refusal": refusal},
        status=status,
    )


def _new_page(request: SignedInRequest, form: NewSkillForm, owner: Organisation, **more: Any) -> HttpResponse:
    status = more.pop("status", 422 if form.errors else 200)
    return render(request, "skills/new.html", {"form": form, "organisation": owner, **more}, status=status)
