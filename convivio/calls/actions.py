"""What is done with calls: taking in those that a source publishes, and letting a day pass."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from convivio.calls.models import Call
from convivio.calls.rule_sets import rule_set_for
from convivio.calls.standing import Deadline, deadline_on, deadlines_of
from convivio.kernel.translated import Translated
from convivio.search.documents import has_changed
from convivio.sources.models import Reading

AT_ONCE = 500
LONGEST_SLUG = 140
FIELDS = (
    "title",
    "text",
    "family",
    "family_title",
    "action_type",
    "programme",
    "keywords",
    "status",
    "opens_on",
    "deadline",
    "deadlines",
    "budget",
    "grants_expected",
    "least_contribution",
    "most_contribution",
    "url",
    "rule_set",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """One call as its source tells it. Units: euros."""

    code: str
    title: Translated
    text: Translated
    family: str = ""
    family_title: str = ""
    action_type: str = ""
    programme: str = ""
    keywords: str = ""
    status: str = ""
    opens_on: date | None = None
    deadlines: Sequence[Deadline] = ()
    budget: Decimal | None = None
    grants_expected: int | None = None
    least_contribution: Decimal | None = None
    most_contribution: Decimal | None = None
    url: str = ""


@dataclass(slots=True)
class CallCounts:
    """How many calls a source brought, changed, and told as they were known."""

    new: int = 0
    updated: int = 0
    same: int = 0


@transaction.atomic
def take_in_calls(told: Iterable[CallFacts], *, reading: Reading, on: date) -> CallCounts:
    """Write down the calls that a source tells of: all of them, each once.

    A call that was known changes only where the source tells something else of it.
    """
    told = list({facts.code: facts for facts in told}.values())
    known = {call.code: call for call in Call.objects.all()}
    slugs = {call.slug for call in known.values()}
    counts, changed = CallCounts(), []
    for facts in told:
        call = known.get(facts.code) or Call(code=facts.code, slug=_free_slug(facts.code, slugs))
        before = [getattr(call, name) for name in FIELDS]
        _tell(call, facts, on)
        if call.pk and [getattr(call, name) for name in FIELDS] == before:
            counts.same += 1
            continue
        counts.new, counts.updated = counts.new + (not call.pk), counts.updated + bool(call.pk)
        call.reading = reading
        changed.append(call)
    Call.objects.bulk_create(
        changed,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[*FIELDS, "reading"],
    )
    has_changed(*_keys(changed))
    return counts


@transaction.atomic
def turn_the_day(day: date) -> int:
    """Move the calls with several deadlines on to the next, and let the index know what opens or closes.

    Units: how many calls stand otherwise than the day before. Safe to repeat.
    """
    turning = Call.objects.filter(Q(opens_on=day) | Q(deadline=day - timedelta(days=1)) | Q(deadline__lt=day))
    moved = []
    for call in turning.exclude(deadlines=[]).only("pk", "deadline", "deadlines"):
        deadline = deadline_on(deadlines_of(call.deadlines), day)
        if deadline != call.deadline:
            call.deadline = deadline
            moved.append(call)
    Call.objects.bulk_update(moved, ["deadline"], batch_size=AT_ONCE)
    stale = Call.objects.filter(Q(opens_on=day) | Q(deadline=day - timedelta(days=1)))
    numbers = {call.pk for call in moved} | set(stale.values_list("pk", flat=True))
    has_changed(*(f"call:{number}" for number in sorted(numbers)))
    return len(numbers)


def _tell(call: Call, facts: CallFacts, on: date) -> None:
    """Let a call say what its source tells, and what follows from that."""
    for name in FIELDS:
        if hasattr(facts, name):
            setattr(call, name, getattr(facts, name))
    call.title = Translated({**call.title, **facts.title})
    call.deadlines = [deadline.as_row() for deadline in sorted(facts.deadlines)]
    call.deadline = deadline_on(sorted(facts.deadlines), on)
    call.rule_set = rule_set_for(facts.action_type, f"{facts.programme} {facts.code} {facts.title}")


def _free_slug(code: str, taken: set[str]) -> str:
    base = slugify(code)[: LONGEST_SLUG - 5] or "call"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug


def _keys(calls: Sequence[Call]) -> list[str]:
    """Name these calls; those just made are asked for, as not every database gives their numbers back."""
    codes = [call.code for call in calls]
    return [
        f"call:{number}"
        for start in range(0, len(codes), AT_ONCE)
        for number in Call.objects.filter(code__in=codes[start : start + AT_ONCE]).values_list(
            "pk", flat=True
        )
    ]
