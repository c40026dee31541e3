"""How an idea goes from stage to stage, is set aside, opened again, and renewed before it expires."""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.ideas.errors import NoSuchStep, NotReadyToOpen, ReasonIsMissing
from convivio.ideas.models import Idea
from convivio.ideas.permissions import may_write
from convivio.ideas.stages import NEXT, Stage
from convivio.ideas.telling import tell_of_stage
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

STANDS_FOR = timedelta(days=180)
"""How long an idea stands in the list before somebody says that it still holds."""


@transaction.atomic
def move_to(idea: Idea, stage: Stage, reason: str = "", *, seen: str = "", by: Acting) -> None:
    """Take an idea to another stage; `seen` is the stage that whoever asks saw it in.

    Raises: NotAllowed; NoSuchStep; NotReadyToOpen; ReasonIsMissing.
    """
    lock(idea)
    may_write(by, idea).enforce()
    if stage not in NEXT[Stage(idea.stage)] or (seen and seen != idea.stage):
        raise NoSuchStep
    if stage == Stage.ASIDE and not reason.strip():
        raise ReasonIsMissing
    was, idea.stage = idea.stage, stage
    idea.reason = reason.strip() if stage == Stage.ASIDE else ""
    if stage == Stage.OPEN:
        _open(idea)
    idea.changed_at = now()
    idea.save()
    verb = _verb(was, stage)
    trace = record(verb, idea, by=by, facts={"stage": str(stage)})
    tell_of_stage(idea, was, but=by.person, because=trace)
    has_changed(idea.key)


@transaction.atomic
def renew(idea: Idea, *, by: Acting) -> None:
    """Say that it still holds: it stands in the list for another half year.

    Raises: NotAllowed; NoSuchStep, where it is a draft or set aside.
    """
    lock(idea)
    may_write(by, idea).enforce()
    if idea.stage in {Stage.DRAFT, Stage.ASIDE}:
        raise NoSuchStep
    idea.expires_on, idea.warned_on = localdate() + STANDS_FOR, None
    idea.save(update_fields=["expires_on", "warned_on"])
    record("idea.renewed", idea, by=by)
    has_changed(idea.key)


def _open(idea: Idea) -> None:
    """Let others read it. Raises: NotReadyToOpen."""
    if not (idea.title and idea.summary and idea.what):
        raise NotReadyToOpen
    idea.opened_at = idea.opened_at or now()
    idea.expires_on, idea.warned_on = localdate() + STANDS_FOR, None


def _verb(was: str, stage: Stage) -> str:
    if stage == Stage.ASIDE:
        return "idea.set_aside"
    if was == Stage.ASIDE:
        return "idea.reopened"
    return "idea.opened" if was == Stage.DRAFT else "idea.moved"
