from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from convivio.clusters.capacities import the_network
from convivio.clusters.categories import names_of_categories
from convivio.clusters.models import ValueChain
from convivio.pages.bodies import bodies_of, sitting_today
from convivio.pages.front import apply_url, cluster_page, network_page
from convivio.pages.funding import funding_of
from convivio.pages.member_list import MEMBERS_ON_A_PAGE, asked_in, member_rows, organisation_rows
from convivio.pages.members import directory_url, members_url
from convivio.pages.parts import OF_A_CHAIN, OF_THE_NETWORK
from convivio.pages.permissions import may_write
from convivio.pages.publishers import NETWORK, clusters_with_areas, of_cluster, publisher_of
from convivio.pages.texts import shown
from convivio.people.acting import ActingRequest
from convivio.web.policies import ANYONE, policy

FRAME_FOR_ANYONE, FRAME = "web/public.html", "base.html"


def frame_of(request: ActingRequest) -> str:
    """Set the page for anyone without a rail; whoever has signed in keeps theirs."""
    return FRAME if request.user.is_authenticated else FRAME_FOR_ANYONE


@policy(ANYONE)
@require_safe
def network(request: ActingRequest) -> HttpResponse:
    """What the network is for, its clusters, its people, who finances it."""
    clusters = list(clusters_with_areas())
    found = clusters[0].network if clusters else the_network()
    if found is None:
        return render(request, "pages/no_network.html", {"frame": frame_of(request)})
    context = network_page(found, clusters, request.acting, localdate())
    return render(request, "pages/network_page.html", {**context, "frame": frame_of(request)})


@policy(ANYONE)
@require_safe
def cluster(request: ActingRequest, slug: str) -> HttpResponse:
    """What a cluster is for, its value chains, members, bodies, news, and how to join."""
    clusters = list(clusters_with_areas())
    found = next((one for one in clusters if one.slug == slug), None)
    if found is None:
        raise Http404
    context = cluster_page(found, clusters, request.acting, localdate())
    return render(request, "pages/cluster_page.html", {**context, "frame": frame_of(request)})


@policy(ANYONE)
@require_safe
def chain(request: ActingRequest, slug: str, chain: str) -> HttpResponse:
    """What a value chain works on, who leads it, and its members."""
    found = get_object_or_404(ValueChain.objects.select_related("cluster"), cluster__slug=slug, slug=chain)
    publisher, day = of_cluster(found.cluster), localdate()
    bodies = sitting_today(publisher, request.acting.reader, day)
    context = {
        "frame": frame_of(request),
        "publisher": publisher,
        "chain": found,
        "text": shown(publisher, f"{OF_A_CHAIN}{found.slug}", highest=2),
        "part": f"{OF_A_CHAIN}{found.slug}",
        "bodies": [one for one in bodies if one.body.chain_id == found.pk],
        "page": Paginator(
            member_rows(found.cluster, request.acting.reader, {"chain": found.slug}, day), MEMBERS_ON_A_PAGE
        ).get_page(request.GET.get("page")),
        "names": names_of_categories(found.cluster),
        "search_url": directory_url(cluster=slug, chain=found.slug),
        "apply_url": apply_url(found.cluster),
        "may_write": bool(may_write(request.acting, publisher)),
    }
    return render(request, "pages/chain_page.html", context)


@policy(ANYONE)
@require_safe
def members(request: ActingRequest, slug: str) -> HttpResponse:
    """The members of a cluster, on a day, by category; those whom the reader may see."""
    publisher = publisher_of(slug)
    if publisher.cluster is None:
        raise Http404
    asked, day = asked_in(request.GET)
    rows = member_rows(publisher.cluster, request.acting.reader, asked, day)
    names = names_of_categories(publisher.cluster)
    context = {
        "frame": frame_of(request),
        "publisher": publisher,
        "page": Paginator(rows, MEMBERS_ON_A_PAGE).get_page(request.GET.get("page")),
        "day": day,
        "is_past": day != localdate(),
        "asked": asked,
        "names": names,
        "category": names.get(asked.get("category", ""), ""),
        "members_url": members_url(publisher.cluster),
        "search_url": directory_url(cluster=slug),
    }
    return render(request, "pages/members_page.html", context)


@policy(ANYONE)
@require_safe
def network_members(request: ActingRequest) -> HttpResponse:
    """The organisations of the network on a day, each once, whatever the number of its clusters."""
    _asked, day = asked_in(request.GET)
    page = Paginator(organisation_rows(request.acting.reader, day), MEMBERS_ON_A_PAGE)
    context = {
        "frame": frame_of(request),
        "publisher": publisher_of(NETWORK),
        "page": page.get_page(request.GET.get("page")),
        "day": day,
        "is_past": day != localdate(),
        "members_url": members_url(None),
        "search_url": directory_url(cluster=[one.slug for one in clusters_with_areas()]),
    }
    return render(request, "pages/members_page.html", context)


@policy(ANYONE)
@require_safe
def bodies(request: ActingRequest, slug: str = NETWORK) -> HttpResponse:
    """The bodies of a cluster or of the network, with every term: today's, and those before."""
    publisher = publisher_of(slug)
    context = {
        "frame": frame_of(request),
        "publisher": publisher,
        "bodies": bodies_of(publisher, request.acting.reader, localdate()),
        "may_write": bool(may_write(request.acting, publisher)),
    }
    return render(request, "pages/bodies_page.html", context)


@policy(ANYONE)
@require_safe
def text(request: ActingRequest, part: str) -> HttpResponse:
    """A page of the network that is one text: contact, transparency, privacy, accessibility."""
    found = next((one for one in OF_THE_NETWORK if one.slug == part and one.is_page), None)
    if found is None:
        raise Http404
    if the_network() is None:
        return render(request, "pages/no_network.html", {"frame": frame_of(request)})
    publisher = publisher_of(NETWORK)
    context = {
        "frame": frame_of(request),
        "publisher": publisher,
        "part": found,
        "text": shown(publisher, part, highest=2),
        "pages": [one for one in OF_THE_NETWORK if one.is_page],
        "fundings": funding_of(publisher.key),
        "may_write": bool(may_write(request.acting, publisher)),
        "title": _(str(found.title)),
    }
    return render(request, "pages/text_page.html", context)
