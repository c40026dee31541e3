"""What the clock does with files: it deletes what was removed thirty days ago, and what no row names any more."""

from collections.abc import Collection

from django.db import transaction
from django.utils.timezone import now

from convivio.files.keeping import UNDONE_FOR, folder, forget
from convivio.files.models import File
from convivio.people.models import Person
from convivio.web.pictures import remove_unused


def sweep() -> int:
    """Delete for good what can no longer be brought back, and what a broken-off act left on disk.

    Units: how many files.
    """
    late = list(File.objects.filter(removed_at__lte=now() - UNDONE_FOR)[:500])
    with transaction.atomic():
        for file in late:
            forget(file)
    return len(late) + remove_unused(folder(), _in_use, now())


def forget_files_about(person: Person, _addresses: frozenset[str]) -> int:
    """Delete the files about a person who is erased; what they sent for others stays with these."""
    rows = list(File.objects.filter(about=person.key))
    for file in rows:
        forget(file)
    return len(rows)


def _in_use() -> Collection[str]:
    return frozenset(File.objects.values_list("stored", flat=True))
