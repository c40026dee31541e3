"""Mandates and offices that end soon: told by letter a week and a day before, once, and shown to whom it concerns."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.letters import post
from convivio.activity.models import Trace
from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.people.models import Person
from convivio.web.amounts import in_words

SOON = 7
LAST = 1
NOTICES = {SOON: "ending.in_a_week", LAST: "ending.tomorrow"}
"""For how many days before the end, what the trace calls the notice; each is given once."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What one person may do for one body, and will not after a day; `others` can prolong it.

    `key` names the row by which the trace remembers that it was told.
    """

    key: str
    person: Person
    others: tuple[Person, ...]
    body: str
    what: Callable[[], str]
    from_on: date
    until_on: date
    page: str


EndingsOf = Callable[[date, Person | None], Iterable[Ending]]
"""From a day, and perhaps whom it concerns, to what ends within a week and is not prolonged."""

_declared: list[EndingsOf] = []


def declare_endings(endings_of: EndingsOf) -> None:
    """Let a room say what ends soon."""
    _declared.append(endings_of)


def endings(today: date, person: Person | None = None) -> list[Ending]:
    """List what ends within a week, the soonest first."""
    found = [ending for of in _declared for ending in of(today, person)]
    return sorted(found, key=lambda ending: (ending.until_on, ending.key))


def tell_of_endings() -> int:
    """Write to those whom an ending concerns, and return of how many it was told; safe to run at any time."""
    today = localdate()
    return sum(_tell(ending, today) for ending in endings(today))


@transaction.atomic
def _tell(ending: Ending, today: date) -> int:
    """Tell of one ending, unless it was told; what lasted no longer than the notice needs none that early."""
    days = LAST if ending.until_on - today <= timedelta(days=LAST) else SOON
    if ending.until_on - ending.from_on < timedelta(days=days):
        return 0
    lock(ending.person)
    verb = NOTICES[days]
    told = Trace.objects.filter(subject=ending.key, verb=verb)
    if told.filter(facts__until=ending.until_on.isoformat()).exists():
        return 0
    record(verb, ending.key, by=None, facts={"until": ending.until_on.isoformat()})
    for person in (ending.person, *ending.others):
        _post(ending, person)
    return 1


def _post(ending: Ending, to: Person) -> None:
    with translation.override(to.language):
        said = {
            "body": ending.body,
            "what": ending.what(),
            "who": ending.person,
            "day": in_words(ending.until_on, "j F Y"),
            "page": settings.ADDRESS + ending.page,
        }
        if to.pk == ending.person.pk:
            subject = _("What you may do for %(body)s ends on %(day)s")
            text = _(
                "On %(day)s ends what you may do for %(body)s: %(what)s. Whoever gave it can prolong it: %(page)s"
            )
        else:
            subject = _("What %(who)s may do for %(body)s ends on %(day)s")
            text = _(
                "On %(day)s ends what %(who)s may do for %(body)s: %(what)s. You can prolong it, or let it end: %(page)s"
            )
        post(to.email, subject % said, text % said)
