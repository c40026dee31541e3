"""What the clock does with the board: asks before something expires, takes off what nobody renewed, sees what nobody answers."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.needs.models import Answer, Entry
from convivio.needs.telling import EXPIRING, UNANSWERED, tell_of
from convivio.search.documents import has_changed

ASKED_BEFORE = timedelta(days=14)
SILENT_FOR = timedelta(days=14)


def expire_entries() -> int:
    """Take off the board what nobody renewed.

    Units: how many entries.
    """
    due = Entry.objects.open().filter(expires_on__lte=localdate())
    return sum(_expire(entry) for entry in due)


def ask_before_the_end() -> int:
    """Ask once, two weeks before: still needed? One click renews it.

    Units: how many entries.
    """
    due = Entry.objects.open().filter(expires_on__lte=localdate() + ASKED_BEFORE, told_of_end_on=None)
    return sum(_tell_once(entry, "told_of_end_on", EXPIRING) for entry in due)


def see_what_nobody_answers() -> int:
    """Tell who accompanies it, once, of a need that nobody has answered for two weeks.

    Units: how many entries.
    """
    answered = Answer.objects.filter(entry=OuterRef("pk"))
    silent = Entry.objects.open().filter(
        ~Exists(answered), posted_on__lte=localdate() - SILENT_FOR, told_of_silence_on=None
    )
    return sum(_tell_once(entry, "told_of_silence_on", UNANSWERED) for entry in silent)


@transaction.atomic
def _tell_once(entry: Entry, column: str, kind: str) -> bool:
    lock(entry)
    if not entry.is_open or getattr(entry, column) is not None:
        return False
    setattr(entry, column, localdate())
    entry.save(update_fields=[column])
    tell_of(kind, entry)
    return True


@transaction.atomic
def _expire(entry: Entry) -> bool:
    lock(entry)
    if not entry.is_open or entry.expires_on > localdate():
        return False
    entry.close(Entry.State.EXPIRED)
    entry.save()
    record("need.expired", entry, by=None)
    has_changed(entry.key)
    return True
