"""What happens to a membership once it has begun: suspension, leaving, coming back, another category.

Each act is one transaction, so that it can be done to one membership or, one after the other, to many.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.clusters.models import Membership, MembershipCategory, Suspension, ValueChain
from convivio.kernel.rows import lock
from convivio.memberships.errors import MembershipHasEnded, NoSuchCategory, NotSuspended, UnsoundDay
from convivio.memberships.permissions import may_keep_members, may_sign_for
from convivio.memberships.rows import new_membership, new_suspension, reopened
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

A_DAY = timedelta(days=1)
Ending = Membership.Ending


@transaction.atomic
def suspend(
    membership: Membership, *, from_on: date, until_on: date | None = None, reason: str, by: Acting
) -> Suspension:
    """Let a membership stand still from a day, to a day or until it is lifted.

    Raises: NotAllowed; UnsoundDay, MembershipHasEnded, SuspendedAlready.
    """
    _hold(membership, by)
    _expect_days(from_on, until_on)
    _expect_member(membership, from_on)
    suspension = new_suspension(
        Suspension(membership=membership, from_on=from_on, until_on=until_on, reason=reason)
    )
    _recorded("suspended", membership, by, from_on=from_on, until_on=until_on)
    return suspension


@transaction.atomic
def lift(membership: Membership, *, on: date, by: Acting) -> None:
    """Give a suspended member its rights back, from a day; one that has not begun is called off.

    Raises: NotAllowed; NotSuspended.
    """
    _hold(membership, by)
    later = membership.suspensions.exclude(until_on__lt=on)
    suspension = later.order_by("from_on").first()
    if suspension is None:
        raise NotSuspended(str(membership.organisation))
    if suspension.from_on >= on:
        suspension.delete()
    else:
        suspension.until_on = on - A_DAY
        suspension.save(update_fields=["until_on"])
    _recorded("lifted", membership, by, from_on=on)


@transaction.atomic
def record_leaving(
    membership: Membership, *, on: date, ending: str = Ending.LEFT, words: str = "", by: Acting
) -> None:
    """Record the last day of a membership, and whether it left, was excluded, or exists no more.

    Who signs for the member may say that it leaves, on a day from today; the office records any ending.

    Raises: NotAllowed; UnsoundDay, MembershipHasEnded.
    """
    lock(membership)
    signs = ending == Ending.LEFT and may_sign_for(by, membership.organisation)
    if not signs:
        may_keep_members(by, membership.cluster).enforce()
    elif on < localdate() and not may_keep_members(by, membership.cluster):
        raise UnsoundDay(_("The last day of a membership cannot be past: choose today or a later day."))
    if membership.until_on is not None:
        raise MembershipHasEnded(str(membership.organisation))
    if on < membership.from_on:
        raise UnsoundDay(_("The last day comes before the first."))
    membership.until_on, membership.ending, membership.ending_words = on, Ending(ending), words
    membership.save(update_fields=["until_on", "ending", "ending_words"])
    _recorded("ended", membership, by, until_on=on, ending=ending)


@transaction.atomic
def take_back_leaving(membership: Membership, *, by: Acting) -> None:
    """Undo an ending that was recorded, while its last day is still to come.

    What is over stays over: who comes back is readmitted, with a new membership.

    Raises: NotAllowed; MembershipHasEnded, AlreadyAMember.
    """
    lock(membership)
    if not (membership.ending == Ending.LEFT and may_sign_for(by, membership.organisation)):
        may_keep_members(by, membership.cluster).enforce()
    if membership.until_on is None or membership.until_on < localdate():
        raise MembershipHasEnded(str(membership.organisation))
    membership.until_on, membership.ending, membership.ending_words = None, "", ""
    reopened(membership)
    _recorded("ending_taken_back", membership, by)


@transaction.atomic
def readmit(
    membership: Membership, *, from_on: date, category: str = "", words: str, by: Acting
) -> Membership:
    """Take a former member in again: a new membership from a day, beside the one that is over.

    Raises: NotAllowed; UnsoundDay, NoSuchCategory, AlreadyAMember.
    """
    _hold(membership, by)
    if membership.until_on is None or from_on <= membership.until_on:
        raise UnsoundDay(_("A member comes back after the last day of its former membership."))
    again = _begun_as(membership, category or membership.category, from_on)
    facts = {"from_on": from_on.isoformat(), "words": words[:200]}
    record("membership.begun", again, by=by, because=membership, facts=facts)
    has_changed(membership.organisation.key)
    return again


@transaction.atomic
def change_category(membership: Membership, category: str, *, from_on: date, by: Acting) -> Membership:
    """Let a member go on in another category from a day: one membership ends, another begins.

    Raises: NotAllowed; UnsoundDay, MembershipHasEnded, NoSuchCategory.
    """
    _hold(membership, by)
    _expect_member(membership, from_on)
    if category == membership.category:
        raise NoSuchCategory
    if from_on <= membership.from_on:
        raise UnsoundDay(_("It was a member in that category from its first day: choose a later day."))
    last, ending, words = membership.until_on, membership.ending, membership.ending_words
    membership.until_on, membership.ending, membership.ending_words = from_on - A_DAY, "", ""
    membership.save(update_fields=["until_on", "ending", "ending_words"])
    again = _begun_as(membership, category, from_on, until_on=last, ending=ending, ending_words=words)
    _carry_suspensions(membership, again)
    record("membership.category_changed", again, by=by, because=membership, facts={"category": category})
    has_changed(membership.organisation.key)
    return again


@transaction.atomic
def set_value_chains(membership: Membership, chains: Iterable[ValueChain], *, by: Acting) -> None:
    """Say in which value chains of its cluster a member takes part.

    Raises: NotAllowed.
    """
    _hold(membership, by)
    own = [chain for chain in chains if chain.cluster_id == membership.cluster_id]
    membership.value_chains.set(own)
    _recorded("chains_set", membership, by, chains=sorted(chain.slug for chain in own))


def _hold(membership: Membership, by: Acting) -> None:
    lock(membership)
    may_keep_members(by, membership.cluster).enforce()


def _expect_days(from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise UnsoundDay(_("The last day comes before the first."))


def _expect_member(membership: Membership, day: date) -> None:
    if not membership.holds_on(day):
        raise MembershipHasEnded(str(membership.organisation))


def _begun_as(membership: Membership, category: str, from_on: date, **ending: object) -> Membership:
    """Begin a membership like another one, in a category that the cluster has."""
    known = MembershipCategory.objects.filter(cluster=membership.cluster_id, code=category)
    if category != membership.category and not known.filter(is_open=True).exists():
        raise NoSuchCategory
    again = new_membership(
        Membership(
            organisation=membership.organisation,
            cluster=membership.cluster,
            category=category,
            from_on=from_on,
            resolution=membership.resolution,
            resolved_on=membership.resolved_on,
            **ending,
        )
    )
    again.value_chains.set(membership.value_chains.all())
    return again


def _carry_suspensions(before: Membership, after: Membership) -> None:
    """Let who is suspended stay suspended across the change of category."""
    for held in before.suspensions.exclude(until_on__lt=after.from_on):
        new_suspension(
            Suspension(
                membership=after,
                from_on=max(held.from_on, after.from_on),
                until_on=held.until_on,
                reason=held.reason,
            )
        )
        if held.from_on >= after.from_on:
            held.delete()
        else:
            held.until_on = after.from_on - A_DAY
            held.save(update_fields=["until_on"])


def _recorded(verb: str, membership: Membership, by: Acting, **facts: object) -> None:
    plain = {name: fact.isoformat() if isinstance(fact, date) else fact for name, fact in facts.items()}
    record(f"membership.{verb}", membership, by=by, because=membership.cluster, facts=plain)
    has_changed(membership.organisation.key)
