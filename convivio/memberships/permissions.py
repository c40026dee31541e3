from collections.abc import Collection

from django.http import Http404, HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership, Office
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.memberships.models import Application, ReturnLink
from convivio.organisations.models import Organisation
from convivio.people.acting import NOBODY, Acting
from convivio.web.policies import Policy

OFFICE = Office.Kind.CLUSTER_OFFICE
BOARD = Office.Kind.BOARD
LOOKING = (OFFICE, BOARD, Office.Kind.FACILITATOR)
"""The offices of a cluster that see its applications and its members of any day."""
SPEAKING = ("edit", "speak", "sign")
"""What a mandate must hold to write an application for an organisation, or to follow one."""
SIGN = "sign"


def may_keep_members(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person keeps the office of a cluster, which looks after its members."""
    if acting.may(OFFICE, cluster.key):
        return ALLOWED
    return Verdict(_("Only the office of %(cluster)s may do this.") % {"cluster": cluster})


def may_look(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person sees what comes to a cluster, and who was its member when."""
    if any(acting.may(kind, cluster.key) for kind in LOOKING):
        return ALLOWED
    return Verdict(_("Only the office and the board of %(cluster)s see this.") % {"cluster": cluster})


def may_see_totals(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person sees the sums of a cluster without its names."""
    if acting.may(Office.Kind.COORDINATOR, cluster.network.key):
        return ALLOWED
    return may_look(acting, cluster)


def may_decide(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person may record what the board decided: somebody of it, or the office for it."""
    if acting.may(BOARD, cluster.key):
        return ALLOWED
    return may_keep_members(acting, cluster)


def may_sign_for(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether this person may say for a member that it leaves."""
    if acting.may(SIGN, organisation.key):
        return ALLOWED
    return Verdict(_("It takes a mandate to sign for %(name)s.") % {"name": organisation})


def may_write(acting: Acting, application: Application, links: Collection[int]) -> Verdict:
    """Say whether this person, or this browser with its opened links, writes the application."""
    if writes(acting, application) or opened(application, links):
        return ALLOWED
    return Verdict(_("Only those who write this application may do this."))


def writes(acting: Acting, application: Application) -> bool:
    """Say whether this person began it, has its address, or speaks for its organisation."""
    person, organisation = acting.person, application.organisation
    if person is None:
        return False
    if person.pk == application.begun_by_id or person.email == application.email:
        return True
    return organisation is not None and any(acting.may(right, organisation.key) for right in SPEAKING)


def opened(application: Application, links: Collection[int]) -> bool:
    """Say whether one of these opened links leads to it, and still holds."""
    return ReturnLink.objects.holding_at(now()).filter(pk__in=links, application=application).exists()


def find_written(acting: Acting, links: Collection[int], number: int) -> Application:
    """Return an application to those who write it.

    Errors: Http404, alike for what is not theirs and for what is not there.
    """
    rows = Application.objects.select_related("cluster__network", "organisation", "begun_by")
    found = rows.filter(pk=number).first()
    if found is None or not may_write(acting, found, links):
        raise Http404
    return found


def find_sent(acting: Acting, cluster: str, number: int) -> Application:
    """Return an application that came to a cluster, to those who look after that cluster.

    Errors: Http404, alike for what is not theirs and for what is not there.
    """
    rows = Application.objects.select_related("cluster__network", "organisation", "begun_by", "membership")
    found = rows.filter(pk=number, cluster__slug=cluster).first()
    if found is None or not may_look(acting, found.cluster) or not _was_sent(found):
        raise Http404
    return found


def _was_sent(application: Application) -> bool:
    return Application.objects.sent_to(application.cluster).filter(pk=application.pk).exists()


def find_membership(acting: Acting, number: int) -> Membership:
    """Return a membership to the office and board of its cluster, and to who may speak for the member.

    Errors: Http404, alike for what is not theirs and for what is not there.
    """
    rows = Membership.objects.select_related("cluster__network", "organisation")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    speaks = any(acting.may(right, found.organisation.key) for right in SPEAKING)
    if not speaks and not may_look(acting, found.cluster):
        raise Http404
    return found


def _cluster_named(named: dict[str, object]) -> Cluster | None:
    return Cluster.objects.select_related("network").filter(slug=str(named.get("cluster", ""))).first()


def _asks_to_look(request: HttpRequest, **named: object) -> Verdict:
    cluster = _cluster_named(named)
    return may_look(_acting(request), cluster) if cluster else Verdict(_("There is no such cluster."))


def _asks_to_keep(request: HttpRequest, **named: object) -> Verdict:
    cluster = _cluster_named(named)
    return may_keep_members(_acting(request), cluster) if cluster else Verdict(_("There is no such cluster."))


def _asks_for_totals(request: HttpRequest, **named: object) -> Verdict:
    cluster = _cluster_named(named)
    return may_see_totals(_acting(request), cluster) if cluster else Verdict(_("There is no such cluster."))


def _acting(request: HttpRequest) -> Acting:
    acting: Acting = getattr(request, "acting", NOBODY)
    return acting


LOOKS_AFTER = Policy("looks after a cluster's members", _asks_to_look, hides=True)
KEEPS = Policy("keeps a cluster's office", _asks_to_keep, hides=True)
SEES_TOTALS = Policy("sees a cluster's totals", _asks_for_totals, hides=True)
