"""What the clock does: duties that rooms declare, done by one `tick`."""

from collections.abc import Callable
from dataclasses import dataclass

Work = Callable[[], int]
"""Does what is due, and returns how many things it did; safe to run again at any time."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be done whenever the clock ticks, if it is due."""

    name: str
    work: Work


_declared: dict[str, Duty] = {}


def declare_duty(name: str, work: Work) -> None:
    """Let a room have the clock do something."""
    _declared[name] = Duty(name, work)


def duties() -> tuple[Duty, ...]:
    return tuple(_declared.values())
