"""Making two records one: naming the other, seeing every conflict, choosing; and undoing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import WrongState
from convivio.organisations.errors import RecordsChangedMeanwhile
from convivio.organisations.merging.joining import audience_before, merge, preview_of, unmerge
from convivio.organisations.merging.rights import may_merge
from convivio.organisations.merging.steps import Conflict
from convivio.organisations.models import Merge, Organisation
from convivio.organisations.naming import NobodyIsMeant, meant
from convivio.organisations.permissions import SETTLES_DOUBLES
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy

ON_A_PAGE = 25


class OtherForm(forms.Form):
    """The other record."""

    other = forms.CharField(
        label=gettext_lazy("The other record"),
        help_text=gettext_lazy("Its name, the address of its page, or one of its numbers."),
        max_length=460,
        widget=forms.TextInput(attrs={"list": "other-offered", "autocomplete": "off"}),
    )


@policy(SETTLES_DOUBLES)
@require_http_methods(["GET", "HEAD", "POST"])
def merging(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name the other record."""
    organisation = _visible(request, slug)
    form = OtherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            other = meant(form.cleaned_data["other"], request.acting.reader, besides=organisation)
        except NobodyIsMeant as refusal:
            form.add_error("other", str(refusal))
        else:
            if other is not None and other.pk != organisation.pk:
                return redirect("organisations:merging_preview", organisation.slug, other.slug)
            form.add_error("other", _("That is this very record: name the other one."))
    context = {"organisation": organisation, "form": form}
    return render(request, "organisations/merging.html", context, status=422 if form.errors else 200)


@policy(SETTLES_DOUBLES)
@require_http_methods(["GET", "HEAD", "POST"])
def merging_preview(request: SignedInRequest, slug: str, other: str) -> HttpResponse:
    """Every conflict side by side; choosing; and making them one."""
    kept, gone = _visible(request, slug), _visible(request, other)
    may_merge(request.acting, kept, gone).enforce()
    if request.method != "POST":
        return _preview_page(request, kept, gone)
    choices = {name: str(value) for name, value in request.POST.items() if ":" in name}
    try:
        merge(kept, gone, choices=choices, seen=request.POST.get("seen", ""), by=request.acting)
    except RecordsChangedMeanwhile as refusal:
        return _preview_page(request, kept, gone, refusal=refusal.message, status=409)
    except WrongState as refusal:
        kept, gone = _visible(request, slug), _visible(request, other)
        return _preview_page(request, kept, gone, refusal=refusal.message, status=409)
    messages.success(request, _("The two are one. You find what was joined here, and can undo it."))
    return redirect("organisations:merges")


@policy(SETTLES_DOUBLES)
@require_safe
def merges(request: SignedInRequest) -> HttpResponse:
    """What was made one, by whom and when; and a way back."""
    rows = Merge.objects.filter(kept__audience__in=request.acting.reader.audiences)
    listed = rows.select_related("kept", "gone", "made_by", "undone_by").order_by("-made_at", "-pk")
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [one for one in page if request.acting.reader.sees(audience_before(one))]
    return render(request, "organisations/merges.html", {"page": page, "shown": shown})


@policy(SETTLES_DOUBLES)
@require_POST
def unmerging(request: SignedInRequest, number: int) -> HttpResponse:
    """Make one record two again."""
    rows = Merge.objects.filter(kept__audience__in=request.acting.reader.audiences)
    done = get_object_or_404(rows.select_related("kept", "gone"), pk=number)
    try:
        unmerge(done, by=request.acting)
    except WrongState as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("They are two again, as they were."))
    return redirect("organisations:merges")


def _visible(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)


def _preview_page(
    request: SignedInRequest, kept: Organisation, gone: Organisation, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    preview = preview_of(kept, gone)
    context: dict[str, Any] = {
        "kept": kept,
        "gone": gone,
        "facts": _asked(preview.facts, request),
        "rows": _asked(preview.rows, request),
        "following": preview.following,
        "seen": preview.digest,
        "refusal": refusal,
    }
    return render(request, "organisations/merging_preview.html", context, status=status)


def _asked(conflicts: Any, request: SignedInRequest) -> list[tuple[Conflict, str]]:
    """Give each conflict with what is chosen now: what was ticked before, or the usual."""
    return [(one, request.POST.get(one.key, one.usual)) for one in conflicts]
