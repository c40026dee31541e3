"""Notes of members, which only the office and the board of the cluster read."""

from django.db import transaction

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.kernel.rows import lock
from convivio.office.models import Note
from convivio.office.permissions import may_keep_office
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting


@transaction.atomic
def write_note(cluster: Cluster, organisation: Organisation, text: str, *, by: Acting) -> Note:
    """Write down something of a member.

    Raises: NotAllowed.
    """
    lock(cluster)
    may_keep_office(by, cluster).enforce()
    note = Note.objects.create(cluster=cluster, organisation=organisation, text=text, written_by=by.person)
    record("note.written", cluster, by=by, because=organisation)
    return note


@transaction.atomic
def remove_note(note: Note, *, by: Acting) -> None:
    """Take a note away.

    Raises: NotAllowed.
    """
    lock(note)
    may_keep_office(by, note.cluster).enforce()
    record("note.removed", note.cluster, by=by, because=note.organisation)
    note.delete()
