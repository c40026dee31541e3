"""Batches of notices: ordered as they were seen, issued a few at a time, left and taken up again.

What a batch has done stands in its lines, in the transaction that did it: a process that dies loses
nothing, and two that go on with one batch at once share it.
"""

import logging
import threading
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.clusters.models import Cluster
from convivio.dues.errors import (
    BatchHasEnded,
    BatchIsUnderWay,
    FeesChangedMeanwhile,
    NobodyToAsk,
    NoWhereToPay,
)
from convivio.dues.issuing import Order, issue
from convivio.dues.issuing_plan import Plan, Proposal, Standing, plan_of
from convivio.dues.ledger import hold_books
from convivio.dues.letters import post_batch_is_done
from convivio.dues.models import Batch, BatchLine
from convivio.dues.permissions import may_keep_dues
from convivio.kernel.errors import DomainError
from convivio.kernel.rows import lock
from convivio.people.acting import Acting

AT_A_TIME = 20
"""How many notices one transaction issues: others write in between."""
State = BatchLine.State
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Orderer:
    """Whoever ordered a batch, as the trace names people."""

    person_key: str
    acting_for_key: str


@transaction.atomic
def order_batch(
    cluster: Cluster, seen: Plan, *, without: Collection[int] = (), send: bool = True, by: Acting
) -> Batch:
    """Order the notices of a year as they were seen, but for those left out.

    Raises:
        NotAllowed.
        NoWhereToPay: the cluster has not said where.
        BatchIsUnderWay: those ordered before are not issued yet.
        FeesChangedMeanwhile: what would be asked is no longer what was seen.
        NobodyToAsk: everybody is left out.
    """
    may_keep_dues(by, cluster).enforce()
    if not hold_books(cluster).can_ask:
        raise NoWhereToPay
    if Batch.objects.under_way().filter(cluster=cluster).exists():
        raise BatchIsUnderWay
    plan = plan_of(cluster, seen.year)
    if plan.digest != seen.digest:
        raise FeesChangedMeanwhile
    asked = [one for one in plan.of(Standing.ASKED_NOW) if one.membership.pk not in without]
    if not asked:
        raise NobodyToAsk
    batch = Batch.objects.create(cluster=cluster, year=plan.year, sends=send, person=by.person)
    BatchLine.objects.bulk_create(
        BatchLine(batch=batch, membership=one.membership, place=place, seen=_fees(one))
        for place, one in enumerate(asked, start=1)
    )
    record("dues.batch_ordered", batch, by=by, because=cluster, facts={"members": len(asked)})
    if settings.DELIVER_AT_ONCE:
        transaction.on_commit(_issue_in_the_background)
    return batch


@transaction.atomic
def stop_batch(batch: Batch, *, by: Acting) -> None:
    """Let what was not issued yet be; what was stays.

    Raises: NotAllowed, BatchHasEnded.
    """
    may_keep_dues(by, batch.cluster).enforce()
    hold_books(batch.cluster)
    lock(batch)
    if batch.ended_at is not None:
        raise BatchHasEnded
    batch.ended_at, batch.was_stopped, batch.trouble = now(), True, ""
    batch.save(update_fields=["ended_at", "was_stopped", "trouble"])
    record("dues.batch_stopped", batch, by=by, because=batch.cluster)


@transaction.atomic
def issue_next(batch: Batch) -> int:
    """Issue the next notices of a batch to whom still owes what was seen; give how many members that were.

    Raises:
        NoWhereToPay: the cluster says no longer where.
    """
    books = hold_books(batch.cluster)
    lock(batch)
    if batch.ended_at is not None:
        return 0
    if not books.can_ask:
        raise NoWhereToPay
    lines = list(batch.lines.filter(state=State.WAITING)[:AT_A_TIME])
    plan = plan_of(batch.cluster, batch.year, only=[line.membership_id for line in lines])
    owed = {one.membership.pk: one for one in plan.proposals}
    for line in lines:
        is_same = line.membership_id in owed and _fees(owed[line.membership_id]) == line.seen
        line.state = State.ASKED if is_same else State.CHANGED
    asked = [line for line in lines if line.state == State.ASKED]
    if asked:
        _issue(batch, asked, [owed[line.membership_id] for line in asked])
    BatchLine.objects.bulk_update(lines, ["state", "notice"])
    _end_if_done(batch)
    return len(lines)


def _issue(batch: Batch, lines: list[BatchLine], proposals: list[Proposal]) -> None:
    by = Orderer(batch.person.key if batch.person else "", batch.cluster.key)
    order = Order(batch.year, batch.on, batch.sends, batch.key)
    notices = issue(batch.cluster.books, proposals, order, by=by)
    for line, notice in zip(lines, notices, strict=True):
        line.notice = notice


def _end_if_done(batch: Batch) -> None:
    """End a batch of which nobody waits any more, and tell whoever ordered it."""
    batch.trouble = ""
    if not batch.lines.filter(state=State.WAITING).exists():
        batch.ended_at = now()
        post_batch_is_done(batch)
    batch.save(update_fields=["ended_at", "trouble"])


def _fees(one: Proposal) -> list[list[str]]:
    """Write down what a member would be asked, so that it can be compared."""
    return [[fee.basis.what, f"{fee.amount:.2f}"] for fee in one.fees]


def go_on_with_batches() -> int:
    """Go on with every batch that has not ended; give how many members were dealt with. Safe at any time."""
    return sum(_go_on(batch) for batch in Batch.objects.under_way().select_related("cluster", "person"))


def _go_on(batch: Batch) -> int:
    done = 0
    try:
        while moved := issue_next(batch):
            done += moved
    except DomainError as refusal:
        _rest(batch, refusal.message)
    except Exception as error:  # noqa: BLE001 - what stops one batch must not stop the others
        _log.exception("%s rests", batch.key)
        _rest(batch, repr(error))
    return done


def _rest(batch: Batch, trouble: str) -> None:
    Batch.objects.under_way().filter(pk=batch.pk).update(trouble=trouble[:400])


_issuing = threading.Lock()


def _issue_in_the_background() -> None:
    threading.Thread(target=_issue_waiting, name="notices", daemon=True).start()


def _issue_waiting() -> None:
    """Go on with what waits, one thread of a process at a time; the clock takes up what was left."""
    with _issuing:
        try:
            go_on_with_batches()
        finally:
            connection.close()
