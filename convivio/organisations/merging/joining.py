"""Making two records of one body one, with a preview of every conflict; and two again, exactly as they were."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.audiences import Reader, Visibility
from convivio.kernel.rows import lock
from convivio.organisations.errors import (
    LaterMergeStands,
    MergeIsBlocked,
    RecordIsMerged,
    RecordsChangedMeanwhile,
)
from convivio.organisations.merging.fields import fact_conflicts, move_facts
from convivio.organisations.merging.journal import Journal
from convivio.organisations.merging.rights import may_merge
from convivio.organisations.merging.steps import Choices, Conflict, Following, steps
from convivio.organisations.models import Merge, Organisation
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

NOBODYS = "merged"
"""The audience of a record that is gone: nobody's."""
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """What making two records one would do: what has to be chosen, and what follows."""

    facts: Sequence[Conflict]
    rows: Sequence[Conflict]
    following: Sequence[Following]

    @property
    def digest(self) -> str:
        """Tell one state of the two records from another."""
        said = [[one.key, list(one.kept), list(one.gone)] for one in (*self.facts, *self.rows)]
        counted = [[one.label, one.count] for one in self.following]
        return hashlib.sha256(json.dumps([said, counted]).encode()).hexdigest()[:32]


def preview_of(kept: Organisation, gone: Organisation) -> Preview:
    """Say what making two records one would do; nothing is changed."""
    rows = [conflict for step in steps() for conflict in step.conflicts(kept, gone)]
    following = [found for step in steps() if (found := step.following(gone))]
    return Preview(fact_conflicts(kept, gone), rows, following)


def merge(kept: Organisation, gone: Organisation, *, choices: Choices, seen: str, by: Acting) -> Merge:
    """Make two records one: everything of `gone` follows, and its page leads to `kept`.

    `seen` is the digest of the preview on which the person decided.

    Raises: NotAllowed; RecordIsMerged; RecordsChangedMeanwhile; MergeIsBlocked.
    """
    try:
        return _merge(kept, gone, choices, seen, by)
    except IntegrityError as error:
        raise MergeIsBlocked(
            _("Something of the two cannot stand together: dues or dates of both overlap. Settle that first.")
        ) from error


@transaction.atomic
def _merge(kept: Organisation, gone: Organisation, choices: Choices, seen: str, by: Acting) -> Merge:
    _lock_both(kept, gone)
    may_merge(by, kept, gone).enforce()
    if kept.pk == gone.pk or kept.merged_into_id or gone.merged_into_id:
        raise RecordIsMerged(_("One of the two has been merged already."))
    if preview_of(kept, gone).digest != seen:
        raise RecordsChangedMeanwhile(
            _("The records changed while you were reading. Look at the conflicts again, then merge.")
        )
    journal = Journal()
    changed = {kept.key, gone.key}
    move_facts(kept, gone, choices, journal)
    for step in steps():
        changed |= step.move(kept, gone, choices, journal)
    for column, value in (
        ("merged_into", kept.pk),
        ("audience", NOBODYS),
        ("visibility", Visibility.PRIVATE.value),
    ):
        journal.set(Organisation, [gone.pk], column, value)
    done = Merge.objects.create(
        kept=kept,
        gone=gone,
        choices=dict(choices),
        moved={"changes": journal.entries, "read_again": sorted(changed)},
        made_by=by.person,
    )
    facts = {"gone": gone.key, "merge": done.pk, "changes": len(journal.entries)}
    record("organisation.merged", kept, by=by, facts=facts)
    has_changed(*sorted(changed))
    return done


def unmerge(done: Merge, *, by: Acting) -> None:
    """Make one record two again, as they were; what was written since stays with the one that was kept.

    Raises: NotAllowed; RecordIsMerged; LaterMergeStands; MergeIsBlocked.
    """
    try:
        _unmerge(done, by)
    except IntegrityError as error:
        raise MergeIsBlocked(
            _("What was written since leaves no place for what was there before: it has to be ended first.")
        ) from error


@transaction.atomic
def _unmerge(done: Merge, by: Acting) -> None:
    kept, gone = done.kept, done.gone
    _lock_both(kept, gone)
    lock(done)
    may_merge(by, kept, gone).enforce()
    if done.undone_at is not None:
        raise RecordIsMerged(_("This merge has been undone already."))
    numbers = (kept.pk, gone.pk)
    later = Merge.objects.filter(Q(kept__in=numbers) | Q(gone__in=numbers), undone_at=None, pk__gt=done.pk)
    if later.exists():
        raise LaterMergeStands(_("One of the two was merged again later: undo that first."))
    Journal(done.moved["changes"]).undo()
    done.undone_at, done.undone_by = now(), by.person
    done.save(update_fields=["undone_at", "undone_by"])
    record("organisation.unmerged", kept, by=by, facts={"gone": gone.key, "merge": done.pk})
    has_changed(*done.moved["read_again"])


def successor_of(slug: str, reader: Reader) -> Organisation | None:
    """Return the record into which this one was merged, for a reader who might have seen both."""
    row = Organisation.objects.filter(slug=slug, merged_into__isnull=False).first()
    for _step in range(DEEPEST):
        if row is None or row.merged_into is None:
            break
        done = Merge.objects.filter(gone=row, undone_at=None).first()
        if done is None or not reader.sees(audience_before(done)):
            return None
        row = row.merged_into
    return row if row is not None and reader.sees(row.audience) else None


def get_successor_or_404(slug: str, reader: Reader) -> Organisation:
    """Return the record into which this one was merged.

    Errors: Http404, alike for what is hidden and for what is not there.
    """
    found = successor_of(slug, reader)
    if found is None:
        raise Http404
    return found


def audience_before(done: Merge) -> str:
    """Return who could see the record that is gone, before it went."""
    said = (
        str(entry["old"])
        for entry in done.moved["changes"]
        if entry["do"] == "set" and entry["column"] == "audience" and entry["rows"] == [done.gone_id]
    )
    return next(said, NOBODYS)


def _lock_both(one: Organisation, other: Organisation) -> None:
    """Hold both, always in one order, so that two people who merge crosswise wait for each other."""
    for organisation in sorted((one, other), key=lambda row: row.pk):
        lock(organisation)
