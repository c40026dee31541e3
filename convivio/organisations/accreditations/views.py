"""The accreditations of an organisation, for the offices of the network that keep them."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convivio.kernel.errors import BadInput, WrongState
from convivio.organisations.accreditations.granting import end_accreditation, grant_accreditation
from convivio.organisations.accreditations.standing import with_standing
from convivio.organisations.editing.forms import AccreditationForm, EndForm
from convivio.organisations.models import Accreditation, Organisation
from convivio.organisations.permissions import ACCREDITS
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


@policy(ACCREDITS)
@require_http_methods(["GET", "HEAD", "POST"])
def accreditations(request: SignedInRequest, slug: str) -> HttpResponse:
    """What bodies granted to it; writing down one more."""
    organisation = _visible(request, slug)
    form = AccreditationForm(request.POST or None, initial={"from_on": localdate()})
    if request.method == "POST" and form.is_valid() and _granted(request, organisation, form):
        messages.success(request, _("The accreditation is written down."))
        return redirect("organisations:accreditations", slug)
    rows = organisation.accreditations.select_related("reading__source").order_by("-from_on", "-pk")
    context = {"organisation": organisation, "form": form, "rows": with_standing(rows, localdate())}
    status = 422 if form.errors else 200
    return render(request, "organisations/accreditations.html", context, status=status)


@policy(ACCREDITS)
@require_POST
def accreditation_end(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say on which day one ends."""
    organisation = _visible(request, slug)
    row = get_object_or_404(Accreditation, pk=number, organisation=organisation)
    form = EndForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("Write the last day as a day of the calendar."))
    end_accreditation(row, form.cleaned_data["on"], seen=form.cleaned_data["seen"], by=request.acting)
    messages.success(request, _("Its last day is written down."))
    return redirect("organisations:accreditations", slug)


def _granted(request: SignedInRequest, organisation: Organisation, form: forms.Form) -> bool:
    try:
        grant_accreditation(organisation, **form.cleaned_data, by=request.acting)
    except (BadInput, WrongState) as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _visible(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)
