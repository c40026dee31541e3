"""What the office of the demonstration's first cluster keeps: contacts, calls, visits, circulars, views."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from convivio.activity.letters import KIND
from convivio.activity.models import OutboxMessage
from convivio.clusters.models import Cluster
from convivio.demo.network_files import Entry, entries
from convivio.kernel.translated import Translated
from convivio.office.circular_letters import letter_for
from convivio.office.circulating import why_of
from convivio.office.models import (
    CONTACTS_ARE_KEPT,
    Addressee,
    Circular,
    Contact,
    Encounter,
    Note,
    SavedView,
)
from convivio.office.recipients import reach_of
from convivio.organisations.models import Organisation
from convivio.people.models import Person

CLUSTER, KEEPER = "salute", "marta.zanfini@convivio.example"
TEN = time(10)


def fill_office(
    clusters: Mapping[str, Cluster],
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
) -> dict[str, int]:
    """Write what the office keeps, and count it."""
    cluster, keeper = clusters[CLUSTER], people[KEEPER]
    contacts = {
        one.name: one for one in (_contact(entry, cluster, keeper) for entry in entries("office_contacts"))
    }
    lines = [
        _encounter(entry, cluster, keeper, organisations, contacts) for entry in entries("office_encounters")
    ]
    for entry in entries("office_notes"):
        Note.objects.create(
            cluster=cluster,
            organisation=organisations[entry["with"]],
            text=entry["text"],
            written_by=keeper,
            written_at=_moment(entry),
        )
    for entry in entries("office_views"):
        SavedView.objects.create(cluster=cluster, owner=keeper, **entry)
    sent = [_circular(entry, cluster, keeper) for entry in entries("office_circulars")]
    return {"contacts": len(contacts), "encounters": len(lines), "circulars": len(sent)}


def _contact(entry: Entry, cluster: Cluster, keeper: Person) -> Contact:
    added_on = localdate() - timedelta(days=entry["days_ago"])
    return Contact.objects.create(
        cluster=cluster,
        name=entry["name"],
        organisation_name=entry["organisation"],
        role=entry.get("role", ""),
        email=entry.get("email", ""),
        phone=entry.get("phone", ""),
        source=entry["source"],
        consent=entry.get("consent", ""),
        owner=keeper,
        added_on=added_on,
        keep_until=added_on + CONTACTS_ARE_KEPT,
    )


def _encounter(
    entry: Entry,
    cluster: Cluster,
    keeper: Person,
    organisations: Mapping[str, Organisation],
    contacts: Mapping[str, Contact],
) -> Encounter:
    return Encounter.objects.create(
        cluster=cluster,
        kind=entry["kind"],
        on=localdate() - timedelta(days=entry["days_ago"]),
        organisation=organisations[entry["with"]] if "with" in entry else None,
        contact=contacts.get(entry.get("whom", "")),
        whom=entry.get("whom", ""),
        line=entry["line"],
        minutes=entry.get("minutes"),
        written_by=keeper,
    )


def _circular(entry: Entry, cluster: Cluster, keeper: Person) -> Circular:
    """Make a circular that went out: its letters count as sent, and none leaves now."""
    at = _moment(entry)
    circular = Circular.objects.create(
        cluster=cluster,
        subject=Translated(entry["subject"]),
        text=Translated({code: words.strip() for code, words in entry["text"].items()}),
        right=entry["right"],
        is_duty=entry.get("is_duty", False),
        written_by=keeper,
        written_at=at,
        sent_at=at,
        sent_by=keeper,
    )
    for recipient in reach_of(circular, localdate()).recipients:
        letter = letter_for(circular, recipient.person, why_of(recipient))
        said = {
            "to": recipient.person.email,
            "subject": letter.subject,
            "text": letter.text,
            "html": letter.html,
        }
        sent = OutboxMessage.objects.create(kind=KIND, payload=said, written_at=at, sent_at=at)
        addressee = Addressee.objects.create(
            circular=circular,
            person=recipient.person,
            name=str(recipient.person),
            rights=sorted(recipient.rights),
            language=letter.language,
            letter=sent,
        )
        addressee.organisations.set(recipient.organisations)
    return circular


def _moment(entry: Entry) -> datetime:
    day = localdate() - timedelta(days=entry["days_ago"])
    return datetime.combine(day, TEN, get_current_timezone())
