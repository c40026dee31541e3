"""What every page of a cluster's dues has: which cluster, and the ways between its pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.dues.models import Notice, Payment
from convivio.dues.permissions import kept_cluster

UNPROCESSABLE = 422
MOST_ON_A_PAGE = 100


def cluster_named(request: HttpRequest, slug: str) -> Cluster:
    """Return the cluster of an address, among those whose office this person keeps.

    Errors: Http404.
    """
    found = kept_cluster(request, slug)
    if found is None:
        raise Http404
    return found


def notice_of(cluster: Cluster, number: int) -> Notice:
    rows = Notice.objects.select_related("cluster", "account__organisation", "credit_note")
    return get_object_or_404(rows, cluster=cluster, pk=number)


def payment_of(cluster: Cluster, number: int) -> Payment:
    rows = Payment.objects.select_related("cluster", "account__organisation", "account__cluster")
    return get_object_or_404(rows, cluster=cluster, pk=number)


def page(request: HttpRequest, template: str, cluster: Cluster, current: str, **context: Any) -> HttpResponse:
    """Answer with a page of a cluster's dues; with `status`, of that status."""
    status = context.pop("status", 200)
    everything = {"cluster": cluster, "tabs": _tabs(cluster, current), **context}
    return render(request, f"dues/{template}", everything, status=status)


def _tabs(cluster: Cluster, current: str) -> list[dict[str, Any]]:
    named = {
        "desk": _("How it stands"),
        "notices": _("Notices"),
        "payments": _("Payments"),
        "bank": _("Bank files"),
        "late": _("Who is late"),
        "rules": _("Rules"),
        "settings": _("Settings"),
    }
    return [
        {"label": label, "url": reverse(f"dues:{name}", args=[cluster.slug]), "current": name == current}
        for name, label in named.items()
    ]
