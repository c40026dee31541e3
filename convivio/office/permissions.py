from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Office
from convivio.clusters.office_permissions import cluster_kept
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import NOBODY, Acting
from convivio.web.policies import Policy

OFFICE = Office.Kind.CLUSTER_OFFICE
READING = (OFFICE, Office.Kind.FACILITATOR, Office.Kind.BOARD)


def may_keep_office(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person keeps the office of a cluster, and so writes in its places."""
    if acting.may(OFFICE, cluster.key):
        return ALLOWED
    return Verdict(_("Only the office of %(cluster)s may do this.") % {"cluster": cluster})


def may_read_office(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person reads what the office of a cluster keeps."""
    if any(acting.may(kind, cluster.key) for kind in READING):
        return ALLOWED
    return Verdict(_("Only the office and the board of %(cluster)s see this.") % {"cluster": cluster})


def clusters_read(acting: Acting) -> list[Cluster]:
    """Give the clusters whose office this person may read, the one they act for first."""
    keys = {choice.key for choice in acting.choices if set(READING) & choice.rights}
    numbers = [int(key.partition(":")[2]) for key in keys if key.startswith("cluster:")]
    found = Cluster.objects.select_related("network").filter(pk__in=numbers).order_by("slug")
    return sorted(found, key=lambda one: one.key != acting.acting_for_key)


def reads_an_office(request: HttpRequest) -> bool:
    """Say whether the rail shows this person the office."""
    acting: Acting = getattr(request, "acting", NOBODY)
    return any(
        choice.key.startswith("cluster:") and set(READING) & choice.rights for choice in acting.choices
    )


def find_cluster(request: HttpRequest, slug: str) -> Cluster:
    """Return the cluster of an address, once its policy was asked.

    Errors: Http404.
    """
    found = cluster_kept(getattr(request, "acting", NOBODY), slug)
    if found is None:
        raise Http404
    return found


def _asks_to_read(request: HttpRequest, **named: object) -> Verdict:
    acting: Acting = getattr(request, "acting", NOBODY)
    cluster = cluster_kept(acting, named.get("cluster"))
    return may_read_office(acting, cluster) if cluster else Verdict(_("There is no such cluster."))


def _asks_to_keep(request: HttpRequest, **named: object) -> Verdict:
    acting: Acting = getattr(request, "acting", NOBODY)
    cluster = cluster_kept(acting, named.get("cluster"))
    return may_keep_office(acting, cluster) if cluster else Verdict(_("There is no such cluster."))


def _asks_at_the_door(request: HttpRequest, **_named: object) -> Verdict:
    return (
        ALLOWED if reads_an_office(request) else Verdict(_("This is for who keeps the office of a cluster."))
    )


READS_OFFICE = Policy("reads a cluster's office", _asks_to_read, hides=True)
KEEPS_OFFICE = Policy("writes in a cluster's office", _asks_to_keep, hides=True)
HAS_AN_OFFICE = Policy("has an office", _asks_at_the_door, hides=True)
