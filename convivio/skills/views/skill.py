"""One skill: what it is, what shows it, what goes with it; for its owner, what can be changed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.kernel.keys import number_in
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.skills import moving, proving, saying
from convivio.skills.forms import CourseForm, EvidenceForm, SkillForm, initial_of
from convivio.skills.models import Course, Evidence, Skill
from convivio.skills.permissions import find_own, find_skill, may_say, may_vouch
from convivio.web.policies import ANYONE, SIGNED_IN, policy


@policy(ANYONE)
@require_safe
def page(request: ActingRequest, number: int) -> HttpResponse:
    """What they can do, what shows it, whom one asks."""
    return _page(request, find_skill(request.acting, number))


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: SignedInRequest, number: int) -> HttpResponse:
    """Say it anew, and with it that it holds today."""
    skill = find_own(request.acting, number)
    form = SkillForm(request.POST or None, owner=skill.organisation, initial=initial_of(skill))
    del form.fields["side"]
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["side"] = skill.side
        try:
            saying.change_skill(skill, form.saying, by=request.acting)
        except WrongState as refusal:
            return _edit_page(request, skill, form, 409, refusal)
        messages.success(request, _("It is kept, and confirmed today."))
        return redirect(skill)
    return _edit_page(request, skill, form, 422 if form.errors else 200)


def _edit_page(
    request: SignedInRequest, skill: Skill, form: SkillForm, status: int, refusal: WrongState | None = None
) -> HttpResponse:
    context = {"skill": skill, "form": form, "refusal": refusal}
    return render(request, "skills/edit_page.html", context, status=status)


@policy(SIGNED_IN)
@require_POST
def standing(request: SignedInRequest, number: int) -> HttpResponse:
    """Confirm it, take it away, or put it back."""
    skill, answer = find_own(request.acting, number), request.POST.get("answer", "")
    try:
        if answer == "confirm":
            saying.confirm_skill(skill, by=request.acting)
            messages.success(request, _("Confirmed today."))
        elif answer == "away":
            saying.take_away(skill, by=request.acting)
            messages.success(request, _("It is taken away; you can put it back here."))
        elif answer == "back":
            saying.put_back(skill, by=request.acting)
            messages.success(request, _("It is back."))
        else:
            raise Http404
    except WrongState as refusal:
        return _page(request, find_own(request.acting, number), status=409, refusal=refusal)
    return redirect(skill)


@policy(SIGNED_IN)
@require_POST
def evidence(request: SignedInRequest, number: int) -> HttpResponse:
    """Name what shows it."""
    skill, form = find_own(request.acting, number), EvidenceForm(request.POST)
    if not form.is_valid():
        return _page(request, skill, status=422, evidence_form=form)
    proving.add_evidence(skill, form.named, by=request.acting)
    messages.success(request, _("It stands with the skill."))
    return redirect(skill)


@policy(SIGNED_IN)
@require_POST
def evidence_removal(request: SignedInRequest, number: int, piece: int) -> HttpResponse:
    """Take a piece of evidence away: its owner's, or one's own word."""
    skill = find_skill(request.acting, number)
    rows = Evidence.objects.filter(skill=skill).select_related("skill__organisation")
    if not may_say(request.acting, skill.organisation):
        rows = rows.filter(person=request.user)
    proving.remove_evidence(get_object_or_404(rows, pk=piece), by=request.acting)
    messages.success(request, _("It is taken away."))
    return redirect(skill)


@policy(SIGNED_IN)
@require_POST
def vouching(request: SignedInRequest, number: int) -> HttpResponse:
    """Confirm, from another organisation, that they can do it."""
    skill = find_skill(request.acting, number)
    try:
        proving.vouch(skill, request.POST.get("words", "").strip()[:300], by=request.acting)
    except WrongState as refusal:
        return _page(request, skill, status=409, refusal=refusal)
    messages.success(request, _("Your word stands with the skill: they have been told."))
    return redirect(skill)


@policy(SIGNED_IN)
@require_POST
def courses(request: SignedInRequest, number: int) -> HttpResponse:
    """Tell of a course, mentoring, a visit or a placement that goes with it; or take one back."""
    skill, form = find_own(request.acting, number), CourseForm(request.POST)
    if "end" in request.POST:
        rows = Course.objects.filter(skill=skill).select_related("skill__organisation")
        moving.end_course(get_object_or_404(rows, pk=number_in(request.POST["end"]) or 0), by=request.acting)
        messages.success(request, _("It is taken back."))
        return redirect(skill)
    if not form.is_valid():
        return _page(request, skill, status=422, course_form=form)
    moving.offer_course(skill, moving.Plan(**form.cleaned_data), by=request.acting)
    messages.success(request, _("It stands with the skill."))
    return redirect(skill)


def _page(request: ActingRequest, skill: Skill, *, status: int = 200, **more: Any) -> HttpResponse:
    acting = request.acting
    found = list(skill.evidence.select_related("person", "of", "project"))
    mine = acting.person.pk if acting.person else 0
    context = {
        "skill": skill,
        "evidence": [(one, one.person_id == mine) for one in found],
        "courses": [one for one in skill.courses.all() if one.is_to_come],
        "others": _others(acting.reader, skill),
        "says": bool(may_say(acting, skill.organisation)),
        "vouches": bool(may_vouch(acting, skill)) and not any(one.person_id == mine for one in found),
        "evidence_form": EvidenceForm(),
        "course_form": CourseForm(),
        **more,
    }
    return render(request, "skills/skill_page.html", context, status=status)


def _others(reader: Any, skill: Skill) -> list[Skill]:
    """Give others who offer the same."""
    rows = Skill.objects.offered().visible_to(reader).filter(concept=skill.concept_id).exclude(pk=skill.pk)
    return list(rows.select_related("organisation", "concept").order_by("-level", "pk")[:6])
