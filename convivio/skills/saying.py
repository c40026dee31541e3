"""Saying what an organisation can do or looks for: said, changed, confirmed, taken away and put back."""

from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, now

from convivio.activity.trace import record
from convivio.clusters.showing_to import level_of
from convivio.kernel.audiences import PUBLIC
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.organisations.known_for import say_known_for
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.search.documents import has_changed
from convivio.skills.errors import SkillIsThere, SkillIsWithdrawn
from convivio.skills.models import Evidence, Level, Side, Skill
from convivio.skills.permissions import may_say
from convivio.trackrecord.models import Project
from convivio.vocabulary.models import Concept


@dataclass(frozen=True, slots=True)
class Saying:
    """What is said of a skill: how well, what exactly, who may see it, and whether one asks the person who says it."""

    side: Side = Side.OFFERED
    level: Level = Level.DOING
    words: Translated = field(default_factory=Translated)
    audience: str = PUBLIC
    asks_me: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """What shows it, as far as it is said together with the skill."""

    kind: str
    words: str
    url: str = ""
    project: Project | None = None


@transaction.atomic
def say_skill(
    organisation: Organisation, concept: Concept, saying: Saying, *, by: Acting, shown: Shown | None = None
) -> Skill:
    """Say a skill of an organisation; one that was taken away comes back as it is said now.

    Raises: NotAllowed; SkillIsThere.
    """
    lock(organisation)
    may_say(by, organisation).enforce()
    known = Skill.objects.filter(organisation=organisation, concept=concept, side=saying.side).first()
    if known is not None and known.withdrawn_at is None:
        raise SkillIsThere
    skill = known or Skill(organisation=organisation, concept=concept, side=saying.side)
    skill.withdrawn_at = None
    _set(skill, saying, by)
    try:
        with transaction.atomic():
            skill.save()
    except IntegrityError as error:
        raise SkillIsThere from error
    if shown is not None:
        Evidence.objects.create(
            skill=skill, kind=shown.kind, words=shown.words[:300], url=shown.url, project=shown.project
        )
    record(
        "skill.said", skill, by=by, because=organisation, facts={"concept": str(concept), "side": skill.side}
    )
    _tell_below(skill)
    return skill


@transaction.atomic
def change_skill(skill: Skill, saying: Saying, *, by: Acting) -> None:
    """Say it anew, and with it that it holds today.

    Raises: NotAllowed; SkillIsWithdrawn.
    """
    lock(skill)
    may_say(by, skill.organisation).enforce()
    if skill.withdrawn_at is not None:
        raise SkillIsWithdrawn
    _set(skill, saying, by)
    skill.save()
    record("skill.changed", skill, by=by)
    _tell_below(skill)


@transaction.atomic
def confirm_skill(skill: Skill, *, by: Acting) -> None:
    """Say that it still holds.

    Raises: NotAllowed; SkillIsWithdrawn.
    """
    lock(skill)
    may_say(by, skill.organisation).enforce()
    if skill.withdrawn_at is not None:
        raise SkillIsWithdrawn
    skill.confirmed_on = localdate()
    skill.save(update_fields=["confirmed_on"])
    record("skill.confirmed", skill, by=by)
    _tell_below(skill)


@transaction.atomic
def confirm_all(organisation: Organisation, *, by: Acting) -> int:
    """Say that all of them still hold.

    Units: how many.
    Raises: NotAllowed.
    """
    lock(organisation)
    may_say(by, organisation).enforce()
    count = Skill.objects.standing().filter(organisation=organisation).update(confirmed_on=localdate())
    if count:
        record("skills.confirmed", organisation, by=by, facts={"count": count})
        keep_known_for(organisation)
    return count


@transaction.atomic
def take_away(skill: Skill, *, by: Acting) -> None:
    """Take it away; its evidence stays with it, and it can be put back.

    Raises: NotAllowed.
    """
    lock(skill)
    may_say(by, skill.organisation).enforce()
    if skill.withdrawn_at is None:
        skill.withdrawn_at = now()
        skill.save(update_fields=["withdrawn_at"])
        record("skill.taken_away", skill, by=by)
        _tell_below(skill)


@transaction.atomic
def put_back(skill: Skill, *, by: Acting) -> None:
    """Put it back as it was.

    Raises: NotAllowed.
    """
    lock(skill)
    may_say(by, skill.organisation).enforce()
    if skill.withdrawn_at is not None:
        skill.withdrawn_at = None
        skill.save(update_fields=["withdrawn_at"])
        record("skill.said", skill, by=by, because=skill.organisation)
        _tell_below(skill)


def keep_known_for(organisation: Organisation) -> None:
    """Let the organisation be known for what it offers to whoever sees its page."""
    rows = Skill.objects.offered().filter(organisation=organisation)
    seen = rows.filter(audience__in={PUBLIC, organisation.audience})
    say_known_for(organisation, dict(seen.values_list("concept_id", "confirmed_on")))


def _set(skill: Skill, saying: Saying, by: Acting) -> None:
    skill.level, skill.words, skill.audience = saying.level, saying.words, saying.audience
    skill.visibility = level_of(saying.audience)
    skill.confirmed_on = localdate()
    if saying.asks_me:
        skill.person = by.person
    elif skill.person_id is not None and by.person is not None and skill.person_id == by.person.pk:
        skill.person = None


def _tell_below(skill: Skill) -> None:
    has_changed(skill.key)
    keep_known_for(skill.organisation)
