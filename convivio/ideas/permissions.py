"""Who may read an idea and which part of it, write it, and say something about it."""

from collections.abc import Iterable

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership
from convivio.ideas.models import Author, Comment, Idea, IdeaQuerySet, Reviewer, Round
from convivio.ideas.stages import Part, Stage, shows
from convivio.kernel.keys import split_key
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.acting_for import current_number, numbers_of
from convivio.people.acting import Acting

EDIT, SPEAK, OFFICE = "edit", "speak", "cluster_office"
WRITING = frozenset({EDIT, SPEAK})
"""It takes one of these mandates to write an idea for an organisation: opened, it stands under its name."""


def team_of(acting: Acting) -> Q:
    """Keep what this person writes; and what an organisation for which they edit has opened."""
    if acting.person is None:
        return Q(pk__in=[])
    written = Author.objects.of(acting.person.pk, numbers_of(acting, WRITING)).values("idea")
    ours = Q(organisation__in=numbers_of(acting, {EDIT}), opened_at__isnull=False)
    return Q(pk__in=written) | ours


def ideas_seen(acting: Acting) -> IdeaQuerySet:
    """Keep the ideas of which this person may know."""
    theirs = Q(audience__in=acting.reader.audiences, opened_at__isnull=False)
    return Idea.objects.filter(theirs | team_of(acting))


def find_idea(acting: Acting, number: int) -> Idea:
    """Find an idea that this person may read of.

    Errors: Http404.
    """
    return get_object_or_404(ideas_seen(acting).select_related("organisation", "begun_by"), pk=number)


def find_own(acting: Acting, number: int) -> Idea:
    """Find an idea that this person writes; for everybody else there is none.

    Errors: Http404.
    """
    rows = Idea.objects.filter(team_of(acting)).select_related("organisation")
    return get_object_or_404(rows, pk=number)


def find_comment(acting: Acting, number: int) -> Comment:
    """Find a comment that this person may read.

    Errors: Http404.
    """
    comment = get_object_or_404(
        Comment.objects.select_related("idea__organisation", "person", "hidden_by"), pk=number
    )
    idea = find_idea(acting, comment.idea_id)
    if not reads(acting, idea, Part.DISCUSSION) or acting.person is None:
        raise Http404
    return comment


def is_of_team(acting: Acting, idea: Idea, authors: Iterable[Author] | None = None) -> bool:
    """Say whether this person writes the idea: as an author, or because they edit for the organisation that opened it."""
    if acting.person is None:
        return False
    if idea.opened_at is not None and acting.may(EDIT, idea.organisation.key):
        return True
    rows = idea.authors.all() if authors is None else authors
    numbers = set(numbers_of(acting, WRITING))
    return any(
        one.person_id == acting.person.pk
        and one.state == Author.State.ACCEPTED
        and one.organisation_id in numbers
        for one in rows
    )


def reads(acting: Acting, idea: Idea, part: Part) -> bool:
    return shows(idea.stage, part, to_team=is_of_team(acting, idea))


def may_read_files(acting: Acting, key: str) -> bool:
    """Say whether this person reads the whole text of an idea now, and with it the documents beside it; to score it is to read it."""
    number = split_key(key)[1]
    found = ideas_seen(acting).select_related("organisation").filter(pk=number).first()
    return (found is not None and reads(acting, found, Part.BODY)) or _is_scoring(acting, number)


def _is_scoring(acting: Acting, number: int) -> bool:
    """Say whether this person scores an idea in a round that is open, and declared no conflict of interest."""
    asked = Reviewer.objects.filter(entry__idea=number, entry__round__closed_at=None, conflict="none")
    return acting.person is not None and asked.filter(person=acting.person).exists()


def may_begin(acting: Acting) -> Verdict:
    """Say whether this person may begin an idea for the organisation for which they act now."""
    if current_number(acting, WRITING) is not None:
        return ALLOWED
    return Verdict(
        _(
            "It takes a mandate to edit or to speak for an organisation. Choose for whom you act, or ask for it."
        )
    )


def may_write(acting: Acting, idea: Idea) -> Verdict:
    if is_of_team(acting, idea):
        return ALLOWED
    return Verdict(_("Only its authors may do this."))


def may_support(acting: Acting, idea: Idea) -> Verdict:
    """Say whether this person may support an idea: whoever may read of it, but those who write it."""
    if acting.person is None:
        return Verdict(_("Sign in to support it."))
    if idea.opened_at is None or idea.stage == Stage.ASIDE:
        return Verdict(_("It is not open."))
    if is_of_team(acting, idea):
        return Verdict(_("You write it: others say whether it is worth it."))
    return ALLOWED


def may_comment(acting: Acting, idea: Idea) -> Verdict:
    """Say whether this person may comment on an idea: whoever reads its comments and has signed in."""
    if acting.person is None:
        return Verdict(_("Sign in to read what others say, and to say something."))
    if not reads(acting, idea, Part.DISCUSSION):
        return Verdict(_("At this stage only its authors read and write comments."))
    return ALLOWED


def may_change_comment(acting: Acting, comment: Comment) -> Verdict:
    if acting.person is not None and comment.person_id == acting.person.pk:
        return ALLOWED
    return Verdict(_("Only who wrote it may do this."))


def may_moderate(acting: Acting, idea: Idea) -> Verdict:
    """Say whether this person keeps the office of a cluster to which the idea's organisation belongs."""
    kept = office_clusters(acting)
    if kept:
        rows = Membership.objects.with_rights_on(localdate()).filter(organisation=idea.organisation_id)
        if rows.filter(cluster__in=kept).exists():
            return ALLOWED
    return Verdict(_("Only the office of a cluster to which the organisation belongs may do this."))


def office_clusters(acting: Acting) -> list[int]:
    """Number the clusters whose office this person keeps."""
    return [
        split_key(choice.key)[1]
        for choice in acting.choices
        if choice.key.startswith("cluster:") and OFFICE in choice.rights
    ]


def may_keep_rounds(acting: Acting, cluster: Cluster) -> Verdict:
    """Say whether this person opens and closes rounds of a cluster, and names reviewers."""
    if acting.may(OFFICE, cluster.key):
        return ALLOWED
    return Verdict(_("Only the cluster’s office may do this."))


def find_round(acting: Acting, number: int) -> Round:
    """Find a round of a cluster whose office this person keeps.

    Errors: Http404.
    """
    rows = Round.objects.of_offices(office_clusters(acting)).select_related("cluster")
    return get_object_or_404(rows, pk=number)


def find_review(acting: Acting, number: int) -> Reviewer:
    """Find what this person was asked to review.

    Errors: Http404.
    """
    rows = Reviewer.objects.select_related("entry__round", "entry__idea__organisation", "person")
    return get_object_or_404(rows, pk=number, person=acting.person)
