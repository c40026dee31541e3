"""The path that a first visit walks: declared by the demonstration, drawn by the front page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings

from convivio.kernel.translated import Translated


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its name never changes, its words are in both languages."""

    slug: str
    title: Translated
    text: Translated


@dataclass(frozen=True, slots=True)
class FirstVisit:
    """The steps, whom they are walked with (an e-mail address), and the call they begin with."""

    steps: Sequence[Step]
    person: str
    call_slug: str


_declared: list[Callable[[], FirstVisit]] = []


def declare_first_visit(visit: Callable[[], FirstVisit]) -> None:
    """Let the demonstration say how a first visit goes."""
    _declared[:] = [visit]


def first_visit() -> FirstVisit | None:
    """Return the path of a first visit; there is one in the demonstration only."""
    return _declared[0]() if _declared and settings.DEMO else None
