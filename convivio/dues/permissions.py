from django.http import HttpRequest
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Office
from convivio.clusters.office_permissions import cluster_kept
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import NOBODY, Acting
from convivio.web.policies import Policy

PAYING = (Mandate.Right.PAY, Mandate.Right.SIGN)


def may_keep_dues(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person keeps the dues of a cluster: its office does, and nobody else."""
    if acting.may(Office.Kind.CLUSTER_OFFICE, cluster.key):
        return ALLOWED
    return Verdict(_("Only the office of %(cluster)s may do this.") % {"cluster": cluster})


def may_see_what_is_owed(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether this person sees what an organisation owes: its own people who pay or sign for it."""
    if any(acting.may(right, organisation.key) for right in PAYING):
        return ALLOWED
    return Verdict(
        _("Only those who pay or sign for %(name)s see what it owes.") % {"name": organisation.name}
    )


def may_see_totals(acting: Acting) -> Verdict:
    """Say whether this person coordinates the network, and so sees totals without names."""
    if any(Office.Kind.COORDINATOR in choice.rights for choice in acting.choices):
        return ALLOWED
    return Verdict(_("Only the coordinator of the network sees the totals of all clusters."))


def _acting(request: HttpRequest) -> Acting:
    return getattr(request, "acting", NOBODY)


def kept_cluster(request: HttpRequest, slug: str) -> Cluster | None:
    """Choose among the clusters in which this person keeps an office; for all others there is none."""
    return cluster_kept(_acting(request), slug)


def _keeps_dues(request: HttpRequest, *, cluster: str, **_named: object) -> Verdict:
    found = kept_cluster(request, cluster)
    return may_keep_dues(_acting(request), found) if found else Verdict("-")


def _pays(request: HttpRequest, *, slug: str, **_named: object) -> Verdict:
    found = Organisation.objects.filter(slug=slug).first()
    return may_see_what_is_owed(_acting(request), found) if found else Verdict("-")


KEEPS_DUES = Policy("keeps the dues of this cluster", _keeps_dues, hides=True, signs_in=False)
PAYS = Policy("pays or signs for this organisation", _pays, hides=True, signs_in=False)


def has_to_do_with_dues(request: HttpRequest) -> bool:
    """Say whether there is anything of dues to see for this person."""
    needed = {Office.Kind.CLUSTER_OFFICE, Office.Kind.COORDINATOR, *PAYING}
    return any(needed & choice.rights for choice in _acting(request).choices)
