"""Who appoints whom: the coordinator the network's offices, a cluster's office and board those of their cluster."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership, Network, Office
from convivio.kernel.days import DatedQuerySet
from convivio.kernel.spans import Span, cover, covered_until
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person

Body = Cluster | Network
Kind = Office.Kind
OF_A_CLUSTER = (Kind.CLUSTER_OFFICE, Kind.BOARD, Kind.FACILITATOR)
OF_THE_NETWORK = (Kind.COORDINATOR, Kind.REGION, Kind.AUDITOR)
APPOINTING = {Cluster: (Kind.CLUSTER_OFFICE, Kind.BOARD), Network: (Kind.COORDINATOR,)}
"""The offices that appoint all others of their body, and one another; the others appoint nobody."""


def kinds_of(body: Body) -> tuple[Kind, ...]:
    return OF_A_CLUSTER if isinstance(body, Cluster) else OF_THE_NETWORK


def offices_of(body: Body) -> DatedQuerySet[Office]:
    """Keep the offices of a cluster, or of the network itself."""
    mine = {"cluster": body} if isinstance(body, Cluster) else {"network": body}
    return Office.objects.filter(**mine, person__is_active=True)


def cluster_kept(acting: Acting, slug: object) -> Cluster | None:
    """Choose among the clusters in which this person keeps an office, as they were read for this request."""
    bodies = (choice.body for choice in acting.choices)
    return next((body for body in bodies if isinstance(body, Cluster) and body.slug == slug), None)


def may_see_offices(acting: Acting, body: Body) -> Verdict:
    """Say whether this person keeps an office there, or is to appoint its first."""
    if any(choice.key == body.key for choice in acting.choices) or may_look_after_offices(acting, body):
        return ALLOWED
    return Verdict(_("Only those who keep an office there see its offices."))


def may_look_after_offices(acting: Acting, body: Body) -> Verdict:
    """Say whether this person appoints somebody there today."""
    if covered_until(_appointing_days(acting.person, body), localdate()) is not None:
        return ALLOWED
    return Verdict(
        _("The offices of %(body)s are given by those who keep it: you are not among them.") % {"body": body}
    )


def may_appoint(
    acting: Acting, body: Body, kinds: Iterable[str], from_on: date, until_on: date | None
) -> Verdict:
    """Say whether this person may give these offices for these days: never for days that are past or beyond their own."""
    today = localdate()
    days = _appointing_days(acting.person, body)
    if covered_until(days, today) is None:
        return may_look_after_offices(Acting(), body)
    if not set(kinds) <= set(appointable(acting, body)):
        return Verdict(_("This office is not yours to give."))
    if from_on < today:
        return Verdict(_("An office begins today or later, never on a day that is past."))
    if until_on is not None and until_on < from_on:
        return Verdict(_("The last day comes before the first."))
    if not cover(days, from_on, until_on):
        return Verdict(_("You cannot give an office for longer than you keep your own."))
    return ALLOWED


def appointable(acting: Acting, body: Body) -> tuple[Kind, ...]:
    """List the offices that this person may give there today: the coordinator only a cluster's first."""
    return tuple(Kind(kind) for kind in reach_of(acting, body))


def reach_of(acting: Acting, body: Body) -> dict[str, date]:
    """Give the offices that this person may give, each with the last day for which it can be."""
    reach = covered_until(_appointing_days(acting.person, body), localdate())
    if reach is None:
        return {}
    is_first = isinstance(body, Cluster) and not _own_days(acting.person, body)
    kinds = (Kind.CLUSTER_OFFICE,) if is_first else kinds_of(body)
    return {kind.value: reach for kind in kinds}


def may_end_office(acting: Acting, office: Office) -> Verdict:
    """Say whether this person may end an office: one's own always, others' by appointing there."""
    if acting.person is not None and acting.person.pk == office.person_id:
        return ALLOWED
    body = office.body
    if isinstance(body, Cluster) and not _own_days(acting.person, body):
        return Verdict(_("Only those who keep the office of a body end its offices."))
    return may_look_after_offices(acting, body)


def may_leave_office(body: Body, person: Person, on: date) -> Verdict:
    """Say whether somebody else could appoint there on the first day without this person."""
    staying = offices_of(body).filter(kind__in=APPOINTING[type(body)]).holding_on(on)
    if staying.exclude(person=person).exists():
        return ALLOWED
    return Verdict(
        _("Nobody else would keep %(body)s. Appoint somebody first, or hand over.") % {"body": body}
    )


def unkept_clusters(network: Network) -> list[Cluster]:
    """List the clusters in which nobody could appoint anybody: the coordinator gives them their first office."""
    return [cluster for cluster in network.clusters.select_related("network") if not _is_kept(cluster)]


def may_help_member(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether this person keeps the office of a cluster in which an organisation is a member today."""
    clusters = Membership.objects.filter(organisation=organisation).holding_on(localdate())
    for number in clusters.values_list("cluster_id", flat=True):
        if acting.may(Kind.CLUSTER_OFFICE, f"cluster:{number}"):
            return ALLOWED
    return Verdict(
        _("This is done by the office of a cluster in which %(name)s is a member.")
        % {"name": organisation.name}
    )


def may_give_first_signatory(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether an office may give a member its first signatory: only while it has none, now or to come."""
    verdict = may_help_member(acting, organisation)
    if not verdict:
        return verdict
    if signatories(organisation).exists():
        return Verdict(
            _("Somebody signs for %(name)s: they decide who else acts for it.") % {"name": organisation.name}
        )
    return ALLOWED


def signatories(organisation: Organisation) -> QuerySet[Person]:
    """Keep the people who sign for an organisation today or are to begin."""
    today = localdate()
    rows = Mandate.objects.filter(organisation=organisation, right=Mandate.Right.SIGN)
    standing = rows.filter(until_on=None) | rows.filter(until_on__gte=today)
    return Person.objects.filter(is_active=True, pk__in=standing.values("person")).order_by("name", "pk")


def _appointing_days(person: Person | None, body: Body) -> list[Span]:
    """List the days on which a person appoints there; the coordinator does while a cluster has nobody who could."""
    days = _own_days(person, body)
    if days or not isinstance(body, Cluster) or _is_kept(body):
        return days
    return _own_days(person, body.network)


def _own_days(person: Person | None, body: Body) -> list[Span]:
    rows = offices_of(body).filter(person=person, kind__in=APPOINTING[type(body)])
    return list(rows.values_list("from_on", "until_on"))


def _is_kept(cluster: Cluster) -> bool:
    rows = offices_of(cluster).filter(kind__in=APPOINTING[Cluster])
    return (rows.filter(until_on=None) | rows.filter(until_on__gte=localdate())).exists()
