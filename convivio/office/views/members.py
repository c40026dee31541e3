"""The members' list: as a page, as a table to take away, and its kept views."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convivio.office.asking import Asked, answered
from convivio.office.forms import ViewForm
from convivio.office.lines import sheet_of
from convivio.office.members_page import asked_by, members_context, table
from convivio.office.permissions import (
    HAS_AN_OFFICE,
    KEEPS_OFFICE,
    READS_OFFICE,
    clusters_read,
    find_cluster,
    may_keep_office,
)
from convivio.office.viewing import find_view, remove_view, save_view, views_for
from convivio.office.ways import REFUSED, taken_away
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


@policy(HAS_AN_OFFICE)
@require_safe
def door(request: SignedInRequest) -> HttpResponse:
    """The office of the only cluster that one reads, or a choice of them."""
    clusters = clusters_read(request.acting)
    if len(clusters) == 1:
        return redirect("office:members", clusters[0].slug)
    return render(request, "office/door.html", {"clusters": clusters})


@policy(READS_OFFICE)
@require_safe
def members(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The members of a cluster, as the address asks for them."""
    found = find_cluster(request, cluster)
    views = views_for(found, request.acting)
    asked = asked_by(request.GET, views)
    sheet = sheet_of(found, request.acting.reader)
    keeps = bool(may_keep_office(request.acting, found))
    context = members_context(sheet, asked, request.GET.get("page", "1"), views, keeps=keeps)
    context["view_form"] = ViewForm(
        initial={
            "name": context["view"].name if context["view"] else "",
            "is_shared": context["view"].is_shared if context["view"] else False,
            "is_default": context["view"].is_default if context["view"] else False,
            "query": asked.query,
        }
    )
    return render(request, "office/members.html", context)


@policy(READS_OFFICE)
@require_safe
def members_file(request: SignedInRequest, cluster: str, ending: str) -> HttpResponse:
    """The same lines, columns and order as a table."""
    found = find_cluster(request, cluster)
    asked = Asked.of(request.GET)
    sheet = sheet_of(found, request.acting.reader)
    heads, rows = table(sheet, asked, answered(sheet, asked))
    return taken_away(ending, _("Members of %(cluster)s") % {"cluster": found}, heads, rows)


@policy(KEEPS_OFFICE)
@require_POST
def views(request: SignedInRequest, cluster: str) -> HttpResponse:
    """Keep the way in which the list is shown, under a name."""
    found = find_cluster(request, cluster)
    form = ViewForm(request.POST)
    if not form.is_valid():
        here = f"{reverse('office:members', args=[cluster])}?{request.POST.get('query', '')[:2000]}"
        context = {"cluster": found, "form": form, "back": here}
        return render(request, "office/view.html", context, status=REFUSED)
    said = form.cleaned_data
    view = save_view(
        found,
        said["name"],
        said["query"],
        is_shared=said["is_shared"],
        is_default=said["is_default"],
        by=request.acting,
    )
    messages.success(request, _("The view “%(name)s” is kept.") % {"name": view.name})
    return redirect(view.url)


@policy(KEEPS_OFFICE)
@require_POST
def view_removal(request: SignedInRequest, cluster: str, number: int) -> HttpResponse:
    """Take a view away."""
    view = find_view(find_cluster(request, cluster), request.acting, number)
    remove_view(view, by=request.acting)
    messages.success(request, _("The view “%(name)s” is gone; the members stay.") % {"name": view.name})
    return redirect("office:members", cluster)
