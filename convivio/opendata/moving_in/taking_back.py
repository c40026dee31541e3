"""Taking back what a workbook brought: deleted where nobody has used it, undone in the ledger, or left and said."""

from dataclasses import dataclass

from django.db import router, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.clusters.models import Cluster, Membership
from convivio.dues.actions.asking import cancel_notice
from convivio.dues.actions.paying import reverse_payment
from convivio.dues.models import CreditNote, Notice, Payment
from convivio.kernel.rows import lock
from convivio.office.contacting import remove_contact
from convivio.office.models import Contact
from convivio.opendata.members import taking_in as members
from convivio.opendata.moving_in.taking_in import Made
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.invitations.inviting import revoke_invitation
from convivio.people.models import Invitation, Person
from convivio.sources.models import Reading


@dataclass(slots=True)
class Undone:
    """What went, and what stays although it came with the workbook."""

    mandates: int = 0
    people: int = 0
    people_staying: int = 0
    notices: int = 0
    payments: int = 0
    contacts: int = 0
    letters: int = 0
    memberships: int = 0
    organisations: int = 0
    organisations_staying: int = 0
    memberships_staying: int = 0

    def as_facts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def take_back(reading: Reading, made: Made, cluster: Cluster, *, by: Acting) -> Undone:
    """Undo what a workbook brought, the last first.

    Raises:
        NotAllowed.
        PaymentWasPaidBack: part of a payment was paid back since; then nothing is taken back.
    """
    lock(cluster)
    undone = Undone()
    undone.contacts = _remove_contacts(made, by)
    _undo_dues(made, undone, by)
    undone.letters = _revoke(made, by)
    undone.mandates = _end_mandates(made, by)
    undone.people = _remove_people(made)
    undone.people_staying = Person.objects.filter(pk__in=made.people).count()
    joined = members.Made(reading, made.organisations, made.memberships)
    undone.memberships, undone.organisations = members.take_back(joined, cluster, by=by)
    undone.organisations_staying = Organisation.objects.filter(pk__in=made.organisations).count()
    undone.memberships_staying = Membership.objects.filter(pk__in=made.memberships).count()
    record("workbook.taken_back", cluster, by=by, because=reading, facts=undone.as_facts())
    return undone


def _remove_contacts(made: Made, by: Acting) -> int:
    there = Contact.objects.filter(pk__in=made.contacts).select_related("cluster")
    for contact in there:
        remove_contact(contact, by=by)
    return len(there)


def _undo_dues(made: Made, undone: Undone, by: Acting) -> None:
    """Reverse the payments and cancel the notices: the ledger only grows."""
    payments = Payment.objects.filter(pk__in=made.payments, reversed_on=None)
    for payment in payments.select_related("account__organisation", "account__cluster", "cluster").order_by(
        "-pk"
    ):
        reverse_payment(payment, by=by)
        undone.payments += 1
    cancelled = CreditNote.objects.filter(notice__in=made.notices).values("notice")
    notices = Notice.objects.filter(pk__in=made.notices).exclude(pk__in=cancelled)
    for notice in notices.select_related("account__organisation", "account__cluster", "cluster").order_by(
        "-pk"
    ):
        cancel_notice(notice, _("The workbook that brought it was taken back."), by=by)
        undone.notices += 1


def _revoke(made: Made, by: Acting) -> int:
    waiting = Invitation.objects.open_at(now()).filter(pk__in=made.letters)
    for letter in waiting:
        revoke_invitation(letter, by=by)
    return len(waiting)


def _end_mandates(made: Made, by: Acting) -> int:
    """Delete the mandates that were given, so that nothing of them holds from the next request on."""
    rows = Mandate.objects.filter(pk__in=made.mandates).select_related("person", "organisation")
    several = list(rows)
    for person, organisation in {(row.person, row.organisation) for row in several}:
        rights = [row.right for row in several if (row.person, row.organisation) == (person, organisation)]
        record("mandate.ended_by_office", organisation, by=by, facts={"person": person.key, "rights": rights})
    rows.delete()
    return len(several)


def _remove_people(made: Made) -> int:
    """Delete the accounts that were made and that nobody has used since."""
    unused = [
        person
        for person in Person.objects.filter(pk__in=made.people, last_login=None)
        if not _is_used(person)
    ]
    for person in unused:
        person.delete()
    return len(unused)


def _is_used(person: Person) -> bool:
    """Say whether deleting an account would take something else with it, or empty a link to it."""
    collector = Collector(using=router.db_for_write(Person))
    try:
        collector.collect([person])
    except (ProtectedError, RestrictedError):
        return True
    others = set(collector.data) - {Person}
    queried = any(rows.exists() for rows in collector.fast_deletes)
    emptied = any(any(batch) for batch in collector.field_updates.values())
    return bool(others) or queried or emptied
