"""Claims of organisations, for the office that answers them."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.claim_evidence import evidence_for
from convivio.clusters.helping_members import (
    accept_claim,
    answers_claims,
    claims_for,
    end_for_member,
    open_claims_for,
    refuse_claim,
)
from convivio.clusters.inviting import ALL_RIGHTS, invite_first_signatory
from convivio.clusters.office_permissions import may_help_member, signatories
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.mandates.forms import RIGHTS
from convivio.organisations.models import Claim, Organisation
from convivio.people.acting import NOBODY, SignedInRequest
from convivio.people.invitations.inviting import answer_of, open_invitations
from convivio.web.policies import SIGNED_IN, Policy, policy

SETTLED_SHOWN = 25


def answers(request: HttpRequest) -> bool:
    return answers_claims(getattr(request, "acting", NOBODY))


def open_claim_count(request: HttpRequest) -> int:
    """Count for the rail of every page: on most days nothing is open anywhere, which is quickly asked."""
    if not Claim.objects.filter(state=Claim.State.OPEN).exists():
        return 0
    return open_claims_for(getattr(request, "acting", NOBODY)).count()


def _may_open_claims(request: HttpRequest, **_named: object) -> Verdict:
    return (
        ALLOWED
        if answers(request)
        else Verdict(_("Claims come to the office of a cluster, or to the coordinator."))
    )


ANSWERS_CLAIMS = Policy("answers claims", _may_open_claims)


class AnswerForm(forms.Form):
    """What is given, and what is said."""

    rights = forms.MultipleChoiceField(
        label=pgettext_lazy("one person", "What they may do"),
        choices=list(RIGHTS.items()),
        initial=list(ALL_RIGHTS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        help_text=gettext_lazy("It goes out with the letter. A refusal always says why."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if "refuse" in self.data and not said.get("answer", "").strip():
            self.add_error("answer", _("Say why, so that they know what to do next."))
        if "accept" in self.data and not said.get("rights"):
            self.add_error("rights", _("Tick at least one right."))
        return said


class AddressForm(forms.Form):
    """To whom the letter goes."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


@policy(ANSWERS_CLAIMS)
@require_safe
def claims(request: SignedInRequest) -> HttpResponse:
    """The claims that wait for this office, and those settled lately."""
    settled = claims_for(request.acting).exclude(state=Claim.State.OPEN).order_by("-decided_at", "-pk")
    context = {"claims": open_claims_for(request.acting), "settled": settled[:SETTLED_SHOWN]}
    return render(request, "clusters/claims.html", context)


@policy(ANSWERS_CLAIMS)
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: SignedInRequest, number: int) -> HttpResponse:
    """One claim: what was said, what supports it, and the answer."""
    found = get_object_or_404(claims_for(request.acting), pk=number)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "accept" in request.POST:
            accept_claim(found, said["rights"], answer=said["answer"], by=request.acting)
            messages.success(request, _("Accepted: they are told by letter, and can begin."))
        else:
            refuse_claim(found, answer=said["answer"], by=request.acting)
            messages.success(request, _("Refused: they are told by letter, with your answer."))
        return redirect("clusters:claims")
    context = {"claim": found, "form": form, "evidence": evidence_for(found, request.acting.reader)}
    return render(request, "clusters/claim.html", context, status=422 if form.is_bound else 200)


@policy(SIGNED_IN)
@require_http_methods(["GET", "HEAD", "POST"])
def member_signatories(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who signs for a member: the office invites the first, and ends what nobody else can."""
    organisation = _helped(request, slug)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invite_first_signatory(organisation, form.cleaned_data["email"], by=request.acting)
        messages.success(request, _("Invited: the letter is on its way."))
        return redirect("clusters:member_signatories", slug)
    waiting = [(one, answer_of(one).offer(one).title) for one in open_invitations(organisation.key)]
    context = {
        "organisation": organisation,
        "people": signatories(organisation),
        "form": form,
        "waiting": waiting,
    }
    return render(request, "clusters/member_signatories.html", context, status=422 if form.is_bound else 200)


@policy(SIGNED_IN)
@require_POST
def member_signatory_ending(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """End, as the office, what a signatory may do who cannot do it any more."""
    organisation = _helped(request, slug)
    person = get_object_or_404(signatories(organisation), pk=number)
    end_for_member(organisation, person, by=request.acting)
    messages.success(request, _("Ended; %(name)s is told by letter.") % {"name": person})
    return redirect("clusters:member_signatories", slug)


def _helped(request: SignedInRequest, slug: str) -> Organisation:
    """Find a member of a cluster whose office this person keeps; any other looks as if it were not there."""
    found = get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)
    if not may_help_member(request.acting, found):
        return get_object_or_404(Organisation.objects.none())
    return found
