from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.pages.actions import texts as actions
from convivio.pages.comparing import compare
from convivio.pages.errors import NothingChanged, TextChangedMeanwhile
from convivio.pages.forms import TextForm
from convivio.pages.models import TextVersion
from convivio.pages.parts import Part, part_of
from convivio.pages.permissions import find_desk
from convivio.pages.publishers import Publisher
from convivio.pages.texts import LANGUAGES, as_page, shown, texts_of
from convivio.pages.writing import open_text
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


def _found(request: SignedInRequest, slug: str, part: str) -> tuple[Publisher, Part]:
    publisher = find_desk(request.acting, slug)
    found = part_of(publisher, part)
    if found is None:
        raise Http404
    return publisher, found


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, slug: str, part: str) -> HttpResponse:
    """Write a text, look at it, and publish it as a new version."""
    publisher, found = _found(request, slug, part)
    if request.method != "POST":
        return _writing(request, publisher, found)
    form = TextForm(request.POST, part=found)
    if not form.is_valid():
        return _writing(request, publisher, found, form, status=422)
    if "look" in request.POST:
        return _writing(request, publisher, found, form)
    try:
        version = actions.publish_text(
            publisher,
            part,
            form.words,
            based_on=form.cleaned_data["based_on"],
            note=form.cleaned_data["note"],
            by=request.acting,
        )
    except TextChangedMeanwhile as conflict:
        return _conflict(request, publisher, found, form, conflict)
    except NothingChanged as same:
        messages.info(request, same.message)
        return _writing(request, publisher, found, form)
    messages.success(
        request,
        _("“%(title)s” is published: version %(number)s.") % {"title": found.title, "number": version.number},
    )
    return redirect(publisher.page_of(part))


@policy(SIGNED_IN)
@require_POST
def draft(request: SignedInRequest, slug: str, part: str) -> HttpResponse:
    """Keep what is being typed, or throw it away."""
    publisher, found = _found(request, slug, part)
    if "away" in request.POST:
        actions.throw_draft_away(publisher, part, by=request.acting)
        messages.success(request, _("Your draft is gone; what is shown stays."))
        return redirect("pages:text_desk", slug, part)
    form = TextForm(request.POST, part=found)
    if not form.is_valid():
        return HttpResponse(_("Not kept yet: this text is too long."), status=422)
    kept = actions.keep_draft(
        publisher, part, form.words, based_on=form.cleaned_data["based_on"], by=request.acting
    )
    if request.htmx:
        return render(request, "pages/_draft_kept.html", {"draft": kept})
    messages.success(request, _("Your draft is kept; nobody else sees it."))
    return redirect("pages:text_desk", slug, part)


@policy(SIGNED_IN)
@require_POST
def preview(request: SignedInRequest, slug: str, part: str) -> HttpResponse:
    """How the text will look, before anyone else sees it."""
    _publisher, found = _found(request, slug, part)
    form = TextForm(request.POST, part=found)
    form.is_valid()
    return render(request, "pages/_preview.html", {"looks": _looks(form)})


@policy(SIGNED_IN)
@require_safe
def versions(request: SignedInRequest, slug: str, part: str) -> HttpResponse:
    """Every version of a text, and what changed from one to another."""
    publisher, found = _found(request, slug, part)
    rows = TextVersion.objects.filter(text__publisher=publisher.key, text__part=part).select_related(
        "by", "text"
    )
    listed = list(rows)
    chosen = _chosen(request, listed)
    context = {
        "publisher": publisher,
        "part": found,
        "versions": listed,
        "shown": texts_of(publisher).get(part),
        "chosen": chosen,
        "compared": _compared(*chosen) if chosen else [],
    }
    return render(request, "pages/versions.html", context)


@policy(SIGNED_IN)
@require_POST
def bringing_back(request: SignedInRequest, slug: str, part: str, number: int) -> HttpResponse:
    """Show the words of an older version again, as a new one."""
    publisher, found = _found(request, slug, part)
    get_object_or_404(TextVersion, text__publisher=publisher.key, text__part=part, number=number)
    version = actions.bring_back(publisher, part, number, by=request.acting)
    messages.success(
        request,
        _("“%(title)s” says again what version %(old)s said; it is version %(number)s.")
        % {"title": found.title, "old": number, "number": version.number},
    )
    return redirect("pages:versions", slug, part)


def _writing(
    request: SignedInRequest,
    publisher: Publisher,
    part: Part,
    form: TextForm | None = None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    opened = open_text(publisher, part.slug, request.acting)
    initial = {
        "words_it": opened.words.get("it", ""),
        "words_en": opened.words.get("en", ""),
        "based_on": opened.based_on,
    }
    written = form or TextForm(initial=initial, part=part)
    context = {
        "publisher": publisher,
        "part": part,
        "opened": opened,
        "form": written,
        "looks": _looks(form) if form else [],
        "back_url": publisher.page_of(part.slug),
        **more,
    }
    template = "pages/_text_form.html" if request.htmx and request.method == "GET" else "pages/text_desk.html"
    return render(request, template, context, status=status)


def _conflict(
    request: SignedInRequest, publisher: Publisher, part: Part, form: TextForm, conflict: TextChangedMeanwhile
) -> HttpResponse:
    """Keep what the second of two wrote, show what the first published, and let them decide."""
    theirs = shown(publisher, part.slug)
    actions.keep_draft(publisher, part.slug, form.words, based_on=theirs.number, by=request.acting)
    data = {**request.POST.dict(), "based_on": theirs.number}
    again = TextForm(data, part=part)
    again.is_valid()
    pairs = [(code, compare(theirs.words.get(code, ""), form.words.get(code, ""))) for code in LANGUAGES]
    return _writing(request, publisher, part, again, status=409, conflict=conflict, compared=pairs)


def _looks(form: TextForm) -> list[tuple[str, Any]]:
    return [(code, as_page(form.words.get(code, ""))) for code in LANGUAGES]


def _chosen(request: SignedInRequest, listed: list[TextVersion]) -> tuple[TextVersion, TextVersion] | None:
    """Choose the two versions that the address asks for, or the last two."""
    known = {str(one.number): one for one in listed}
    if len(listed) <= 1:
        return None
    newer = known.get(request.GET.get("to", ""), listed[0])
    older = known.get(request.GET.get("from", ""))
    if older is None:
        older = next((one for one in listed if one.number < newer.number), listed[-1])
    return older, newer


def _compared(older: TextVersion, newer: TextVersion) -> list[tuple[str, Any]]:
    return [(code, compare(older.words.get(code, ""), newer.words.get(code, ""))) for code in LANGUAGES]
