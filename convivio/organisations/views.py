from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.organisations import actions
from convivio.organisations.directory import export
from convivio.organisations.directory.asking import asked_in
from convivio.organisations.directory.page import directory_context, rich_facets
from convivio.organisations.directory.points import points
from convivio.organisations.editing.tabs import tabs
from convivio.organisations.errors import ProfileChangedMeanwhile
from convivio.organisations.forms import ProfileForm, initial_of
from convivio.organisations.merging.joining import get_successor_or_404
from convivio.organisations.merging.rights import may_merge
from convivio.organisations.models import LikelyDouble, Organisation
from convivio.organisations.permissions import SETTLES_DOUBLES, may_edit
from convivio.organisations.profile import organisation_context
from convivio.people.acting import ActingRequest, SignedInRequest
from convivio.web.policies import ANYONE, SIGNED_IN, policy
from convivio.web.tables import csv_response, xlsx_response

DOUBLES_ON_A_PAGE = 25


@policy(ANYONE)
@require_safe
def directory(request: ActingRequest) -> HttpResponse:
    """Every organisation that the reader may see, narrowed by what the address says."""
    asked = asked_in(request)
    if request.htmx and request.GET.get("part") == "facets":
        facets = rich_facets(asked, request.acting.reader)
        return render(request, "web/_facet_choices.html", {"facets": facets})
    context = directory_context(request, asked, request.acting.reader)
    return render(request, "organisations/directory.html", context)


@policy(ANYONE)
@require_safe
def map_points(request: ActingRequest) -> HttpResponse:
    """The same organisations as points on a map."""
    asked = asked_in(request)
    found = points(asked, request.acting.reader, dict(request.GET.lists()))
    return JsonResponse({"points": found})


@policy(ANYONE)
@require_safe
def taken_away(request: ActingRequest, ending: str) -> HttpResponse:
    """The same organisations as a table."""
    answers = {"csv": csv_response, "xlsx": xlsx_response}
    if ending not in answers:
        raise Http404
    rows = export.rows(asked_in(request), request.acting.reader, settings.ADDRESS)
    return answers[ending](_("Organisations"), export.columns(), rows)


@policy(ANYONE)
@require_safe
def page(request: ActingRequest, slug: str) -> HttpResponse:
    """Who they are, what they can show, with whom they work; a record that was merged leads to the other."""
    organisation = _found(request, slug)
    if organisation is None:
        return redirect(get_successor_or_404(slug, request.acting.reader))
    return render(
        request, "organisations/organisation_page.html", organisation_context(organisation, request.acting)
    )


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def editing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change what an organisation says of itself."""
    organisation = _visible(request, slug)
    may_edit(request.acting, organisation).enforce()
    if request.method != "POST":
        form = ProfileForm(initial=initial_of(actions.profile_of(organisation)))
        return _editing_page(request, organisation, form)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _editing_page(request, organisation, form, status=422)
    seen = form.cleaned_data["seen"]
    try:
        actions.change_profile(organisation, form.profile, seen=seen, by=request.acting)
    except ProfileChangedMeanwhile as conflict:
        return _conflict_page(request, organisation, form, conflict)
    messages.success(request, _("Your page is kept, and confirmed today."))
    return redirect(organisation)


@policy(SETTLES_DOUBLES)
@require_safe
def doubles(request: SignedInRequest) -> HttpResponse:
    """Records that may be one body, for a person to decide."""
    rows = _visible_doubles(request)
    waiting = rows.filter(verdict="").select_related("first", "second").order_by("found_at", "pk")
    listed = Paginator(
        waiting.prefetch_related("first__identifiers", "second__identifiers"), DOUBLES_ON_A_PAGE
    ).get_page(request.GET.get("page"))
    settled = rows.exclude(verdict="").count()
    return render(request, "organisations/doubles.html", {"page": listed, "settled_count": settled})


@policy(SETTLES_DOUBLES)
@require_POST
def settlement(request: SignedInRequest, number: int) -> HttpResponse:
    """Say whether two records are one body."""
    double = get_object_or_404(_visible_doubles(request), pk=number)
    verdict = request.POST.get("verdict", "")
    if verdict not in {LikelyDouble.Verdict.SAME, LikelyDouble.Verdict.DIFFERENT}:
        raise Http404
    actions.settle_double(double, verdict, by=request.acting)
    messages.success(request, _("Your decision is recorded."))
    if verdict == LikelyDouble.Verdict.SAME and may_merge(request.acting, *double.sides):
        return redirect("organisations:merging_preview", double.first.slug, double.second.slug)
    return redirect("organisations:doubles")


def _found(request: ActingRequest | SignedInRequest, slug: str) -> Organisation | None:
    rows = Organisation.objects.visible_to(request.acting.reader).with_confirmations()
    return (
        rows.select_related("reading__source", "hosted_by", "part_of", "company_group")
        .filter(slug=slug)
        .first()
    )


def _visible(request: SignedInRequest, slug: str) -> Organisation:
    found = _found(request, slug)
    if found is None:
        raise Http404
    return found


def _visible_doubles(request: SignedInRequest) -> Any:
    audiences = request.acting.reader.audiences
    return LikelyDouble.objects.filter(first__audience__in=audiences, second__audience__in=audiences)


def _editing_page(
    request: SignedInRequest, organisation: Organisation, form: ProfileForm, **more: Any
) -> HttpResponse:
    context = {
        "organisation": organisation,
        "form": form,
        "conflict": more.get("conflict"),
        "tabs": tabs(organisation, "edit"),
    }
    return render(request, "organisations/editing.html", context, status=more.get("status", 200))


def _conflict_page(
    request: SignedInRequest, organisation: Organisation, form: ProfileForm, conflict: ProfileChangedMeanwhile
) -> HttpResponse:
    """Show what somebody else kept beside what was typed; keeping it again is then meant."""
    now = actions.profile_of(organisation)
    typed = form.profile
    there = initial_of(now)
    named = typed.differs_in(now)
    theirs = [
        {"label": field.label, "text": there[field.name]}
        for field in form
        if any(field.name.startswith(part) for part in named) and there[field.name] != field.value()
    ]
    again = ProfileForm({**request.POST.dict(), "seen": now.digest})
    shown = {"message": conflict.message, "theirs": theirs}
    return _editing_page(request, organisation, again, status=409, conflict=shown)
