"""What others say of an idea: support, and comments, which can be edited, removed and put back, or hidden by an office."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.ideas.errors import CommentIsGone, IdeaIsAside, ReasonIsMissing
from convivio.ideas.models import Comment, Idea, Support
from convivio.ideas.permissions import may_change_comment, may_comment, may_moderate, may_support
from convivio.ideas.stages import Stage
from convivio.ideas.telling import tell_of_comment
from convivio.kernel.errors import BadInput
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting


@transaction.atomic
def support(idea: Idea, *, by: Acting) -> None:
    """Say that it is worth it; twice is once.

    Raises: NotAllowed.
    """
    lock(idea)
    may_support(by, idea).enforce()
    _row, made = Support.objects.get_or_create(idea=idea, person=by.person)
    if made:
        record("idea.supported", idea, by=by)


@transaction.atomic
def withdraw_support(idea: Idea, *, by: Acting) -> None:
    lock(idea)
    gone, _rows = Support.objects.filter(idea=idea, person=by.person).delete()
    if gone:
        record("idea.support_withdrawn", idea, by=by)


@transaction.atomic
def comment_on(idea: Idea, words: str, *, by: Acting) -> Comment:
    """Say something of an idea; its authors, supporters and those who commented before are told.

    Raises: NotAllowed; IdeaIsAside; BadInput, for nothing said.
    """
    lock(idea)
    may_comment(by, idea).enforce()
    if idea.stage == Stage.ASIDE:
        raise IdeaIsAside
    current = by.current
    acts_for = current.key if current and current.key.startswith("organisation:") else ""
    comment = Comment.objects.create(
        idea=idea,
        person=by.person,
        organisation_id=split_key(acts_for)[1] if acts_for else None,
        words=_said(words),
    )
    trace = record("comment.written", comment, by=by, because=idea)
    tell_of_comment(comment, because=trace)
    return comment


@transaction.atomic
def edit_comment(comment: Comment, words: str, *, by: Acting) -> None:
    """Raises: NotAllowed; CommentIsGone; BadInput."""
    lock(comment)
    may_change_comment(by, comment).enforce()
    if comment.removed_at or comment.hidden_at:
        raise CommentIsGone
    said = _said(words)
    if said != comment.words:
        comment.words, comment.edited_at = said, now()
        comment.save(update_fields=["words", "edited_at"])
        record("comment.edited", comment, by=by, because=comment.idea)


@transaction.atomic
def remove_comment(comment: Comment, *, by: Acting) -> None:
    """Take one's own comment away; it can be put back for thirty days, then its words are gone.

    Raises: NotAllowed.
    """
    lock(comment)
    may_change_comment(by, comment).enforce()
    if comment.removed_at is None:
        comment.removed_at = now()
        comment.save(update_fields=["removed_at"])
        record("comment.removed", comment, by=by, because=comment.idea)


@transaction.atomic
def put_back(comment: Comment, *, by: Acting) -> None:
    """Raises: NotAllowed; CommentIsGone, when its words are gone."""
    lock(comment)
    may_change_comment(by, comment).enforce()
    if comment.removed_at is None:
        return
    if not comment.words:
        raise CommentIsGone
    comment.removed_at = None
    comment.save(update_fields=["removed_at"])
    record("comment.put_back", comment, by=by, because=comment.idea)


@transaction.atomic
def hide(comment: Comment, reason: str, *, by: Acting) -> None:
    """Hide a comment, with a reason that stands in its place.

    Raises: NotAllowed; ReasonIsMissing.
    """
    lock(comment)
    may_moderate(by, comment.idea).enforce()
    if not reason.strip():
        raise ReasonIsMissing
    if comment.hidden_at is None:
        comment.hidden_at, comment.hidden_by = now(), by.person
        comment.hidden_because = reason.strip()[:300]
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        record("comment.hidden", comment, by=by, because=comment.idea)


@transaction.atomic
def show_again(comment: Comment, *, by: Acting) -> None:
    """Raises: NotAllowed."""
    lock(comment)
    may_moderate(by, comment.idea).enforce()
    if comment.hidden_at is not None:
        comment.hidden_at, comment.hidden_by, comment.hidden_because = None, None, ""
        comment.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
        record("comment.shown_again", comment, by=by, because=comment.idea)


def _said(words: str) -> str:
    """Raises: BadInput, for nothing, or too much."""
    said = words.replace("\r\n", "\n").strip()
    if not said:
        raise BadInput(_("Write something first."))
    longest = Comment._meta.get_field("words").max_length or 0
    if len(said) > longest:
        raise BadInput(_("A comment has four thousand characters at most: say the rest in a second one."))
    return said
