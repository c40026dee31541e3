"""A skill on the move: courses, mentoring, visits and placements that go with it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.people.acting import Acting
from convivio.skills.models import Course, Skill
from convivio.skills.permissions import may_say


@dataclass(frozen=True, slots=True)
class Plan:
    """What is offered or looked for: how, in a line, for how many, on which day."""

    kind: str
    words: str
    seats: int
    on: date | None = None


@transaction.atomic
def offer_course(skill: Skill, plan: Plan, *, by: Acting) -> Course:
    """Tell of a course that passes a skill on, or that one looks for.

    Raises: NotAllowed.
    """
    lock(skill)
    may_say(by, skill.organisation).enforce()
    course = Course.objects.create(
        skill=skill, kind=plan.kind, words=plan.words, seats=plan.seats, on=plan.on
    )
    record("course.offered", course, by=by, because=skill)
    return course


@transaction.atomic
def end_course(course: Course, *, by: Acting) -> None:
    """Take it back.

    Raises: NotAllowed.
    """
    lock(course)
    may_say(by, course.skill.organisation).enforce()
    if course.ended_at is None:
        course.ended_at = now()
        course.save(update_fields=["ended_at"])
        record("course.ended", course, by=by, because=course.skill)
