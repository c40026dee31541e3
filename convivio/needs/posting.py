"""What an asker does with an entry: publishes, changes, renews, withdraws, says that it is met, opens it again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.needs.askers import put_down
from convivio.needs.errors import EntryChangedMeanwhile, EntryIsClosed, EntryIsOpen, StaysBlinded
from convivio.needs.facilitators import next_facilitator, office_numbers
from convivio.needs.models import Answer, Entry, in_ninety_days
from convivio.needs.permissions import may_accompany, may_look_after, may_post, may_write
from convivio.needs.telling import CARE, tell_of
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.search.documents import has_changed


@transaction.atomic
def post_entry(organisation: Organisation, columns: Mapping[str, Any], *, by: Acting) -> Entry:
    """Publish a need or an offer; somebody of the office of its cluster accompanies it.

    Raises: NotAllowed.
    """
    may_post(by).enforce()
    facilitator = next_facilitator(columns["cluster"])
    entry = Entry.objects.create(**{"expires_on": in_ninety_days(), **columns}, facilitator=facilitator)
    put_down(entry, organisation, by.person)
    record("need.posted", entry, by=by)
    tell_of(CARE, entry)
    has_changed(entry.key)
    return entry


@transaction.atomic
def change_entry(entry: Entry, columns: Mapping[str, Any], *, version: int, by: Acting) -> None:
    """Say it anew; whether its asker is hidden stays as it was published.

    Raises: NotAllowed; EntryChangedMeanwhile; StaysBlinded.
    """
    lock(entry)
    may_write(by, entry).enforce()
    if entry.version != version:
        raise EntryChangedMeanwhile
    if columns.get("is_blinded", entry.is_blinded) != entry.is_blinded:
        raise StaysBlinded
    if columns["cluster"] != entry.cluster:
        entry.facilitator = next_facilitator(columns["cluster"])
    for name, value in columns.items():
        setattr(entry, name, value)
    entry.version += 1
    entry.save()
    record("need.changed", entry, by=by)
    has_changed(entry.key)


@transaction.atomic
def renew_entry(entry: Entry, *, by: Acting) -> None:
    """Keep it on the board for ninety days from today; one that had expired is open again.

    Raises: NotAllowed; EntryIsClosed, when it was met or withdrawn.
    """
    lock(entry)
    may_write(by, entry).enforce()
    if entry.state not in {Entry.State.OPEN, Entry.State.EXPIRED}:
        raise EntryIsClosed
    entry.open_again()
    entry.expires_on, entry.told_of_end_on = in_ninety_days(), None
    entry.save()
    record("need.renewed", entry, by=by)
    has_changed(entry.key)


@transaction.atomic
def withdraw_entry(entry: Entry, words: str, *, by: Acting) -> None:
    """Take it off the board.

    Raises: NotAllowed; EntryIsClosed.
    """
    _closing(entry, by)
    entry.close(Entry.State.WITHDRAWN, words)
    entry.save()
    record("need.withdrawn", entry, by=by)
    has_changed(entry.key)


@transaction.atomic
def meet_entry(entry: Entry, words: str, *, answer: Answer | None = None, by: Acting) -> None:
    """Say that it is met: by an answer, or in words by somebody who is not here.

    Raises: NotAllowed; EntryIsClosed.
    """
    _closing(entry, by)
    entry.close(Entry.State.MET, words)
    entry.met_by = answer
    entry.save()
    record("need.met", entry, by=by)
    has_changed(entry.key)


@transaction.atomic
def reopen_entry(entry: Entry, *, by: Acting) -> None:
    """Put it on the board again, whatever closed it.

    Raises: NotAllowed; EntryIsOpen.
    """
    lock(entry)
    may_look_after(by, entry).enforce()
    if entry.is_open:
        raise EntryIsOpen
    entry.open_again()
    entry.save()
    record("need.reopened", entry, by=by)
    has_changed(entry.key)


@transaction.atomic
def appoint(entry: Entry, person: Person, *, by: Acting) -> None:
    """Let somebody else of the office accompany it.

    Raises: NotAllowed; EntryIsClosed, when the person is not of the office.
    """
    lock(entry)
    may_accompany(by, entry).enforce()
    if person.pk not in office_numbers(entry.cluster_id):
        raise EntryIsClosed
    entry.facilitator = person
    entry.save(update_fields=["facilitator"])
    record("need.appointed", entry, by=by)
    tell_of(CARE, entry, but=by.person)


def _closing(entry: Entry, by: Acting) -> None:
    """Hold an open entry that this person looks after. Raises: NotAllowed; EntryIsClosed."""
    lock(entry)
    may_look_after(by, entry).enforce()
    if not entry.is_open:
        raise EntryIsClosed
