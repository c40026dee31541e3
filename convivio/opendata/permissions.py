from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Office
from convivio.kernel.keys import split_key
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import Acting
from convivio.web.policies import Policy

OFFICE = Office.Kind.CLUSTER_OFFICE


def may_take_in_members(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person may take in the member list of a cluster."""
    if acting.may(OFFICE, cluster.key):
        return ALLOWED
    return Verdict(_("Only the office of %(cluster)s may do this.") % {"cluster": cluster})


def clusters_kept_by(acting: Acting) -> QuerySet[Cluster]:
    """Give the clusters whose office this person keeps."""
    keys = [choice.key for choice in acting.choices if OFFICE in choice.rights]
    return Cluster.objects.filter(pk__in=[split_key(key)[1] for key in keys])


def keeps_an_office(request: HttpRequest) -> bool:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return any(OFFICE in choice.rights for choice in acting.choices)


def _asks(request: HttpRequest, **_named: object) -> Verdict:
    return ALLOWED if keeps_an_office(request) else Verdict(_("Only the office of a cluster may do this."))


KEEPS_AN_OFFICE = Policy("keeps the office of a cluster", _asks)
