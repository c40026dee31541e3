"""One member, with its whole life in the cluster."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from convivio.search.addresses import page_in
from convivio.web.policies import policy

MOST_PAGES = 1000


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
    page, all_people = page_in(request.GET, MOST_PAGES), request.GET.get("people") == "all"
    context = member_context(cluster, sheet, keeps=keeps, page=page, all_people=all_people)
    status = REFUSED if form.errors else 200
    return render(request, "office/member.html", {**context, "note_form": form}, status=status)


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
