"""What a person may do, for whom, until when: gathered for the page on which people see it and give it back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from convivio.people.models import Person


@dataclass(frozen=True, slots=True)
class Held:
    """One right or office, from a day to a day, and who gave it."""

    label: str
    from_on: date
    until_on: date | None
    given_by: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """All that a person may do for one body; `back_url` is where it is given back by a POST."""

    key: str
    body: str
    url: str
    people_url: str
    back_url: str
    rows: tuple[Held, ...]


HoldingsOf = Callable[[Person, date], Iterable[Holding]]

_declared: list[HoldingsOf] = []


def declare_holdings(holdings_of: HoldingsOf) -> None:
    """Let a room say what a person holds from this day on."""
    _declared.append(holdings_of)


def holdings_of(person: Person, day: date) -> list[Holding]:
    return [holding for of in _declared for holding in of(person, day)]
