"""What ends soon, told a week and a day before, once, to whom it concerns.

The room of people knows what ends; it stands below, and cannot tell.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.activity.models import Trace
from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.notices.kinds import Answer, Facts, Kind, Line
from convivio.notices.telling import tell
from convivio.people.endings import LAST, SOON, Ending, endings
from convivio.people.models import Person
from convivio.web.amounts import in_words


def tell_of_endings() -> int:
    """Tell whom an ending concerns, and return of how many it was told; safe to run at any time."""
    today = localdate()
    return sum(_tell(ending, today) for ending in endings(today))


@transaction.atomic
def _tell(ending: Ending, today: date) -> int:
    """Tell of one ending, unless it was told; what lasted no longer than the notice needs none that early."""
    is_last = ending.until_on - today <= timedelta(days=LAST)
    if ending.until_on - ending.from_on < timedelta(days=LAST if is_last else SOON):
        return 0
    lock(ending.person)
    facts = {"until": ending.until_on.isoformat()}
    told = Trace.objects.filter(subject=ending.key, facts__until=facts["until"])
    if told.filter(verb="ending.tomorrow" if is_last else "ending.in_a_week").exists():
        return 0
    entry = record("ending.tomorrow" if is_last else "ending.in_a_week", ending.key, by=None, facts=facts)
    tell(ENDING.name, ending.key, because=entry, facts={**facts, "person": ending.person.pk})
    return 1


def _recipients(about: str, facts: Facts) -> list[int]:
    found = _found(about, facts, None)
    return [found.person.pk, *(other.pk for other in found.others)] if found else []


def _words(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    """Say what ends, while it still does: what was prolonged meanwhile is nothing to be told."""
    ending = _found(about, facts, person)
    if ending is None:
        return None
    said = {
        "body": ending.body,
        "what": ending.what(),
        "who": ending.person,
        "day": in_words(ending.until_on, "j F Y"),
    }
    if person.pk == ending.person.pk:
        subject = _("What you may do for %(body)s ends on %(day)s")
        sentence = _("What ends: %(what)s. Whoever gave it can prolong it.")
    else:
        subject = _("What %(who)s may do for %(body)s ends on %(day)s")
        sentence = _("What ends: %(what)s. You can prolong it, or let it end.")
    return Line(subject % said, sentence % said, url=ending.page, answers=_answers(ending, person))


def _answers(ending: Ending, person: Person) -> tuple[Answer, ...]:
    """Let whoever can prolong it do so from the letter."""
    if not ending.renewing or person.pk == ending.person.pk:
        return ()
    return (Answer(ending.renewing, ending.key),)


def _found(about: str, facts: Facts, person: Person | None) -> Ending | None:
    """Find what still ends on the day that was told, and concerns this person."""
    soon = endings(localdate(), person)
    alike = (one for one in soon if one.key == about and one.until_on.isoformat() == facts["until"])
    return next(alike, None)


ENDING = Kind(
    name="access.ending",
    label=gettext_lazy("What you or your colleagues may do ends soon"),
    group=gettext_lazy("Who acts for whom"),
    recipients=_recipients,
    words=_words,
)
