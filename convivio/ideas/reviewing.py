"""Rounds of evaluation: an office opens one on criteria, authors hand ideas in, reviewers score, the office closes it.

Nobody sees a score but the reviewer who gave it until the round is closed; then its office and the authors do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.clusters.models import Cluster, Membership
from convivio.ideas.errors import (
    ConflictFirst,
    NoSuchReviewer,
    NotForThisRound,
    ReviewerIsTooNear,
    RoundIsClosed,
)
from convivio.ideas.models import Criterion, Entry, Idea, Reviewer, Round, Score
from convivio.ideas.permissions import may_keep_rounds, may_write
from convivio.ideas.stages import LISTED
from convivio.ideas.telling import tell_of_review
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting
from convivio.people.models import Person

MOST_POINTS = 5


@dataclass(frozen=True, slots=True)
class Weighed:
    """A criterion to be: its name and its weight."""

    name: str
    weight: int


@transaction.atomic
def open_round(cluster: Cluster, name: Translated, criteria: Sequence[Weighed], *, by: Acting) -> Round:
    """Raises: NotAllowed; BadInput, without a criterion."""
    may_keep_rounds(by, cluster).enforce()
    if not criteria:
        raise BadInput(_("Name one criterion at least."))
    made = Round.objects.create(cluster=cluster, name=name)
    Criterion.objects.bulk_create(
        Criterion(round=made, position=position, name=one.name, weight=one.weight)
        for position, one in enumerate(criteria)
    )
    record("round.opened", made, by=by, because=cluster)
    return made


@transaction.atomic
def hand_in(idea: Idea, into: Round, *, by: Acting) -> Entry:
    """Hand an idea in: those who review it read all of it. Twice is once.

    Raises: NotAllowed; RoundIsClosed; NotForThisRound.
    """
    lock(into)
    may_write(by, idea).enforce()
    if into.closed_at is not None:
        raise RoundIsClosed
    members = Membership.objects.with_rights_on(localdate()).filter(cluster=into.cluster_id)
    if idea.stage not in LISTED or not members.filter(organisation=idea.organisation_id).exists():
        raise NotForThisRound
    entry, made = Entry.objects.get_or_create(round=into, idea=idea)
    if made:
        record("round.handed_in", into, by=by, because=idea)
    return entry


@transaction.atomic
def name_reviewer(entry: Entry, email: str, *, by: Acting) -> Reviewer:
    """Ask somebody to review an idea; nobody of an organisation of its authors.

    Raises: NotAllowed; RoundIsClosed; NoSuchReviewer; ReviewerIsTooNear.
    """
    lock(entry.round)
    may_keep_rounds(by, entry.round.cluster).enforce()
    if entry.round.closed_at is not None:
        raise RoundIsClosed
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise NoSuchReviewer
    if is_too_near(entry.idea, person):
        raise ReviewerIsTooNear
    reviewer, made = Reviewer.objects.get_or_create(entry=entry, person=person)
    if made:
        tell_of_review(reviewer, because=record("review.asked", reviewer, by=by, because=entry.round))
    return reviewer


def is_too_near(idea: Idea, person: Person) -> bool:
    """Say whether somebody writes the idea, or acts for an organisation of those who do."""
    written = idea.authors.writing()
    near = {idea.organisation_id, *written.values_list("organisation", flat=True)}
    held = Mandate.objects.filter(person=person, organisation__in=near).holding_on(localdate())
    return held.exists() or written.filter(person=person).exists()


@transaction.atomic
def declare(reviewer: Reviewer, conflict: str, words: str = "", *, by: Acting) -> None:
    """Say whether there is a conflict of interest; a conflict takes the scores away.

    Raises: NotAllowed; RoundIsClosed.
    """
    _hold(reviewer, by)
    reviewer.conflict, reviewer.words = Reviewer.Conflict(conflict), words.strip()[:300]
    reviewer.declared_at = now()
    reviewer.save()
    if reviewer.conflict == Reviewer.Conflict.SOME:
        reviewer.scores.all().delete()
    record("review.declared", reviewer, by=by, because=reviewer.entry.round)


@transaction.atomic
def give_scores(reviewer: Reviewer, points: Mapping[int, int], *, by: Acting) -> None:
    """Score every criterion, until the round is closed as often as one likes.

    Raises: NotAllowed; RoundIsClosed; ConflictFirst; ReviewerIsTooNear; BadInput, where one is missing or out of range.
    """
    _hold(reviewer, by)
    if reviewer.conflict != Reviewer.Conflict.NONE:
        raise ConflictFirst
    if is_too_near(reviewer.entry.idea, reviewer.person):
        raise ReviewerIsTooNear
    criteria = set(reviewer.entry.round.criteria.values_list("pk", flat=True))
    if set(points) != criteria or any(not 0 <= one <= MOST_POINTS for one in points.values()):
        raise BadInput(_("Give every criterion between nought and five."))
    for criterion, given in points.items():
        Score.objects.update_or_create(reviewer=reviewer, criterion_id=criterion, defaults={"points": given})
    record("review.scored", reviewer, by=by, because=reviewer.entry.round)


@transaction.atomic
def close_round(round_: Round, *, by: Acting) -> None:
    """Show the scores to the office and the authors; nobody scores any more.

    Raises: NotAllowed.
    """
    lock(round_)
    may_keep_rounds(by, round_.cluster).enforce()
    if round_.closed_at is None:
        round_.closed_at = now()
        round_.save(update_fields=["closed_at"])
        record("round.closed", round_, by=by)


@transaction.atomic
def open_again(round_: Round, *, by: Acting) -> None:
    """Hide the scores again, and let reviewers go on. Raises: NotAllowed."""
    lock(round_)
    may_keep_rounds(by, round_.cluster).enforce()
    if round_.closed_at is not None:
        round_.closed_at = None
        round_.save(update_fields=["closed_at"])
        record("round.opened_again", round_, by=by)


def _hold(reviewer: Reviewer, by: Acting) -> None:
    """Take hold of one's own review. Raises: NotAllowed; RoundIsClosed."""
    lock(reviewer.entry.round)
    lock(reviewer)
    if by.person is None or by.person.pk != reviewer.person_id:
        raise NotAllowed(_("Only who was asked to review it may do this."))
    if reviewer.entry.round.closed_at is not None:
        raise RoundIsClosed
