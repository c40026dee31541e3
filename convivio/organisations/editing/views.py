"""The pages with which an organisation keeps its profile: facts, numbers, places, units, logo."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.kernel.errors import BadInput, WrongState
from convivio.organisations.editing import freshness, logos, particulars, placing, sites
from convivio.organisations.editing.forms import (
    BelongingForm,
    LogoForm,
    NumberForm,
    ParticularsForm,
    SiteForm,
    initial_of_particulars,
    point_in_words,
)
from convivio.organisations.editing.tabs import tabs
from convivio.organisations.errors import ProfileChangedMeanwhile
from convivio.organisations.models import CompanyGroup, Confirmation, Identifier, Organisation, Site
from convivio.organisations.naming import offered, written
from convivio.organisations.numbers import keeping as numbers
from convivio.organisations.permissions import may_edit
from convivio.people.acting import SignedInRequest
from convivio.web.policies import SIGNED_IN, policy

PUT_BACK = "organisations.put_back"
FORM_OR_PAGE = ["GET", "HEAD", "POST"]


@policy(SIGNED_IN)
@require_http_methods(FORM_OR_PAGE)
def particulars_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """Name, kind, size, seat, and how anyone reaches it."""
    organisation = _ours(request, slug)
    now = particulars.particulars_of(organisation)
    countries = (organisation.country,)
    if request.method != "POST":
        form = ParticularsForm(initial=initial_of_particulars(now), countries=countries)
        return _page(request, organisation, "particulars", form=form)
    form = ParticularsForm(request.POST, countries=countries)
    if not form.is_valid():
        return _page(request, organisation, "particulars", form=form, status=422)
    try:
        particulars.change_particulars(
            organisation, form.particulars, seen=form.cleaned_data["seen"], by=request.acting
        )
    except ProfileChangedMeanwhile as conflict:
        again = ParticularsForm({**request.POST.dict(), "seen": now.digest}, countries=countries)
        there = {"conflict": conflict, "theirs": _theirs(again, now)}
        return _page(request, organisation, "particulars", form=again, status=409, **there)
    messages.success(request, _("The facts are kept."))
    return redirect(organisation)


@policy(SIGNED_IN)
@require_http_methods(FORM_OR_PAGE)
def numbers_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """The numbers by which others know it."""
    organisation = _ours(request, slug)
    form = NumberForm(request.POST or None, country=organisation.country)
    if _kept(request, form, numbers.add_number, organisation, by=request.acting):
        messages.success(request, _("The number is written down."))
        return redirect("organisations:numbers", slug)
    rows = organisation.identifiers.select_related("reading__source").order_by("scheme", "value")
    return _page(request, organisation, "numbers", form=form, numbers=rows, status=_status(form))


@policy(SIGNED_IN)
@require_POST
def number_removal(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take back one number."""
    organisation = _ours(request, slug)
    row = get_object_or_404(Identifier, pk=number, organisation=organisation)
    said = {"scheme": row.scheme, "value": row.value}
    try:
        numbers.remove_number(row, by=request.acting)
    except WrongState as refusal:
        messages.error(request, refusal.message)
    else:
        request.session[PUT_BACK] = {"of": organisation.key, "kind": "number", "said": said}
    return redirect("organisations:numbers", slug)


@policy(SIGNED_IN)
@require_http_methods(FORM_OR_PAGE)
def sites_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """The places where it works, beside its seat."""
    organisation = _ours(request, slug)
    form = SiteForm(
        request.POST or None, initial={"country": organisation.country}, countries=(organisation.country,)
    )
    if request.method == "POST" and form.is_valid():
        sites.add_site(organisation, form.place, by=request.acting)
        messages.success(request, _("The place is on your page."))
        return redirect("organisations:sites", slug)
    return _page(
        request, organisation, "sites", form=form, sites=organisation.sites.all(), status=_status(form)
    )


