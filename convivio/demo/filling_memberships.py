"""What happened to the demonstration's memberships: suspensions, endings, returns, applications."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_current_timezone, localdate

from convivio.clusters.models import Cluster, Membership, Office, Suspension
from convivio.demo.network_files import Entry, entries
from convivio.memberships.admitting import admit
from convivio.memberships.models import Application, BoardDecision, Passage
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import acting_as
from convivio.people.models import Person

NOON = time(12)


def fill_memberships(clusters: Mapping[str, Cluster], organisations: Mapping[str, Organisation]) -> int:
    """Let memberships end, stand still and begin again, and write the applications; count these."""
    for entry in entries("endings"):
        _end(entry, clusters, organisations)
    for entry in entries("suspensions"):
        Suspension.objects.create(
            membership=_membership(entry, clusters, organisations),
            from_on=_day(entry["from_days"]),
            until_on=_day(entry["until_days"]) if "until_days" in entry else None,
            reason=entry["reason"],
        )
    ended = Membership.objects.filter(until_on__isnull=False, ending="")
    ended.update(ending=Membership.Ending.LEFT)
    return len([_application(entry, clusters, organisations) for entry in entries("applications")])


def _membership(
    entry: Entry, clusters: Mapping[str, Cluster], organisations: Mapping[str, Organisation]
) -> Membership:
    cluster, organisation = clusters[entry["cluster"]], organisations[entry["organisation"]]
    return Membership.objects.get(cluster=cluster, organisation=organisation, until_on=None)


def _end(entry: Entry, clusters: Mapping[str, Cluster], organisations: Mapping[str, Organisation]) -> None:
    held = _membership(entry, clusters, organisations)
    held.until_on, held.ending, held.ending_words = _day(entry["days"]), entry["ending"], entry["words"]
    held.save()
    if "again_days" in entry:
        again = Membership.objects.create(
            organisation=held.organisation,
            cluster=held.cluster,
            category=held.category,
            from_on=_day(entry["again_days"]),
        )
        again.value_chains.set(held.value_chains.all())


def _application(
    entry: Entry, clusters: Mapping[str, Cluster], organisations: Mapping[str, Organisation]
) -> Application:
    passages = entry["passages"]
    application = Application.objects.create(
        cluster=clusters[entry["cluster"]],
        state=entry["state"],
        state_since=_moment(passages[-1]["days"]),
        begun_at=_moment(passages[0]["days"]),
        email=entry["email"],
        organisation=organisations.get(entry.get("organisation", "")),
        answers=entry["answers"],
    )
    before = ""
    for one in passages:
        Passage.objects.create(
            application=application,
            out_of=before,
            into=one["into"],
            at=_moment(one["days"]),
            words=one.get("words", ""),
        )
        before = one["into"]
    if "decision" in entry:
        _decide(application, entry["decision"])
    return application


def _decide(application: Application, entry: Entry) -> None:
    """Record a decision of the board; who was admitted is a member since a day, with people of its own."""
    office = Office.objects.filter(cluster=application.cluster, kind=Office.Kind.CLUSTER_OFFICE).first()
    person = office.person if office else None
    member_from = _day(entry["member_days"]) if "member_days" in entry else None
    told: dict[str, Any] = {
        name: entry[name]
        for name in ("votes_for", "votes_against", "abstained", "note", "sentence")
        if name in entry
    }
    BoardDecision.objects.create(
        application=application,
        outcome=entry["outcome"],
        decided_on=_day(entry["days"]),
        recorded_at=_moment(entry["days"]),
        recorded_by=person,
        member_from=member_from,
        **told,
    )
    if member_from is not None:
        application.membership = admit(application, member_from, by=acting_as(person))
        application.save()
        _since(application, member_from)


def _since(application: Application, day: date) -> None:
    """Let the mandates of an admitted member begin with its membership; its people are invented too."""
    mandates = Mandate.objects.filter(organisation=application.organisation)
    mandates.update(from_on=day)
    Person.objects.filter(mandates__in=mandates).update(is_invented=True)


def _day(days: int) -> date:
    return localdate() - timedelta(days=days)


def _moment(days: int) -> datetime:
    return datetime.combine(localdate() - timedelta(days=days), NOON, get_current_timezone())
