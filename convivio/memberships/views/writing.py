"""The pages of those who write an application: its steps, its documents, where it stands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.keys import number_in
from convivio.memberships import applying, enclosures, links
from convivio.memberships.answers import STEPS
from convivio.memberships.errors import StepChangedMeanwhile
from convivio.memberships.forms import FORMS, ColleagueForm, EnclosureForm
from convivio.memberships.models import Application
from convivio.memberships.permissions import find_sent, find_written
from convivio.memberships.shown import application_context, likely, step_context
from convivio.memberships.views.asked import REFUSED, AnyRequest, goes_through, writer_of
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy

CONFLICT = 409


@policy(ANYONE)
@require_safe
def application(request: ActingRequest, number: int) -> HttpResponse:
    """Where an application stands, what is missing, what can be done with it."""
    return _application_page(request, _found(request, number))


@policy(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActingRequest, number: int, step: str) -> HttpResponse:
    """One step of an application, kept while it is written."""
    found = _found(request, number)
    if step not in FORMS:
        raise Http404
    if not found.is_with_the_applicant:
        return redirect(found)
    if request.method == "POST":
        return _kept(request, found, step)
    form = FORMS[step](initial=found.answers, cluster=found.cluster)
    return _step_page(request, found, step, form)


def _kept(request: ActingRequest, found: Application, step: str) -> HttpResponse:
    """Keep what was written in a step, if it is right; quietly, when the page does so by itself."""
    form = FORMS[step](request.POST, cluster=found.cluster)
    seen = number_in(request.POST.get("seen", "")) or 0
    quietly = request.htmx and "quietly" in request.POST
    if not form.is_valid():
        return _not_kept(request, found, step, form, quietly=quietly)
    try:
        revision = applying.keep_answers(found, step, form.answers, seen=seen, by=writer_of(request))
    except StepChangedMeanwhile as conflict:
        form.add_error(None, conflict.message)
        return _not_kept(request, found, step, form, quietly=quietly, status=CONFLICT)
    if quietly:
        return render(request, "memberships/_kept.html", {"revision": revision, "kept": True})
    return redirect(_after(found, step))


def _not_kept(
    request: ActingRequest, found: Application, step: str, form: Any, *, quietly: bool, status: int = REFUSED
) -> HttpResponse:
    if quietly:
        context = {"revision": request.POST.get("seen", "0"), "errors": form.errors}
        return render(request, "memberships/_kept.html", context, status=REFUSED)
    return _step_page(request, found, step, form, status=status)


def _after(found: Application, step: str) -> str:
    """Lead to the next step, and from the last to the application itself."""
    place = STEPS.index(step) + 1
    if place == len(STEPS):
        return found.get_absolute_url()
    return reverse("memberships:step", args=[found.pk, STEPS[place]])


@policy(ANYONE)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: ActingRequest, number: int) -> HttpResponse:
    """Find the applicant among the organisations on record, or say that it is none of them."""
    found = _found(request, number)
    if request.method != "POST":
        typed = request.GET.get("q", "").strip()
        context = {"application": found, "typed": typed, "likely": likely(typed, request.acting.reader)}
        template = "memberships/_likely.html" if request.htmx else "memberships/likely_page.html"
        return render(request, template, context)
    chosen = number_in(request.POST.get("organisation", ""))
    visible = Organisation.objects.visible_to(request.acting.reader)
    body = get_object_or_404(visible, pk=chosen) if chosen else None
    applying.choose_organisation(found, body, by=writer_of(request))
    return redirect("memberships:step", found.pk, STEPS[1] if body else STEPS[0])


@policy(ANYONE)
@require_POST
def documents(request: ActingRequest, number: int) -> HttpResponse:
    """Put a document with an application."""
    found = _found(request, number)
    form = EnclosureForm(request.POST, request.FILES)
    if goes_through(form, lambda: _enclose(request, found, form)):
        messages.success(request, _("The document is with the application."))
        return redirect("memberships:step", found.pk, STEPS[-1])
    return _step_page(request, found, STEPS[-1], _unwritten(found, STEPS[-1]), status=REFUSED, enclosing=form)


def _enclose(request: ActingRequest, found: Application, form: EnclosureForm) -> None:
    file = form.cleaned_data["file"]
    content = file.read(enclosures.LARGEST + 1)
    kind = form.cleaned_data["kind"]
    enclosures.enclose(found, kind=kind, name=file.name, content=content, by=writer_of(request))


@policy(ANYONE)
@require_safe
def document(request: ActingRequest, number: int, token: str) -> HttpResponse:
    """A document of an application, as a file to take away."""
    found = _found_either(request, number)
    enclosure = get_object_or_404(found.enclosures.all(), token=token)
    place = enclosures.path_of(enclosure)
    if not place.is_file():
        raise Http404
    response = HttpResponse(place.read_bytes(), content_type=enclosure.content_type)
    response["Content-Disposition"] = f'attachment; filename="{enclosure.token[:8]}{_ending(enclosure)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@policy(ANYONE)
@require_POST
def document_removal(request: ActingRequest, number: int, token: str) -> HttpResponse:
    """Take a document away again."""
    found = _found(request, number)
    enclosure = get_object_or_404(found.enclosures.all(), token=token)
    enclosures.remove(enclosure, by=writer_of(request))
    messages.success(request, _("The document is taken away."))
    return redirect("memberships:step", found.pk, STEPS[-1])


@policy(ANYONE)
@require_POST
def colleagues(request: ActingRequest, number: int) -> HttpResponse:
    """Send a colleague a link to the application, shown here this once too."""
    found = _found(request, number)
    form = ColleagueForm(request.POST)
    shown: list[str] = []
    language = (get_language() or "it")[:2]
    if goes_through(
        form,
        lambda: shown.append(
            links.share(found, form.cleaned_data["email"], language=language, by=writer_of(request))
        ),
    ):
        address = request.build_absolute_uri(reverse("memberships:link", args=shown))
        return _application_page(request, found, secret=address, sent_to=form.cleaned_data["email"])
    return _application_page(request, found, colleague=form, status=REFUSED)


@policy(ANYONE)
@require_POST
def sending(request: ActingRequest, number: int) -> HttpResponse:
    """Hand the application to the cluster's office."""
    return _moved(request, number, applying.send, _("The application is with the office. You get a letter."))


