"""Circulars: written, seen as each person will, sent once, kept."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convivio.clusters.models import Cluster
from convivio.kernel.keys import number_in
from convivio.kernel.translated import Translated
from convivio.office.circular_letters import letter_for
from convivio.office.circulating import (
    remove_draft,
    send_circular,
    try_circular,
    why_of,
    write_circular,
)
from convivio.office.errors import CircularIsSent
from convivio.office.forms import CircularForm, initial_of
from convivio.office.models import Circular
from convivio.office.permissions import KEEPS_OFFICE, READS_OFFICE, find_cluster, may_keep_office
from convivio.office.recipients import reach_of, wishes_of
from convivio.office.viewing import views_for
from convivio.office.ways import PAGE, REFUSED, office_tabs
from convivio.people.acting import SignedInRequest
from convivio.people.models import Person
from convivio.web.policies import policy
from convivio.web.reading import as_reading

IS_GIVEN_UP = Q(addressees__is_given_up=True) | Q(addressees__letter__parked_at__isnull=False)
HAS_LEFT = Q(addressees__letter__sent_at__isnull=False) | Q(
    addressees__letter=None, addressees__is_given_up=False
)
"""A letter that is no longer kept has left, unless it was given up."""


def _counted(cluster: str) -> "QuerySet[Circular]":
    """Count for each circular its letters, those that left, and those that could not."""
    rows = Circular.objects.filter(cluster__slug=cluster).select_related("cluster", "written_by", "sent_by")
    return rows.annotate(
        letter_count=Count("addressees"),
        left_count=Count("addressees", filter=HAS_LEFT),
        parked_count=Count("addressees", filter=IS_GIVEN_UP),
    ).order_by("-written_at", "-pk")


@policy(READS_OFFICE)
@require_safe
def circulars(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The circulars of a cluster, drafts and sent ones, the latest first."""
    found = find_cluster(request, cluster)
    context = {
        "cluster": found,
        "tabs": office_tabs(found, "circulars"),
        "page": Paginator(_counted(cluster), PAGE).get_page(request.GET.get("page")),
        "keeps": bool(may_keep_office(request.acting, found)),
        "wishes": wishes_of(found, localdate()),
    }
    return render(request, "office/circulars.html", context)


@policy(KEEPS_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def circular_beginning(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Write a new circular."""
    found = find_cluster(request, cluster)
    return _written(request, found, Circular(cluster=found), is_new=True)


@policy(KEEPS_OFFICE)
@require_http_methods(["GET", "HEAD", "POST"])
def circular_writing(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Change a draft."""
    circular = get_object_or_404(Circular.objects.select_related("cluster"), pk=number, cluster__slug=cluster)
    if circular.sent_at is not None:
        raise CircularIsSent
    return _written(request, circular.cluster, circular)


def _written(
    request: SignedInRequest, cluster: Cluster, circular: Circular, *, is_new: bool = False
) -> HttpResponse:
    views = {view.pk: view for view in views_for(cluster, request.acting)}
    said = request.POST if request.method == "POST" else None
    initial = initial_of(circular)
    view = number_in(request.GET.get("view", ""))
    if is_new and view in views:
        initial["segment"] = f"view:{view}"
    form = CircularForm(said, _segments(circular, views), initial)
    if said is not None and form.is_valid():
        write_circular(form.fill(circular, views), by=request.acting)
        return redirect("office:circular", cluster.slug, circular.pk)
    context = {
        "cluster": cluster,
        "tabs": office_tabs(cluster, "circulars"),
        "form": form,
        "circular": None if is_new else circular,
    }
    return render(request, "office/circular_writing.html", context, status=REFUSED if form.errors else 200)


def _segments(circular: Circular, views: dict[int, Any]) -> list[tuple[str, str]]:
    segments = [("all", str(Circular.Segment.ALL.label).capitalize())]
    if circular.chosen:
        count = len(circular.chosen)
        said = ngettext("The %(count)s member you chose", "The %(count)s members you chose", count)
        segments.append(("chosen", said % {"count": count}))
    if circular.query:
        segments.append(("view", _("The view that it was written for")))
    return segments + [
        (f"view:{number}", _("The view “%(name)s”") % {"name": view}) for number, view in views.items()
    ]


@policy(READS_OFFICE)
@require_safe
def circular(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """A draft with whom it would reach and why, or one that was sent, with how far it got."""
    found = get_object_or_404(_counted(cluster), pk=number)
    is_draft = found.sent_at is None
    context: dict[str, Any] = {
        "cluster": found.cluster,
        "tabs": office_tabs(found.cluster, "circulars"),
        "circular": found,
        "texts": [
            {
                "code": code,
                "subject": found.subject.get(code, ""),
                "html": as_reading(found.text.get(code, "")),
            }
            for code in ("it", "en")
        ],
        "keeps": bool(may_keep_office(request.acting, found.cluster)),
        "reach": reach_of(found, localdate(), request.acting.reader) if is_draft else None,
        "addressees": []
        if is_draft
        else found.addressees.select_related("letter", "person").prefetch_related("organisations"),
    }
    return render(request, "office/circular.html", context)


@policy(READS_OFFICE)
@require_safe
def circular_for(request: SignedInRequest, cluster: str, number: int, person: int) -> HttpResponse:
    """The letter as one recipient will read it."""
    found = get_object_or_404(Circular.objects.select_related("cluster"), pk=number, cluster__slug=cluster)
    reached = reach_of(found, localdate(), request.acting.reader).recipients
    recipient = next((one for one in reached if one.person.pk == person), None)
    someone = recipient.person if recipient else get_object_or_404(Person, pk=person, pk__in=_sent_to(found))
    letter = letter_for(found, someone, why_of(recipient) if recipient else "")
    context = {
        "cluster": found.cluster,
        "tabs": office_tabs(found.cluster, "circulars"),
        "circular": found,
        "person": someone,
        "letter": letter,
        "html": as_reading(Translated(found.text).in_language(letter.language)),
        "foot": letter.text.rpartition("-- \n")[2],
    }
    return render(request, "office/circular_for.html", context)


def _sent_to(circular: Circular) -> Any:
    return circular.addressees.filter(person__isnull=False).values("person")


@policy(KEEPS_OFFICE)
@require_POST
def circular_trial(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Send a draft to oneself."""
    found = get_object_or_404(Circular.objects.select_related("cluster"), pk=number, cluster__slug=cluster)
    try_circular(found, by=request.acting)
    messages.success(request, _("It is on its way to you, as you would receive it."))
    return redirect(found)


@policy(KEEPS_OFFICE)
@require_POST
def circular_sending(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Send a circular to everybody whom it reaches now."""
    found = get_object_or_404(Circular.objects.select_related("cluster"), pk=number, cluster__slug=cluster)
    count = send_circular(found, by=request.acting)
    said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count) % {
        "count": count
    }
    messages.success(request, said)
    return redirect(found)


@policy(KEEPS_OFFICE)
@require_POST
def circular_removal(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    found = get_object_or_404(Circular.objects.select_related("cluster"), pk=number, cluster__slug=cluster)
    remove_draft(found, by=request.acting)
    messages.success(request, _("The draft is thrown away."))
    return redirect("office:circulars", cluster)
