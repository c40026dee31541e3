"""The categories of a cluster, as its office names and orders them."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from convivio.clusters.models import Cluster, Membership, MembershipCategory
from convivio.memberships import categories as actions
from convivio.memberships.office_forms import CategoryForm, initial_of
from convivio.memberships.permissions import KEEPS
from convivio.memberships.views.asked import REFUSED, goes_through
from convivio.people.acting import SignedInRequest
from convivio.web.policies import policy


@policy(KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def category_list(request: SignedInRequest, cluster: str) -> HttpResponse:
    """The categories in their order, with how many members each has; one more can be named."""
    found = get_object_or_404(Cluster, slug=cluster)
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and goes_through(form, lambda: _add(request, found, form)):
        messages.success(request, _("The category is named."))
        return redirect("memberships:categories", found.slug)
    held = Membership.objects.filter(cluster=found).holding_on(localdate())
    counts = Counter(held.values_list("category", flat=True))
    rows = [(one, counts[one.code]) for one in found.categories.all()]
    context = {"cluster": found, "rows": rows, "form": form}
    return render(request, "memberships/categories.html", context, status=REFUSED if form.errors else 200)


@policy(KEEPS)
@require_http_methods(["GET", "HEAD", "POST"])
def category(request: SignedInRequest, cluster: str, code: str) -> HttpResponse:
    """Name a category anew, open it or close it."""
    found = _found(cluster, code)
    form = CategoryForm(request.POST or None, initial=initial_of(found))
    if request.method == "POST" and goes_through(form, lambda: _change(request, found, form)):
        messages.success(request, _("The category is kept."))
        return redirect("memberships:categories", cluster)
    context = {"cluster": found.cluster, "category": found, "form": form}
    return render(request, "memberships/category.html", context, status=REFUSED if form.errors else 200)


@policy(KEEPS)
@require_POST
def rise(request: SignedInRequest, cluster: str, code: str) -> HttpResponse:
    """Put a category one place higher."""
    actions.move_up(_found(cluster, code), by=request.acting)
    return redirect("memberships:categories", cluster)


@policy(KEEPS)
@require_POST
def removal(request: SignedInRequest, cluster: str, code: str) -> HttpResponse:
    """Take away a category that nobody ever had."""
    actions.remove_category(_found(cluster, code), by=request.acting)
    messages.success(request, _("The category is taken away."))
    return redirect("memberships:categories", cluster)


def _add(request: SignedInRequest, cluster: Cluster, form: CategoryForm) -> Any:
    joins = form.cleaned_data["joins_by_resolution"]
    return actions.add_category(cluster, form.name, joins_by_resolution=joins, by=request.acting)


def _change(request: SignedInRequest, category: MembershipCategory, form: CategoryForm) -> None:
    said = form.cleaned_data
    actions.change_named_category(
        category,
        form.name,
        joins_by_resolution=said["joins_by_resolution"],
        is_open=said["is_open"],
        by=request.acting,
    )


def _found(cluster: str, code: str) -> MembershipCategory:
    rows = MembershipCategory.objects.select_related("cluster")
    return get_object_or_404(rows, cluster__slug=cluster, code=code)
