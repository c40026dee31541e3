"""What people decide about their own data, and what an office may do at their request."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.people.acting import SignedInRequest
from convivio.people.actions import choose_who_sees
from convivio.people.errors import WordsDiffer
from convivio.people.models import Consent, Person
from convivio.people.permissions import may_erase
from convivio.people.privacy.consents import choose_consents
from convivio.people.privacy.erasures import ask_for_erasure, erase_at_once, open_wish, take_back_erasure
from convivio.people.privacy.forms import ConsentForm, ErasureForm, OfficeErasureForm, ShownForm
from convivio.people.privacy.own_copy import archive_of
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_safe
def privacy(request: SignedInRequest) -> HttpResponse:
    """What others see of you, what you agreed to, your copy of everything, and the way to be forgotten."""
    return _page(request)


@policy(SIGNED_IN)
@require_POST
def visibility(request: SignedInRequest) -> HttpResponse:
    """Keep who sees what of you."""
    form = ShownForm(request.user, request.POST)
    if not form.is_valid():
        return _page(request, shown_form=form, status=422)
    choose_who_sees(request.user, form.cleaned_data, by=request.acting)
    messages.success(request, _("Others see from now on what you chose."))
    return redirect("people:privacy")


@policy(SIGNED_IN)
@require_POST
def consents(request: SignedInRequest) -> HttpResponse:
    """Give and take back consents."""
    form = ConsentForm([], request.POST)
    if not form.is_valid():
        return _page(request, consent_form=form, status=422)
    choose_consents(request.user, frozenset(form.cleaned_data["chosen"]), by=request.acting)
    messages.success(request, _("What you agree to is kept, with the words and the day."))
    return redirect("people:privacy")


@policy(SIGNED_IN)
@require_POST
def own_copy(request: SignedInRequest) -> HttpResponse:
    """Hand out everything about you, as one file."""
    response = HttpResponse(archive_of(request.user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="convivio-{localdate():%Y-%m-%d}.zip"'
    return response


@policy(SIGNED_IN)
@require_POST
def erasure(request: SignedInRequest) -> HttpResponse:
    """Ask to be forgotten; it happens after some days, and can be taken back until then."""
    form = ErasureForm(request.POST)
    if form.is_valid():
        try:
            ask_for_erasure(request.user, form.cleaned_data["typed"], by=request.acting)
        except WordsDiffer as refusal:
            form.add_error("typed", refusal.message)
    if form.errors:
        return _page(request, erasure_form=form, status=422)
    return redirect("people:privacy")


@policy(SIGNED_IN)
@require_POST
def erasure_undone(request: SignedInRequest) -> HttpResponse:
    """Take back the wish to be forgotten."""
    take_back_erasure(request.user, by=request.acting)
    messages.success(request, _("Everything stays as it is."))
    return redirect("people:privacy")


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def erasure_of_another(request: SignedInRequest, number: int) -> HttpResponse:
    """Forget somebody of your cluster at once, because they asked or left."""
    person = get_object_or_404(Person, pk=number, erased_at=None)
    if not may_erase(request.acting, person):
        raise Http404
    form = OfficeErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["typed"].strip().lower() == person.email.lower():
            erase_at_once(person, form.cleaned_data["why"], by=request.acting)
            messages.success(request, _("Forgotten. What was left of it is a number."))
            return redirect("home:front")
        form.add_error("typed", _("That is not their address."))
    status = 422 if form.errors else 200
    return render(request, "people/erasure_of_another.html", {"person": person, "form": form}, status=status)


def _page(request: SignedInRequest, status: int = 200, **forms: object) -> HttpResponse:
    given = list(Consent.objects.filter(person=request.user).order_by("-given_at"))
    standing = [one.purpose for one in given if one.withdrawn_at is None]
    context = {
        "shown_form": ShownForm(request.user),
        "consent_form": ConsentForm(standing),
        "erasure_form": ErasureForm(),
        "given": given,
        "wish": open_wish(request.user),
        **forms,
    }
    return render(request, "people/privacy.html", context, status=status)
