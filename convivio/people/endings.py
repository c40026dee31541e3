"""Mandates and offices that end soon: a week and a day before, the notices tell whom it concerns, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from convivio.people.models import Person

SOON = 7
LAST = 1
"""How many days before the end it is told."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What one person may do for one body, and will not after a day; `others` can prolong it.

    `key` names the row by which the trace remembers that it was told; `renewing` the act by which the
    others prolong it from a letter, where there is one.
    """

    key: str
    person: Person
    others: tuple[Person, ...]
    body: str
    what: Callable[[], str]
    from_on: date
    until_on: date
    page: str
    renewing: str = ""


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
