"""The life of a member in one cluster, as events by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from convivio.clusters.categories import category_name, names_of_categories
from convivio.clusters.models import Cluster, Membership, Suspension
from convivio.consortia.models import Seat
from convivio.dues.models import Notice, Payment
from convivio.kernel.audiences import Reader
from convivio.office.models import Addressee, Encounter, Note
from convivio.organisations.models import Accreditation, Mandate, Organisation
from convivio.trackrecord.models import Participation
from convivio.web.amounts import money

MOST_EVENTS = 120


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on a day: an icon, a sentence, perhaps more and where it opens.

    `note` is the number of a note, `is_words` marks what people wrote.
    """

    on: date
    icon: str
    said: str
    more: str = ""
    url: str = ""
    note: int | None = None
    is_words: bool = False


def life_of(cluster: Cluster, organisation: Organisation, reader: Reader) -> list[Event]:
    """Give what happened with a member, the latest first."""
    events = [
        *_memberships(cluster, organisation),
        *_suspensions(cluster, organisation),
        *_dues(cluster, organisation),
        *_tables(organisation, reader),
        *_projects(organisation),
        *_accreditations(organisation),
        *_mandates(organisation),
        *_encounters(cluster, organisation),
        *_circulars(cluster, organisation),
        *_notes(cluster, organisation),
    ]
    return sorted(events, key=lambda event: event.on, reverse=True)[:MOST_EVENTS]


def _memberships(cluster: Cluster, organisation: Organisation) -> Iterator[Event]:
    names = names_of_categories(cluster)
    rows = Membership.objects.filter(cluster=cluster, organisation=organisation).order_by("from_on")
    before: Membership | None = None
    for one in rows:
        goes_on = (
            before is not None and before.until_on is not None and (one.from_on - before.until_on).days == 1
        )
        said = _("Went on as: %(category)s") if goes_on else _("Became a member as: %(category)s")
        more = one.resolution
        yield Event(
            one.from_on, "certificate", said % {"category": category_name(one.category, names)}, more,
            one.get_absolute_url(),
        )  # fmt: skip
        if one.until_on and one.ending:
            yield Event(one.until_on, "out", str(one.get_ending_display()).capitalize(), one.ending_words)
        before = one


def _suspensions(cluster: Cluster, organisation: Organisation) -> Iterator[Event]:
    rows = Suspension.objects.filter(membership__cluster=cluster, membership__organisation=organisation)
    for one in rows:
        yield Event(one.from_on, "hidden", _("Suspended"), one.reason)
        if one.until_on:
            yield Event(one.until_on, "check", _("Last day of the suspension"))


def _dues(cluster: Cluster, organisation: Organisation) -> Iterator[Event]:
    asked = Notice.objects.filter(cluster=cluster, account__organisation=organisation)
    for notice in asked.select_related("cluster"):
        said = _("Asked for dues: %(amount)s, notice %(number)s")
        words = {"amount": money(notice.total), "number": notice}
        yield Event(notice.on, "euro", said % words, url=notice.get_absolute_url())
    paid = Payment.objects.filter(cluster=cluster, account__organisation=organisation, reversed_on=None)
    for payment in paid.select_related("cluster"):
        said = _("Paid %(amount)s") % {"amount": money(payment.amount)}
        yield Event(payment.on, "check", said, url=payment.get_absolute_url())


def _tables(organisation: Organisation, reader: Reader) -> Iterator[Event]:
    """Tables where it sits, of those that this reader may see."""
    rows = Seat.objects.filter(
        organisation=organisation,
        consortium__audience__in=reader.audiences,
        consortium__set_aside_at=None,
    )
    for one in rows.select_related("consortium"):
        table = one.consortium
        on = localtime(table.begun_at).date()
        said = _("At the table “%(name)s” as %(role)s") % {"name": table, "role": one.get_role_display()}
        yield Event(on, "table", said, url=table.get_absolute_url())


def _projects(organisation: Organisation) -> Iterator[Event]:
    rows = Participation.objects.filter(organisation=organisation, project__signed_on__isnull=False)
    for one in rows.select_related("project").only(
        "role", "project__acronym", "project__title", "project__signed_on"
    ):
        if one.project.signed_on:
            said = _("In the project %(name)s as %(role)s") % {
                "name": one.project,
                "role": one.get_role_display(),
            }
            yield Event(one.project.signed_on, "project", said, url=one.project.get_absolute_url())


def _accreditations(organisation: Organisation) -> Iterator[Event]:
    for one in Accreditation.objects.filter(organisation=organisation):
        said = _("Accredited: %(kind)s") % {"kind": one.get_kind_display()}
        yield Event(one.from_on, "certificate", said, one.granted_by)
        if one.until_on:
            ends = _("Last day of the accreditation: %(kind)s") % {"kind": one.get_kind_display()}
            yield Event(one.until_on, "clock", ends)


def _mandates(organisation: Organisation) -> Iterator[Event]:
    """Mandates to sign and to vote; who reads and edits is in the list of people."""
    rights = (Mandate.Right.SIGN, Mandate.Right.VOTE)
    rows = Mandate.objects.filter(organisation=organisation, right__in=rights).select_related("person")
    for one in rows:
        said = _("%(person)s may %(right)s") % {"person": one.person, "right": one.get_right_display()}
        yield Event(one.from_on, "user", said)
        if one.until_on:
            ends = _("Last day on which %(person)s may %(right)s")
            yield Event(
                one.until_on, "clock", ends % {"person": one.person, "right": one.get_right_display()}
            )


def _encounters(cluster: Cluster, organisation: Organisation) -> Iterator[Event]:
    icons = {"call": "call", "visit": "pin", "meeting": "people", "mail": "mail"}
    rows = Encounter.objects.filter(cluster=cluster, organisation=organisation).select_related("written_by")
    for one in rows:
        said = f"{str(one.get_kind_display()).capitalize()}: {one.line}"
        yield Event(one.on, icons[one.kind], said, str(one.written_by or ""), is_words=True)


def _circulars(cluster: Cluster, organisation: Organisation) -> Iterator[Event]:
    rows = Addressee.objects.filter(circular__cluster=cluster, organisations=organisation)
    sent: dict[int, list[Addressee]] = {}
    for one in rows.select_related("circular__cluster"):
        sent.setdefault(one.circular_id, []).append(one)
    for people in sent.values():
        circular = people[0].circular
        if circular.sent_at:
            said = _("Received the circular “%(subject)s”") % {"subject": circular}
            named = ", ".join(str(one) for one in people)
            on = localtime(circular.sent_at).date()
            yield Event(on, "mail", said, named, circular.get_absolute_url())


def _notes(cluster: Cluster, organisation: Organisation) -> Iterator[Event]:
    rows = Note.objects.filter(cluster=cluster, organisation=organisation).select_related("written_by")
    for one in rows:
        on = localtime(one.written_at).date()
        yield Event(on, "edit", one.text, str(one.written_by or ""), note=one.pk, is_words=True)
