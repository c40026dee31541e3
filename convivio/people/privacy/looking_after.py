"""To which bodies a person belongs, so that those who keep their office may look after the person's account."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from convivio.people.models import Person

BelongingOf = Callable[[Collection[int], date], Mapping[int, Iterable[str]]]
"""From the numbers of people and a day to the keys each belongs to: `organisation:3`, `cluster:1`, `network:1`."""

_declared: list[BelongingOf] = []


def declare_belonging(belonging_of: BelongingOf) -> None:
    """Let a room say what people belong to, for many people in as many questions as for one."""
    if belonging_of not in _declared:
        _declared.append(belonging_of)


def belonging(people: Iterable[Person], on: date) -> dict[int, frozenset[str]]:
    """Return what each of these people belongs to on a day."""
    numbers = {person.pk for person in people}
    found: dict[int, set[str]] = {number: set() for number in numbers}
    for belonging_of in _declared:
        for number, keys in belonging_of(numbers, on).items():
            found[number].update(keys)
    return {number: frozenset(keys) for number, keys in found.items()}
