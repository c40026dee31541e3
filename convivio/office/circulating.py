"""Circulars: written, tried on oneself, sent once, kept as they went."""

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.office.circular_letters import letter_for, put_letter
from convivio.office.errors import CircularIsEmpty, CircularIsSent, NobodyToWriteTo
from convivio.office.models import Addressee, Circular, NoCirculars
from convivio.office.permissions import may_keep_office
from convivio.office.recipients import Recipient, reach_of
from convivio.people.acting import Acting
from convivio.people.models import Person


@transaction.atomic
def write_circular(circular: Circular, *, by: Acting) -> Circular:
    """Keep a draft, a new one or one that was changed.

    Raises: NotAllowed; CircularIsSent.
    """
    lock(circular.cluster)
    may_keep_office(by, circular.cluster).enforce()
    is_new = circular.pk is None
    if is_new:
        circular.written_by = by.person
    elif Circular.objects.filter(pk=circular.pk, sent_at__isnull=False).exists():
        raise CircularIsSent
    circular.save()
    record("circular.written" if is_new else "circular.changed", circular, by=by, because=circular.cluster)
    return circular


@transaction.atomic
def try_circular(circular: Circular, *, by: Acting) -> None:
    """Send the draft to oneself, to see how it reads.

    Raises: NotAllowed.
    """
    may_keep_office(by, circular.cluster).enforce()
    if by.person is not None:
        put_letter(by.person.email, letter_for(circular, by.person))
        record("circular.tried", circular, by=by, because=circular.cluster)


@transaction.atomic
def send_circular(circular: Circular, *, by: Acting) -> int:
    """Write one letter to each person whom it reaches today, all of them or none, once.

    Who lost a mandate since it was written gets nothing.
    Raises: NotAllowed; CircularIsSent, CircularIsEmpty, NobodyToWriteTo.
    """
    lock(circular)
    may_keep_office(by, circular.cluster).enforce()
    if circular.sent_at is not None:
        raise CircularIsSent
    if not circular.is_written:
        raise CircularIsEmpty
    reach = reach_of(circular, localdate(), by.reader)
    if not reach.recipients:
        raise NobodyToWriteTo
    for recipient in reach.recipients:
        _send_to(circular, recipient)
    circular.sent_at, circular.sent_by = now(), by.person
    circular.save(update_fields=["sent_at", "sent_by"])
    facts = {"recipients": len(reach.recipients), "duty": circular.is_duty}
    record("circular.sent", circular, by=by, because=circular.cluster, facts=facts)
    return len(reach.recipients)


def why_of(recipient: Recipient) -> str:
    return ", ".join(str(one) for one in recipient.organisations.values())


def _send_to(circular: Circular, recipient: Recipient) -> None:
    person = recipient.person
    letter = letter_for(circular, person, why_of(recipient))
    addressee = Addressee.objects.create(
        circular=circular,
        person=person,
        name=str(person),
        rights=sorted(recipient.rights),
        language=letter.language,
        letter=put_letter(person.email, letter),
    )
    addressee.organisations.set(recipient.organisations)


@transaction.atomic
def remove_draft(circular: Circular, *, by: Acting) -> None:
    """Throw a draft away; what was sent stays.

    Raises: NotAllowed; CircularIsSent.
    """
    lock(circular)
    may_keep_office(by, circular.cluster).enforce()
    if circular.sent_at is not None:
        raise CircularIsSent
    record("circular.thrown_away", circular, by=by, because=circular.cluster)
    circular.delete()


@transaction.atomic
def stop_circulars(cluster: Cluster, person: Person) -> None:
    """Let a person have no more circulars of a cluster but those that are a duty."""
    _wish, is_new = NoCirculars.objects.get_or_create(cluster=cluster, person=person)
    if is_new:
        record("circulars.stopped", cluster, by=None, because=person)


@transaction.atomic
def take_circulars_again(cluster: Cluster, person: Person) -> None:
    """Let a person have the circulars of a cluster again."""
    gone, _kinds = NoCirculars.objects.filter(cluster=cluster, person=person).delete()
    if gone:
        record("circulars.wanted_again", cluster, by=None, because=person)


def note_letters_given_up() -> int:
    """Remember which letters of circulars were given up, for the letters themselves go after a month."""
    given_up = Addressee.objects.filter(is_given_up=False, letter__parked_at__isnull=False)
    return given_up.update(is_given_up=True)