@policy(ANYONE)
@require_POST
def withdrawal(request: ActingRequest, number: int) -> HttpResponse:
    """Take the application back."""
    return _moved(request, number, applying.withdraw, _("The application is withdrawn."))


@policy(ANYONE)
@require_POST
def taking_up(request: ActingRequest, number: int) -> HttpResponse:
    """Go on with an application that was withdrawn."""
    return _moved(request, number, applying.take_up, _("You can go on writing where you were."))


def _moved(request: ActingRequest, number: int, act: Callable[..., None], said: str) -> HttpResponse:
    found = _found(request, number)
    act(found, by=writer_of(request))
    messages.success(request, said)
    return redirect(found)


def _found(request: AnyRequest, number: int) -> Application:
    return find_written(request.acting, writer_of(request).links, number)


def _found_either(request: AnyRequest, number: int) -> Application:
    """Return an application to those who write it, or to those whom it came to."""
    try:
        return _found(request, number)
    except Http404:
        row = get_object_or_404(Application.objects.select_related("cluster"), pk=number)
        return find_sent(request.acting, row.cluster.slug, number)


def _application_page(
    request: ActingRequest, found: Application, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"colleague": ColleagueForm(), **application_context(found), **more}
    return render(request, "memberships/application.html", context, status=status)


def _step_page(
    request: ActingRequest, found: Application, step: str, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "enclosing": EnclosureForm(), **step_context(found, step), **more}
    return render(request, "memberships/step.html", context, status=status)


def _unwritten(found: Application, step: str) -> Any:
    return FORMS[step](initial=found.answers, cluster=found.cluster)


def _ending(enclosure: Any) -> str:
    return {"application/pdf": ".pdf", "image/png": ".png"}.get(enclosure.content_type, ".jpg")
