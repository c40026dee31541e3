"""The page on which an office tries the mail."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from convivio.activity.mail_trial import try_mail
from convivio.clusters.models import Office
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import NOBODY, SignedInRequest
from convivio.web.policies import Policy, policy

WHO_TRIES = frozenset({Office.Kind.COORDINATOR.value, Office.Kind.CLUSTER_OFFICE.value})


def _keeps_an_office(request: HttpRequest, **_named: object) -> Verdict:
    acting = getattr(request, "acting", NOBODY)
    if any(WHO_TRIES & choice.rights for choice in acting.choices):
        return ALLOWED
    return Verdict(_("The mail is tried by the office of a cluster or the coordinator of the network."))


TRIES_THE_MAIL = Policy("tries the mail", _keeps_an_office)


class TrialForm(forms.Form):
    """To whom a letter is sent: only to who is signed in, so that nobody writes to strangers from here."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254, disabled=True)


@policy(TRIES_THE_MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def mail_trial(request: SignedInRequest) -> HttpResponse:
    """Send a letter to oneself, and read what the mail server answered."""
    context: dict[str, Any] = {"form": TrialForm(initial={"email": request.user.email})}
    if request.method == "POST":
        context["trial"] = try_mail(request.user.email)
    return render(request, "clusters/mail_trial.html", context)
