"""Claiming an organisation: from its page, in one's own words."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from convivio.organisations.claims.claiming import (
    claim_organisation,
    may_claim,
    open_claim_of,
    withdraw_claim,
)
from convivio.organisations.models import Claim, Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


class ClaimForm(forms.Form):
    """How somebody belongs to an organisation."""

    words = forms.CharField(
        label=gettext_lazy("How you belong to it"),
        help_text=gettext_lazy(
            "What you do there, and who can confirm it. The office of the cluster reads this."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
        error_messages={"required": gettext_lazy("Say in a sentence how you belong to it.")},
    )


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say that one may speak for it; or see how the claim stands."""
    organisation = _visible(request, slug)
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        claim_organisation(organisation, form.cleaned_data["words"], by=request.acting)
        messages.success(request, _("Your claim is with the office; the answer comes by letter."))
        return redirect("organisations:claim", organisation.slug)
    mine = Claim.objects.filter(organisation=organisation, person=request.user).order_by("-made_at", "-pk")
    context = {
        "organisation": organisation,
        "form": form,
        "claims": mine,
        "is_open": open_claim_of(request.user, organisation),
        "refusal": may_claim(request.acting, organisation).reason,
    }
    return render(request, "organisations/claim.html", context, status=422 if form.is_bound else 200)


@policy(SIGNED_IN)
@require_POST
def claim_withdrawal(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take the claim back."""
    mine = open_claim_of(request.user, _visible(request, slug))
    if mine is None:
        raise Http404
    withdraw_claim(mine, by=request.acting)
    messages.success(request, _("Your claim is withdrawn."))
    return redirect("organisations:claim", slug)


def _visible(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)
