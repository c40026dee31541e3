"""Everything of mine that has to do with membership."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convivio.clusters.categories import with_category_names
from convivio.clusters.models import Cluster, Membership
from convivio.kernel.keys import split_key
from convivio.memberships.models import Application
from convivio.memberships.permissions import LOOKING, SPEAKING
from convivio.people.acting import Acting, SignedInRequest
from convivio.web.policies import SIGNED_IN, policy


@policy(SIGNED_IN)
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """The applications I write, the memberships of those I speak for, the clusters whose members I look after."""
    bodies = _numbers(request.acting, SPEAKING, "organisation")
    own = Q(begun_by=request.user) | Q(email=request.user.email) | Q(organisation__in=bodies)
    applications = Application.objects.filter(own).select_related("cluster", "organisation")
    held = Membership.objects.filter(organisation__in=bodies).select_related("cluster", "organisation")
    context = {
        "applications": applications.order_by("-state_since"),
        "memberships": with_category_names(held.order_by("organisation__name", "-from_on")),
        "kept": Cluster.objects.filter(pk__in=_numbers(request.acting, LOOKING, "cluster")),
        "clusters": Cluster.objects.all(),
    }
    return render(request, "memberships/mine.html", context)


def _numbers(acting: Acting, rights: tuple[str, ...], kind: str) -> list[int]:
    keys = {choice.key for choice in acting.choices if choice.rights & set(rights)}
    return sorted(number for name, number in map(split_key, keys) if name == kind)
