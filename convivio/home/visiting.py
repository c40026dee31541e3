"""The first visit, step by step: what was done is read from the trace, nothing is stored for it."""

from dataclasses import dataclass

from convivio.activity.models import Trace
from convivio.home.addresses import address
from convivio.people.acting import Acting
from convivio.web.first_visits import Step, first_visit

DONE_BY = {
    "need": "question.asked",
    "partners": "partner.picked",
    "compose": "consortium.begun",
    "keep": "consortium.exported",
}
"""The act that each step leaves on record."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step: done, the next one, or later; `url` where it is done."""

    step: Step
    is_done: bool
    is_next: bool
    url: str


def steps_of(acting: Acting) -> list[ShownStep]:
    """Give the steps of the first visit as far as this person has come; none outside the demonstration."""
    visit = first_visit()
    if visit is None:
        return []
    done = _acts_of(acting)
    begin = address("matching:find", call=visit.call_slug)
    places = {"need": begin, "partners": address("matching:list"), "compose": address("matching:list")}
    shown, found_next = [], False
    for step in visit.steps:
        is_done = DONE_BY[step.slug] in done
        is_next = not is_done and not found_next
        found_next = found_next or is_next
        shown.append(ShownStep(step, is_done, is_next, places.get(step.slug, address("consortia:list"))))
    return shown


def _acts_of(acting: Acting) -> set[str]:
    if acting.person is None:
        return set()
    acts = Trace.objects.filter(person=acting.person_key, verb__in=DONE_BY.values())
    return set(acts.values_list("verb", flat=True).distinct())
