"""What shows a skill: evidence that its owner names, and people from elsewhere who confirm it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from convivio.activity.trace import record
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.skills.errors import VouchedAlready
from convivio.skills.models import Evidence, Skill
from convivio.skills.permissions import may_say, may_vouch
from convivio.skills.telling import tell_vouched
from convivio.trackrecord.models import Project

ONCE = "one_vouches_once"


@dataclass(frozen=True, slots=True)
class Named:
    """One piece of evidence as its owner names it."""

    kind: str
    words: str
    url: str = ""
    on: date | None = None
    project: Project | None = None


@transaction.atomic
def add_evidence(skill: Skill, named: Named, *, by: Acting) -> Evidence:
    """Name what shows it.

    Raises: NotAllowed.
    """
    lock(skill)
    may_say(by, skill.organisation).enforce()
    found = Evidence.objects.create(
        skill=skill, kind=named.kind, words=named.words, url=named.url, on=named.on, project=named.project
    )
    record("skill.shown", skill, by=by, facts={"kind": named.kind})
    return found


@transaction.atomic
def remove_evidence(evidence: Evidence, *, by: Acting) -> None:
    """Take one away: its owner what it named, whoever vouched their own word.

    Raises: NotAllowed.
    """
    skill = lock(evidence.skill)
    is_mine = by.person is not None and evidence.person_id == by.person.pk
    if not is_mine:
        may_say(by, skill.organisation).enforce()
    kind = evidence.kind
    evidence.delete()
    record("skill.shown_no_more", skill, by=by, facts={"kind": kind})


@transaction.atomic
def vouch(skill: Skill, words: str, *, by: Acting) -> Evidence:
    """Confirm, from another organisation, that they can do it.

    Raises: NotAllowed; VouchedAlready.
    """
    lock(skill)
    may_vouch(by, skill).enforce()
    assert by.current is not None  # noqa: S101 - may_vouch said so
    try:
        with transaction.atomic():
            found = Evidence.objects.create(
                skill=skill, kind=Evidence.Kind.COLLEAGUE, words=words, person=by.person,
                of_id=split_key(by.current.key)[1],
            )  # fmt: skip
    except IntegrityError as error:
        raise VouchedAlready from error
    tell_vouched(skill, found, because=record("skill.vouched", skill, by=by))
    return found
