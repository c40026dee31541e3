"""Everything that the page of an idea shows."""

from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Membership
from convivio.ideas.attaching import documents_of
from convivio.ideas.forms import AskForm, CommentForm
from convivio.ideas.models import Author, Comment, Idea, Round
from convivio.ideas.permissions import is_of_team, may_moderate, may_support
from convivio.ideas.score_table import rows_of
from convivio.ideas.stages import LISTED, NEXT, SEEN, Circle, Part, Stage, shows
from convivio.people.acting import Acting

MOST_COMMENTS = 400


def page_context(idea: Idea, acting: Acting, **more: Any) -> dict[str, Any]:
    """Gather the page: the parts that this reader reads, who writes it, what others say, what can be done."""
    authors = list(idea.authors.select_related("person", "organisation"))
    is_team = is_of_team(acting, idea, authors)
    seen = {part.value: shows(idea.stage, part, to_team=is_team) for part in Part}
    person = acting.person.pk if acting.person else 0
    counted = idea.supports.aggregate(all=Count("pk"), mine=Count("pk", filter=Q(person=person)))
    return {
        "idea": idea,
        "is_team": is_team,
        "seen": seen,
        "facts": _facts(idea, is_team=seen[Part.BODY]),
        "documents": documents_of(idea, acting) if seen[Part.BODY] else [],
        "writers": [one for one in authors if one.state == Author.State.ACCEPTED],
        "asked": [one for one in authors if one.state == Author.State.ASKED] if is_team else [],
        "support_count": counted["all"],
        "supports": bool(counted["mine"]),
        "may_support": bool(may_support(acting, idea)) if not is_team else False,
        "who_reads": who_reads(),
        "steps": [(stage, step_in_words(idea.stage, stage)) for stage in _ways(idea) if stage != Stage.ASIDE],
        "can_be_set_aside": Stage.ASIDE in _ways(idea),
        "ask_form": AskForm(),
        **(_rounds(idea) if is_team else {}),
        **(_discussion(idea, acting) if acting.person and seen[Part.DISCUSSION] else {}),
        **more,
    }


def _rounds(idea: Idea) -> dict[str, Any]:
    """Say to which rounds its authors can hand it in, where it is, and what came of it once a round is closed."""
    entries = list(idea.entries.select_related("round"))
    handed = {one.round_id for one in entries}
    mine = Membership.objects.with_rights_on(localdate()).filter(organisation=idea.organisation_id)
    open_ = Round.objects.open().filter(cluster__in=mine.values("cluster")) if idea.stage in LISTED else []
    results = [
        (
            one.round,
            next(row for row in rows_of(one.round) if row.entry.pk == one.pk)
            if one.round.closed_at
            else None,
        )
        for one in entries
    ]
    return {"rounds": [one for one in open_ if one.pk not in handed], "results": results}


def _ways(idea: Idea) -> tuple[Stage, ...]:
    return NEXT[Stage(idea.stage)]


def _discussion(idea: Idea, acting: Acting) -> dict[str, Any]:
    rows = idea.comments.select_related("person", "organisation", "hidden_by")
    moderates = bool(may_moderate(acting, idea))
    mine = acting.person.pk if acting.person else 0
    shown = [one for one in rows[:MOST_COMMENTS] if _is_shown(one, mine)]
    return {
        "comments": shown,
        "mine": mine,
        "moderates": moderates,
        "comment_form": CommentForm(),
        "is_open_to_comments": idea.stage != Stage.ASIDE,
    }


def _is_shown(comment: Comment, mine: int) -> bool:
    """Keep what is there, what an office hid, and what its writer can still put back."""
    return comment.removed_at is None or (comment.person_id == mine and bool(comment.words))


def _facts(idea: Idea, *, is_team: bool) -> list[dict[str, object]]:
    known: list[tuple[str, object]] = [
        (_("Whose it is"), idea.organisation.name),
        (_("Kind of cooperation"), idea.get_profile_display()),
    ]
    if is_team:
        known += [
            (_("How far it is developed"), idea.get_readiness_display()),
            (_("How it is protected"), idea.get_protection_display()),
            (_("What the partner would be"), idea.get_role_display()),
        ]
    urls = {idea.organisation.name: idea.organisation.get_absolute_url()}
    return [
        {"label": label, "value": value, "url": urls.get(str(value), "")} for label, value in known if value
    ]


def who_reads() -> list[dict[str, Any]]:
    """Say who reads which part at each stage, as the table of stages holds it."""
    words = {Circle.TEAM: _("its authors"), Circle.AUDIENCE: _("everybody for whom it is")}
    return [
        {"stage": stage, "label": stage.label, "parts": [(part.label, words[parts[part]]) for part in Part]}
        for stage, parts in SEEN.items()
    ]


def step_in_words(was: str, stage: Stage) -> str:
    """Say what a button does that takes an idea to a stage."""
    if stage == Stage.OPEN:
        back = {Stage.DRAFT: _("Open it"), Stage.ASIDE: _("Open it again")}
        return back.get(Stage(was), _("Back to open"))
    words = {
        Stage.TEAM: _("Back to forming a team") if was == Stage.CONCEPT else _("Form a team"),
        Stage.CONCEPT: _("Back to the concept") if was == Stage.CONSORTIUM else _("Go on to a concept"),
        Stage.CONSORTIUM: _("It has become a consortium"),
    }
    return words[stage]