@policy(SIGNED_IN)
@require_http_methods(FORM_OR_PAGE)
def site_page(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """One place."""
    organisation = _ours(request, slug)
    site = get_object_or_404(Site, pk=number, organisation=organisation)
    initial = {name: getattr(site, name) for name in sites.PLACE}
    initial["point"] = point_in_words(site.latitude, site.longitude)
    form = SiteForm(request.POST or None, initial=initial, countries=(organisation.country, site.country))
    if request.method == "POST" and form.is_valid():
        sites.change_site(site, form.place, by=request.acting)
        messages.success(request, _("The place is kept."))
        return redirect("organisations:sites", slug)
    return _page(request, organisation, "sites", form=form, site=site, status=_status(form))


@policy(SIGNED_IN)
@require_POST
def site_removal(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take one place away."""
    organisation = _ours(request, slug)
    site = get_object_or_404(Site, pk=number, organisation=organisation)
    said = sites.remove_site(site, by=request.acting)
    said["point"] = point_in_words(said.pop("latitude"), said.pop("longitude"))
    request.session[PUT_BACK] = {"of": organisation.key, "kind": "site", "said": said}
    return redirect("organisations:sites", slug)


@policy(SIGNED_IN)
@require_http_methods(FORM_OR_PAGE)
def belonging_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """What it is part of, who hosts it, and its group of companies."""
    organisation = _ours(request, slug)
    initial = {
        "part_of": written(organisation.part_of),
        "hosted_by": written(organisation.hosted_by),
        "group": str(organisation.company_group or ""),
    }
    form = BelongingForm(request.POST or None, initial=initial, reader=request.acting.reader)
    if _kept(request, form, placing.change_belonging, organisation, by=request.acting):
        messages.success(request, _("That is kept."))
        return redirect("organisations:belonging", slug)
    units = Organisation.objects.visible_to(request.acting.reader).filter(
        Q(part_of=organisation) | Q(hosted_by=organisation)
    )
    groups = CompanyGroup.objects.order_by("name").values_list("name", flat=True)[:200]
    there = {"units": units.order_by("name"), "groups": groups}
    return _page(request, organisation, "belonging", form=form, status=_status(form), **there)


@policy(SIGNED_IN)
@require_POST
def unit_release(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say that an organisation is none of its units."""
    organisation = _ours(request, slug)
    units = Organisation.objects.visible_to(request.acting.reader)
    unit = get_object_or_404(units, Q(part_of=organisation) | Q(hosted_by=organisation), pk=number)
    placing.release_unit(unit, organisation, by=request.acting)
    messages.success(request, _("%(name)s is no longer named on your page.") % {"name": unit.name})
    return redirect("organisations:belonging", slug)


@policy(SIGNED_IN)
@require_http_methods(FORM_OR_PAGE)
def logo_page(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its logo."""
    organisation = _ours(request, slug)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and "remove" in request.POST:
        logos.remove_logo(organisation, by=request.acting)
        messages.success(request, _("Your page shows the letters of your name again."))
        return redirect("organisations:logo", slug)
    if _kept(request, form, logos.set_logo, organisation, by=request.acting):
        messages.success(request, _("Your logo is on your page."))
        return redirect("organisations:logo", slug)
    return _page(request, organisation, "logo", form=form, status=_status(form))


@policy(SIGNED_IN)
@require_POST
def confirmations(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say that one part of the profile is still right."""
    organisation = _ours(request, slug)
    part = request.POST.get("part", "")
    if part not in Confirmation.Part.values:
        raise BadInput(_("There is no such part of a profile."))
    freshness.confirm_part(organisation, part, by=request.acting)
    if request.htmx:
        said = freshness.parts_said(organisation, [part], localdate())[part]
        context = {"said": said, "organisation": organisation, "may_edit": True}
        return render(request, "organisations/_confirmed.html", context)
    messages.success(request, _("Confirmed today."))
    return redirect(organisation)


@policy(SIGNED_IN)
@require_safe
def organisations_like(request: SignedInRequest) -> HttpResponse:
    """Organisations whose name begins like this, for a field that names one."""
    typed = str(next(iter(request.GET.values()), ""))
    context = {"options": offered(typed[:200], request.acting.reader)}
    return render(request, "organisations/_options.html", context)


def _ours(request: SignedInRequest, slug: str) -> Organisation:
    """Find an organisation that this person may edit."""
    rows = Organisation.objects.visible_to(request.acting.reader)
    organisation = get_object_or_404(rows.select_related("part_of", "hosted_by", "company_group"), slug=slug)
    may_edit(request.acting, organisation).enforce()
    return organisation


def _kept(request: SignedInRequest, form: forms.Form, act: Any, *given: Any, **named: Any) -> bool:
    """Do what a form says; or say on it why that cannot be done, with all that was typed."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        act(*given, **form.cleaned_data, **named)
    except (BadInput, WrongState) as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _status(form: forms.Form) -> int:
    return 422 if form.is_bound and form.errors else 200


def _theirs(form: ParticularsForm, now: particulars.Particulars) -> list[dict[str, object]]:
    """Say what somebody else kept, where it differs from what was typed."""
    there = initial_of_particulars(now)
    return [
        {"label": field.label, "text": there[field.name]}
        for field in form
        if field.name != "seen" and str(there[field.name] or "") != str(field.value() or "")
    ]


def _page(
    request: SignedInRequest, organisation: Organisation, name: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    put_back = request.session.pop(PUT_BACK, None)
    if put_back and (put_back["of"] != organisation.key or f"{put_back['kind']}s" != name):
        put_back = None
    context = {"organisation": organisation, "tabs": tabs(organisation, name), "put_back": put_back, **more}
    return render(request, f"organisations/edit_{name}.html", context, status=status)
