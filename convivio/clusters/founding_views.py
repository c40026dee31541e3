"""The pages of founding: the set-up of a new installation, and one more cluster later."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convivio.clusters.capacities import the_network
from convivio.clusters.first_run import BEFORE_THE_NETWORK, forget_secret, opens
from convivio.clusters.founding import found_cluster, found_network, may_found
from convivio.clusters.founding_forms import ClusterForm, ClusterForms, NetworkForm, SecretForm
from convivio.kernel.errors import BadInput
from convivio.kernel.verdicts import Verdict
from convivio.people.acting import NOBODY, ActingRequest, SignedInRequest
from convivio.web.policies import Policy, policy


def _coordinates(request: HttpRequest, **_named: object) -> Verdict:
    network = the_network()
    if network is None:
        return Verdict(_("There is no network here yet."))
    return may_found(getattr(request, "acting", NOBODY), network)


COORDINATES = Policy("coordinates the network", _coordinates)


@policy(BEFORE_THE_NETWORK)
@require_http_methods(["GET", "HEAD", "POST"])
def setting_up(request: ActingRequest) -> HttpResponse:
    """Found the network, its first clusters and offices: open to who knows the secret, once."""
    secret = request.POST.get("secret") or request.GET.get("secret", "")
    if not opens(secret):
        return _ask_for_secret(request, secret)
    is_sent = "italian" in request.POST
    form = NetworkForm(request.POST if is_sent else None)
    clusters = ClusterForms(request.POST if is_sent else None, prefix="cluster")
    if is_sent and form.is_valid() and clusters.is_valid():
        wanted = form.wanted([one.wanted for one in clusters if one.wanted])
        try:
            found_network(wanted)
        except BadInput as refusal:
            form.add_error(None, refusal.message)
        else:
            forget_secret()
            return render(request, "clusters/set_up_done.html", {"email": wanted.coordinator})
    context = {"form": form, "clusters": clusters, "secret": secret}
    return render(request, "clusters/set_up.html", context, status=422 if is_sent else 200)


def _ask_for_secret(request: ActingRequest, given: str) -> HttpResponse:
    form = SecretForm({"secret": given} if given else None)
    if given:
        form.add_error("secret", _("This is not the secret of this installation."))
    return render(request, "clusters/set_up_secret.html", {"form": form}, status=403 if given else 200)


@policy(COORDINATES)
@require_http_methods(["GET", "HEAD", "POST"])
def cluster_founding(request: SignedInRequest) -> HttpResponse:
    """Add a cluster to the network."""
    network = the_network()
    if network is None:
        raise PermissionDenied
    form = ClusterForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.wanted:
        try:
            cluster = found_cluster(form.wanted, network, by=request.acting)
        except BadInput as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("%(cluster)s is part of the network.") % {"cluster": cluster})
            return redirect(cluster)
    context = {"form": form, "network": network}
    return render(request, "clusters/cluster_founding.html", context, status=422 if form.is_bound else 200)
