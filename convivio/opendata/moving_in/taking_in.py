"""Doing what the plan of a workbook says, all of it or nothing, through the acts of each room."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Cluster, Membership
from convivio.clusters.office_permissions import may_give_first_signatory
from convivio.dues.actions.paying import Arrival, record_payment
from convivio.dues.actions.taking_over import Earlier, take_over_notice
from convivio.dues.models import Charge, Notice
from convivio.kernel.rows import lock
from convivio.office.contacting import write_contact
from convivio.office.models import Contact
from convivio.opendata.members import taking_in as members
from convivio.opendata.moving_in.columns import CONTACTS, DUES, MANDATES, PEOPLE
from convivio.opendata.moving_in.outcomes import Row
from convivio.opendata.moving_in.plan import Whole
from convivio.opendata.moving_in.planning_dues import Asked
from convivio.opendata.moving_in.planning_people import Told
from convivio.organisations.mandates.granting import write_mandates
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.sources.models import Reading

Advance = Callable[[str], None]


@dataclass(slots=True)
class Made:
    """What taking in a workbook made, by number; enough to take it back."""

    organisations: list[int] = field(default_factory=list)
    memberships: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    mandates: list[int] = field(default_factory=list)
    notices: list[int] = field(default_factory=list)
    payments: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    letters: list[int] = field(default_factory=list)

    def as_row(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def take_in(
    whole: Whole, cluster: Cluster, *, file_name: str, digest: str, by: Acting
) -> tuple[Reading, Made]:
    """Write what a plan says but the refused rows, and put it on record; nobody is written to.

    Raises:
        NotAllowed: somebody signs for a body by now, or the office is no longer kept.
    """
    lock(cluster)
    began = members.take_in(whole.members, file_name=file_name, digest=digest, by=by, on=localdate())
    made = Made(organisations=began.organisations, memberships=began.memberships)
    people = _People(whole, made, by)
    people.write_mandates()
    _write_dues(_written(whole, DUES), cluster, made, file_name, by)
    for row in _written(whole, CONTACTS):
        _write_contact(row, cluster, made, by)
    record("workbook.taken_in", cluster, by=by, because=began.reading, facts=whole.counts())
    return began.reading, made


def _written(whole: Whole, code: str) -> list[Row]:
    sheet = whole.sheets.get(code)
    return [row for row in sheet.rows if row.writes] if sheet else []


class _People:
    """Accounts for the addresses of a workbook, each once, and what they may do."""

    def __init__(self, whole: Whole, made: Made, by: Acting) -> None:
        self.made, self.by = made, by
        self.told: list[Told] = [row.meant for code in (PEOPLE, MANDATES) for row in _written(whole, code)]
        said: dict[str, Told] = {}
        sheet = whole.sheets.get(PEOPLE)
        for row in sheet.rows if sheet else ():
            if not row.is_refused and row.meant.email:
                said.setdefault(row.meant.email, row.meant)
        self.said = said
        self.people = {
            one.email: one for one in Person.objects.filter(email__in={t.email for t in self.told})
        }
        for told in self.told:
            self._account_of(self.said.get(told.email, told))

    def write_mandates(self) -> None:
        """Give each body its first mandates: asked for before anything is given there, and then held."""
        by_body: dict[int, list[tuple[Organisation, Told]]] = {}
        for told in self.told:
            organisation = told.body.organisation if told.body else None
            if organisation is not None:
                by_body.setdefault(organisation.pk, []).append((organisation, told))
        for several in by_body.values():
            organisation = lock(several[0][0])
            may_give_first_signatory(self.by, organisation).enforce()
            for _same, told in several:
                self._write(organisation, told)

    def _account_of(self, told: Told) -> None:
        if told.email in self.people:
            return
        person = Person.objects.create_user(told.email, name=told.name, job=told.job, language=told.language)
        self.people[told.email] = person
        self.made.people.append(person.pk)

    def _write(self, organisation: Organisation, told: Told) -> None:
        person, today = self.people[told.email], localdate()
        first = max(told.from_on or today, today)
        held = Mandate.objects.filter(organisation=organisation, person=person)
        before = set(held.values_list("pk", flat=True))
        write_mandates(organisation, person, told.rights, first, told.until_on, given_by=self.by.person)
        self.made.mandates += sorted(set(held.values_list("pk", flat=True)) - before)
        facts = {
            "person": person.key,
            "rights": list(told.rights),
            "from": first.isoformat(),
            "until": told.until_on.isoformat() if told.until_on else "",
        }
        record("mandate.given", organisation, by=self.by, facts=facts)


def _write_dues(rows: Iterable[Row], cluster: Cluster, made: Made, source: str, by: Acting) -> None:
    """Take over the notices in the order of their days, each with what was paid for it."""
    asked: list[Asked] = sorted((row.meant for row in rows), key=lambda one: one.issued_on)
    for one in asked:
        if one.charge is None:
            earlier = Earlier(
                membership=_membership_of(one, cluster),
                what=one.what,
                year=one.year,
                amount=one.amount,
                on=one.issued_on,
                due_on=one.due_on,
                source=source[:120],
            )
            notice = take_over_notice(earlier, by=by)
            made.notices.append(notice.pk)
        else:
            notice = Charge.objects.select_related("notice__account__organisation").get(pk=one.charge).notice
        _pay(one, notice, cluster, made, by)


def _pay(one: Asked, notice: Notice, cluster: Cluster, made: Made, by: Acting) -> None:
    if one.paid > 0 and one.paid_on is not None:
        arrival = Arrival(on=one.paid_on, amount=one.paid, payer=one.body.name)
        payment = record_payment(cluster, arrival, account=notice.account, first=(notice,), by=by)
        made.payments.append(payment.pk)


def _membership_of(one: Asked, cluster: Cluster) -> Membership:
    rows = Membership.objects.filter(cluster=cluster, organisation=one.body.organisation)
    held = [
        row
        for row in rows.select_related("cluster", "organisation").order_by("from_on")
        if row.from_on.year <= one.year and (row.until_on is None or one.year <= row.until_on.year)
    ]
    return held[0]


def _write_contact(row: Row, cluster: Cluster, made: Made, by: Acting) -> None:
    known, fills = row.meant
    contact = known or Contact(cluster=cluster)
    for name, text in fills.items():
        setattr(contact, name, text)
    write_contact(contact, by=by)
    if known is None:
        made.contacts.append(contact.pk)
