"""What a person may do, for whom, until when: gathered for the page on which people see it and give it back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from convivio.people.models import Person


@dataclass(frozen=True, slots=True)
class Held:
    """Rights or offices that hold from one day to another, and who gave them."""

    labels: tuple[str, ...]
    from_on: date
    until_on: date | None
    given_by: str = ""


def together(rows: Iterable[Held]) -> tuple[Held, ...]:
    """Say once what holds for the same days by the same hand, in the order in which it came."""
    found: dict[tuple[date, date | None, str], list[str]] = {}
    for row in rows:
        found.setdefault((row.from_on, row.until_on, row.given_by), []).extend(row.labels)
    return tuple(Held(tuple(labels), *term) for term, labels in found.items())


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
