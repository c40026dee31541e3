"""What people are told of ideas: those who write one, support it or commented on it, and whoever is asked to write."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from convivio.activity.models import Trace
from convivio.ideas.models import Author, Comment, Idea, Reviewer
from convivio.ideas.permissions import ideas_seen, reads
from convivio.ideas.stages import Part, Stage
from convivio.kernel.keys import split_key
from convivio.notices.declarations import Answer, Kind, Line
from convivio.notices.kinds import Facts, Rhythm
from convivio.notices.telling import tell
from convivio.people.acting import acting_as
from convivio.people.models import Person

COMMENTED, ASKED, JOINED = "idea.commented", "idea.asked", "idea.joined"
MOVED, EXPIRING, REVIEW = "idea.stage_changed", "idea.expiring", "idea.review_asked"
JOIN, REFUSE, RENEW = "idea.join", "idea.refuse", "idea.renew"
STEPS = {
    Stage.OPEN: gettext_noop("“%(what)s” is open"),
    Stage.TEAM: gettext_noop("A team forms around “%(what)s”"),
    Stage.CONCEPT: gettext_noop("“%(what)s” has become a concept"),
    Stage.CONSORTIUM: gettext_noop("“%(what)s” has become a consortium"),
    Stage.ASIDE: gettext_noop("“%(what)s” is set aside"),
}
LONGEST = 300


def tell_of_comment(comment: Comment, *, because: Trace) -> None:
    tell(COMMENTED, comment, because=because, facts={"but": comment.person_id or 0})


def tell_of_asking(author: Author, *, because: Trace) -> None:
    tell(ASKED, author, because=because)


def tell_of_joining(author: Author, *, because: Trace) -> None:
    tell(JOINED, author, because=because, facts={"but": author.person_id or 0})


def tell_of_stage(idea: Idea, was: str, *, but: Person | None, because: Trace) -> None:
    facts = {"but": but.pk if but else 0, "was": was, "stage": str(idea.stage)}
    tell(MOVED, idea, because=because, facts=facts)


def tell_of_expiry(idea: Idea, *, because: Trace) -> None:
    tell(EXPIRING, idea, because=because)


def tell_of_review(reviewer: Reviewer, *, because: Trace) -> None:
    tell(REVIEW, reviewer, because=because)


def _reviewer(about: str) -> Reviewer | None:
    """Find a review that its reviewer has not begun."""
    rows = Reviewer.objects.filter(conflict=Reviewer.Conflict.UNSAID, entry__round__closed_at=None)
    return rows.select_related("entry__idea", "entry__round").filter(pk=split_key(about)[1]).first()


def _on_review(about: str, _facts: Facts) -> Iterable[int]:
    reviewer = _reviewer(about)
    return {reviewer.person_id} if reviewer else set()


def _say_review(about: str, _facts: Facts, person: Person, _language: str) -> Line | None:
    reviewer = _reviewer(about)
    if reviewer is None or reviewer.person_id != person.pk:
        return None
    said = {"what": reviewer.entry.idea, "round": reviewer.entry.round}
    sentence = _("Say first whether you have a conflict of interest; then you read it and score it.")
    return Line(
        _("Would you review “%(what)s” for %(round)s?") % said, sentence, (), f"/ideas/reviews/{reviewer.pk}/"
    )


def _comment(about: str) -> Comment | None:
    rows = Comment.objects.filter(removed_at=None, hidden_at=None).select_related(
        "idea", "person", "organisation"
    )
    return rows.filter(pk=split_key(about)[1]).first()


def _author(about: str) -> Author | None:
    rows = Author.objects.select_related("idea__organisation", "idea__begun_by", "person", "organisation")
    return rows.filter(pk=split_key(about)[1]).first()


def _idea(about: str) -> Idea | None:
    return Idea.objects.filter(pk=split_key(about)[1]).first()


def _writers(idea: int) -> set[int]:
    rows = Author.objects.writing().filter(idea=idea, person__is_active=True)
    return {number for number in rows.values_list("person", flat=True) if number}


def _followers(idea: Idea) -> set[int]:
    """Give those who write it and those who support it."""
    return _writers(idea.pk) | set(idea.supports.values_list("person", flat=True))


def _on_comment(about: str, facts: Facts) -> Iterable[int]:
    comment = _comment(about)
    if comment is None:
        return set()
    others = comment.idea.comments.filter(removed_at=None, hidden_at=None, at__lt=comment.at)
    spoke = {number for number in others.values_list("person", flat=True) if number}
    return (_followers(comment.idea) | spoke) - {facts["but"]}


def _on_asking(about: str, _facts: Facts) -> Iterable[int]:
    author = _author(about)
    is_open = author is not None and author.state == Author.State.ASKED and author.person_id
    return {author.person_id} if author is not None and is_open and author.person_id else set()


def _on_joining(about: str, facts: Facts) -> Iterable[int]:
    author = _author(about)
    return _writers(author.idea_id) - {facts["but"]} if author else set()


def _on_stage(about: str, facts: Facts) -> Iterable[int]:
    idea = _idea(about)
    return _followers(idea) - {facts["but"]} if idea else set()


def _on_expiry(about: str, _facts: Facts) -> Iterable[int]:
    idea = _idea(about)
    return _writers(idea.pk) if idea else set()


def _reads(person: Person, idea: Idea, part: Part) -> bool:
    """Ask anew whether this person may read a part of it at this moment."""
    acting = acting_as(person)
    return ideas_seen(acting).filter(pk=idea.pk).exists() and reads(acting, idea, part)


def _say_comment(about: str, _facts: Facts, person: Person, _language: str) -> Line | None:
    comment = _comment(about)
    if comment is None or not _reads(person, comment.idea, Part.DISCUSSION):
        return None
    said = {"who": comment.person or _("Somebody"), "what": comment.idea}
    short = comment.words if len(comment.words) <= LONGEST else f"{comment.words[:LONGEST].rstrip()}…"
    whose = (comment.organisation.name,) if comment.organisation else ()
    return Line(_("%(who)s on “%(what)s”") % said, short, whose, comment.get_absolute_url())


def _say_asking(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    author = _author(about)
    if author is None or person.pk not in set(_on_asking(about, facts)):
        return None
    idea = author.idea
    said = {"what": idea, "who": idea.organisation.name}
    answers = (Answer(JOIN, author.key), Answer(REFUSE, author.key))
    sentence = _("%(who)s asks you to write this idea with them.") % said
    return Line(
        _("Would you write “%(what)s” with us?") % said,
        sentence,
        (str(idea.summary),),
        "/ideas/mine/",
        answers,
    )


def _say_joining(about: str, _facts: Facts, person: Person, _language: str) -> Line | None:
    author = _author(about)
    if author is None or author.organisation is None or not _reads(person, author.idea, Part.SUMMARY):
        return None
    said = {"who": author, "what": author.idea, "whose": author.organisation.name}
    sentence = _("They write it with you for %(whose)s.") % said
    return Line(_("%(who)s writes “%(what)s” with you") % said, sentence, (), author.idea.get_absolute_url())


def _say_stage(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    idea = _idea(about)
    if idea is None or not _reads(person, idea, Part.SUMMARY) or facts["stage"] not in STEPS:
        return None
    subject = _(STEPS[Stage(facts["stage"])]) % {"what": idea}
    sentence = idea.reason if facts["stage"] == Stage.ASIDE == idea.stage else str(idea.summary)
    return Line(subject, sentence, (), idea.get_absolute_url())


def _say_expiry(about: str, _facts: Facts, person: Person, _language: str) -> Line | None:
    idea = _idea(about)
    if idea is None or idea.expires_on is None or not _reads(person, idea, Part.BODY):
        return None
    said = {"what": idea, "day": date_format(idea.expires_on, "j F Y")}
    sentence = _("It leaves the list after %(day)s. If it still holds, one button keeps it there.") % said
    return Line(
        _("Does “%(what)s” still hold?") % said,
        sentence,
        (),
        idea.get_absolute_url(),
        (Answer(RENEW, idea.key),),
    )


GROUP = gettext_lazy("Ideas")
KINDS = (
    Kind(ASKED, gettext_lazy("You are asked to write an idea"), _say_asking, _on_asking, group=GROUP),
    Kind(COMMENTED, gettext_lazy("Comments on ideas that you write, support or spoke of"), _say_comment, _on_comment,
         default=Rhythm.DAILY, group=GROUP),
    Kind(JOINED, gettext_lazy("Somebody writes an idea with you"), _say_joining, _on_joining, group=GROUP),
    Kind(MOVED, gettext_lazy("Ideas that you write or support go on"), _say_stage, _on_stage, group=GROUP),
    Kind(REVIEW, gettext_lazy("You are asked to review an idea"), _say_review, _on_review, group=GROUP),
    Kind(EXPIRING, gettext_lazy("Your ideas, before they expire"), _say_expiry, _on_expiry, group=GROUP),
)  # fmt: skip
