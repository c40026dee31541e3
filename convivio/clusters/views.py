from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.capacities import the_network
from convivio.clusters.categories import with_category_names
from convivio.clusters.members import by_category, chains_with_counts, clusters_with_counts, members_today
from convivio.clusters.models import Cluster
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.web.amounts import number
from convivio.web.figures import Bar
from convivio.web.policies import ANYONE, policy


@policy(ANYONE)
@require_safe
def cluster_list(request: ActingRequest) -> HttpResponse:
    """The clusters of the network."""
    context = {"network": the_network(), "clusters": clusters_with_counts(request.acting.reader)}
    return render(request, "clusters/cluster_list.html", context)


@policy(ANYONE)
@require_safe
def cluster_page(request: ActingRequest, slug: str) -> HttpResponse:
    """What a cluster is for, its value chains, and how many members of which kind it has."""
    cluster = get_object_or_404(Cluster.objects.select_related("network", "sector", "seat"), slug=slug)
    reader = request.acting.reader
    categories = by_category(cluster, reader)
    members_url = f"{reverse('organisations:list')}?cluster={cluster.slug}"
    total = sum(count for _code, _label, count in categories)
    context = {
        "cluster": cluster,
        "seat": cluster.seat if cluster.seat and reader.sees(cluster.seat.audience) else None,
        "categories": [Bar(capfirst(label), count) for _code, label, count in categories],
        "chains": chains_with_counts(cluster, reader),
        "members_url": members_url,
        "tiles": [{"figure": number(total), "words": _("members today"), "url": members_url}],
        "total": total,
    }
    return render(request, "clusters/cluster_page.html", context)


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """The clusters that an organisation belongs to today, and since when."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)
    held = members_today(request.acting.reader).filter(organisation=organisation)
    rows = held.select_related("cluster").prefetch_related("value_chains").order_by("from_on", "pk")
    memberships = with_category_names(rows)
    template = "clusters/_of_organisation.html" if request.htmx else "clusters/clusters_of_organisation.html"
    return render(request, template, {"organisation": organisation, "memberships": memberships})
