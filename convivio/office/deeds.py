"""What the office does to many members at once: seen before, done together, undone together.

Each member is a step of its own: what is refused for one, with its reason, does not stop the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.clusters.models import Cluster, Membership, Suspension, ValueChain
from convivio.kernel.errors import DomainError, NotAllowed
from convivio.kernel.rows import lock
from convivio.memberships import actions
from convivio.office.errors import CannotBeUndone, DeedIsUndone, NothingChosen
from convivio.office.models import Deed, Note
from convivio.office.permissions import may_keep_office
from convivio.office.undoing import back_in_category
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

Kind = Deed.Kind
Before = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done to each: the kind, and the words of its form."""

    kind: Deed.Kind
    category: str = ""
    chains: tuple[ValueChain, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    text: str = ""


@dataclass(slots=True)
class Outcome:
    """Who it was done to, and who not, with the reason; with the deed, to undo it."""

    done: list[Membership] = field(default_factory=list)
    refused: list[tuple[Membership, str]] = field(default_factory=list)
    deed: Deed | None = None


@transaction.atomic
def do(cluster: Cluster, memberships: Iterable[Membership], wanted: Wanted, *, by: Acting) -> Outcome:
    """Do one thing to many members, and keep what it takes to undo it.

    Raises: NotAllowed; NothingChosen.
    """
    lock(cluster)
    may_keep_office(by, cluster).enforce()
    chosen = list(memberships)
    if not chosen:
        raise NothingChosen
    outcome, before = Outcome(), []
    for membership in chosen:
        try:
            with transaction.atomic():
                before.append(STEPS[wanted.kind](membership, wanted, by))
        except NotAllowed:
            raise
        except DomainError as refusal:
            outcome.refused.append((membership, refusal.message))
        else:
            outcome.done.append(membership)
    if outcome.done:
        outcome.deed = Deed.objects.create(
            cluster=cluster, kind=wanted.kind, before=before, done_by=by.person
        )
        record("members.changed", cluster, by=by, facts={"kind": wanted.kind.value, "count": len(before)})
    return outcome


def tried(cluster: Cluster, memberships: Iterable[Membership], wanted: Wanted, *, by: Acting) -> Outcome:
    """Say what would come of it, and leave everything as it is.

    Raises: NotAllowed; NothingChosen.
    """
    with transaction.atomic():
        outcome = do(cluster, memberships, wanted, by=by)
        transaction.set_rollback(True)
    return outcome


def _category(membership: Membership, wanted: Wanted, by: Acting) -> Before:
    if wanted.from_on is None:
        raise NothingChosen
    again = actions.change_category(membership, wanted.category, from_on=wanted.from_on, by=by)
    return {"before": membership.pk, "after": again.pk}


def _chains(membership: Membership, wanted: Wanted, by: Acting) -> Before:
    held = list(membership.value_chains.values_list("pk", flat=True))
    actions.set_value_chains(membership, list(wanted.chains), by=by)
    return {"membership": membership.pk, "chains": held, "now": sorted(one.pk for one in wanted.chains)}


def _suspension(membership: Membership, wanted: Wanted, by: Acting) -> Before:
    if wanted.from_on is None:
        raise NothingChosen
    made = actions.suspend(
        membership, from_on=wanted.from_on, until_on=wanted.until_on, reason=wanted.text, by=by
    )
    return {"suspension": made.pk}


def _note(membership: Membership, wanted: Wanted, by: Acting) -> Before:
    note = Note.objects.create(
        cluster=membership.cluster,
        organisation=membership.organisation,
        text=wanted.text,
        written_by=by.person,
    )
    return {"note": note.pk}


STEPS: dict[str, Callable[[Membership, Wanted, Acting], Before]] = {
    Kind.CATEGORY: _category,
    Kind.CHAINS: _chains,
    Kind.SUSPENSION: _suspension,
    Kind.NOTE: _note,
}


@transaction.atomic
def undo(deed: Deed, *, by: Acting) -> None:
    """Take back what was done to many members, all of it or nothing.

    Raises: NotAllowed; DeedIsUndone, CannotBeUndone.
    """
    lock(deed)
    may_keep_office(by, deed.cluster).enforce()
    if deed.undone_at is not None:
        raise DeedIsUndone
    for before in reversed(deed.before):
        BACK[deed.kind](before, by)
    deed.undone_at = now()
    deed.save(update_fields=["undone_at"])
    record("members.put_back", deed.cluster, by=by, because=deed, facts={"kind": deed.kind})


def _category_back(before: Before, by: Acting) -> None:
    after = Membership.objects.filter(pk=before["after"]).select_related("organisation", "cluster").first()
    was = Membership.objects.filter(pk=before["before"]).select_related("organisation", "cluster").first()
    if was is None or after is None:
        raise CannotBeUndone(str(was or after or "?"))
    try:
        back_in_category(was, after)
    except ProtectedError as built_on:
        raise CannotBeUndone(str(was.organisation)) from built_on
    record("membership.category_put_back", was, by=by, because=was.cluster)
    has_changed(was.organisation.key)


def _chains_back(before: Before, by: Acting) -> None:
    membership = Membership.objects.select_related("organisation", "cluster").get(pk=before["membership"])
    if sorted(membership.value_chains.values_list("pk", flat=True)) != before["now"]:
        raise CannotBeUndone(str(membership.organisation))
    chains = ValueChain.objects.filter(pk__in=before["chains"])
    actions.set_value_chains(membership, list(chains), by=by)


def _suspension_back(before: Before, by: Acting) -> None:
    made = (
        Suspension.objects.filter(pk=before["suspension"]).select_related("membership__organisation").first()
    )
    if made is None:
        return
    actions.lift(made.membership, on=made.from_on, by=by)


def _note_back(before: Before, by: Acting) -> None:
    Note.objects.filter(pk=before["note"]).delete()


BACK: dict[str, Callable[[Before, Acting], None]] = {
    Kind.CATEGORY: _category_back,
    Kind.CHAINS: _chains_back,
    Kind.SUSPENSION: _suspension_back,
    Kind.NOTE: _note_back,
}
