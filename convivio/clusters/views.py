from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from convivio.clusters.capacities import the_network
from convivio.clusters.categories import with_category_names
from convivio.clusters.founding import may_found
from convivio.clusters.members import clusters_with_counts, members_today
from convivio.clusters.office_permissions import may_help_member
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy


@policy(ANYONE)
@require_safe
def cluster_list(request: ActingRequest) -> HttpResponse:
    """The clusters of the network."""
    network = the_network()
    context = {
        "network": network,
        "clusters": clusters_with_counts(request.acting.reader),
        "may_found": bool(network and may_found(request.acting, network)),
    }
    return render(request, "clusters/cluster_list.html", context)


@policy(ANYONE)
@require_safe
def of_organisation(request: ActingRequest, slug: str) -> HttpResponse:
    """The clusters that an organisation belongs to today, and since when."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.acting.reader), slug=slug)
    held = members_today(request.acting.reader).filter(organisation=organisation)
    rows = held.select_related("cluster").prefetch_related("value_chains").order_by("from_on", "pk")
    memberships = with_category_names(rows)
    template = "clusters/_of_organisation.html" if request.htmx else "clusters/clusters_of_organisation.html"
    helps = bool(may_help_member(request.acting, organisation))
    context = {"organisation": organisation, "memberships": memberships, "helps": helps}
    return render(request, template, context)
