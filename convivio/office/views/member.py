"""One member, with its whole life in the cluster."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.office.forms import NoteForm
from convivio.office.lines import sheet_of
from convivio.office.member_page import member_context
from convivio.office.models import Note
from convivio.office.noting import remove_note, write_note
from convivio.office.permissions import KEEPS_OFFICE, READS_OFFICE, find_cluster, may_keep_office
from convivio.office.ways import REFUSED
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


def _member(cluster: Cluster, slug: str) -> Organisation:
    rows = Organisation.objects.filter(slug=slug, memberships__cluster=cluster).distinct()
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _page(request: SignedInRequest, cluster: Cluster, slug: str, form: NoteForm) -> HttpResponse:
    keeps = bool(may_keep_office(request.acting, cluster))
    sheet = sheet_of(cluster, request.acting.reader, only=slug)
    if not sheet.lines:
        raise Http404
    context = member_context(cluster, sheet, keeps=keeps, until=_until(request))
    status = REFUSED if form.errors else 200
    return render(request, "office/member.html", {**context, "note_form": form}, status=status)


def _until(request: SignedInRequest) -> date | None:
    """Read up to which day the life is told; what is no day asks for all of it."""
    try:
        return parse_date(request.GET.get("until", ""))
    except ValueError:
        return None


@policy(READS_OFFICE)
@require_safe
def member(request: SignedInRequest, cluster: str, slug: str) -> HttpResponse:
    """A member: what it is, what happened, who acts for it, what to do next."""
    return _page(request, find_cluster(request, cluster), slug, NoteForm())


@policy(KEEPS_OFFICE)
@require_POST
def notes(request: SignedInRequest, cluster: str, slug: str) -> HttpResponse:
    """Write a note of a member."""
    found = find_cluster(request, cluster)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, slug, form)
    write_note(found, _member(found, slug), form.cleaned_data["text"], by=request.acting)
    messages.success(request, _("The note is kept."))
    return redirect("office:member", cluster, slug)


@policy(KEEPS_OFFICE)
@require_POST
def note_removal(request: SignedInRequest, cluster: str, slug: str, number: int) -> HttpResponse:
    """Take a note away."""
    note = get_object_or_404(Note, pk=number, cluster__slug=cluster, organisation__slug=slug)
    remove_note(note, by=request.acting)
    messages.success(request, _("The note is gone."))
    return redirect("office:member", cluster, slug)
