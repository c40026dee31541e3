"""For whom a person acts: the capacities that rooms above declare, and the one chosen now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.timezone import localdate

from convivio.kernel.audiences import ANYONE, Reader, reader_for
from convivio.people.models import Person

CHOSEN = "acting_for"


@dataclass(frozen=True, slots=True)
class Capacity:
    """One organisation or office that a person may act for today, and what the person may do for it.

    An office asks for a second step at sign-in. `within` names the body that it is part of: a cluster's
    office belongs to the network too. `body` is the row that was read for it, to be shown without asking again.
    """

    key: str
    label: str
    rights: frozenset[str]
    url: str = ""
    is_office: bool = False
    within: str = ""
    body: object = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Acting:
    """Who is here: a person or nobody, for whom, and what can be seen.

    `current` is None for nobody, and for a person who acts for nobody but themself.
    """

    person: Person | None = None
    current: Capacity | None = None
    choices: tuple[Capacity, ...] = ()
    reader: Reader = field(default=ANYONE)

    @property
    def key(self) -> str:
        """The key of whom the person acts for, or of the person."""
        if self.current is not None:
            return self.current.key
        return self.person.key if self.person else ""

    @property
    def person_key(self) -> str:
        return self.person.key if self.person else ""

    @property
    def acting_for_key(self) -> str:
        return self.current.key if self.current else ""

    def may(self, right: str, key: str) -> bool:
        """Say whether some capacity of this person gives a right for this key."""
        return any(choice.key == key and right in choice.rights for choice in self.choices)

    @property
    def keeps_an_office(self) -> bool:
        return any(choice.is_office for choice in self.choices)

    def holds(self, right: str) -> bool:
        """Say whether the current capacity gives a right."""
        return self.current is not None and right in self.current.rights


NOBODY = Acting()

CapacitiesOf = Callable[[Person, date], Iterable[Capacity]]

_declared: list[CapacitiesOf] = []


def declare_capacities(capacities_of: CapacitiesOf) -> None:
    """Let a room say what a person may act for."""
    if capacities_of not in _declared:
        _declared.append(capacities_of)


def acting_as(person: Person | AnonymousUser | None, chosen: str = "") -> Acting:
    """Say who acts, for whom: the chosen capacity while it holds, or else the first there is.

    What a mandate allowed ends with the mandate: capacities are read at every request.
    """
    if not isinstance(person, Person) or not person.is_active:
        return NOBODY
    today = localdate()
    choices = tuple(choice for of in _declared for choice in of(person, today))
    current = next((choice for choice in choices if choice.key == chosen), None)
    if current is None and chosen != person.key:
        current = choices[0] if choices else None
    around: dict[str, frozenset[str]] = {choice.within: frozenset() for choice in choices if choice.within}
    held = around | {choice.key: choice.rights for choice in choices}
    return Acting(person, current, choices, reader_for(person.key, held, today))


class ActingRequest(HttpRequest):
    """Any request, once the middleware has said who acts."""

    acting: Acting
    htmx: bool


class SignedInRequest(ActingRequest):
    """A request of someone who has signed in."""

    user: Person
