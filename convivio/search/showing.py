"""How what is found is shown: each room says it for its own kind of thing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise

from convivio.engine.index import Hit as Hit
from convivio.kernel.audiences import Reader

Words = str | Promise


def _nothing(_hit: Hit) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One kind of thing, as a line among answers.

    `seen_by` reads the database again: of these numbers, those that this reader may see now.
    """

    kind: str
    label: Words
    noun: Words
    icon: str
    position: int
    url_of: Callable[[Hit], str]
    seen_by: Callable[[Collection[int], Reader], Collection[int]]
    noun_of: Callable[[Hit], Words] = _nothing
    aside_of: Callable[[Hit], str] = _nothing
    silhouette_of: Callable[[Hit], str] = _nothing


_declared: dict[str, Showing] = {}


def declare_showing(showing: Showing) -> None:
    """Let a room say how its things look among answers, and who may see them now."""
    _declared[showing.kind] = showing


def showings() -> list[Showing]:
    return sorted(_declared.values(), key=lambda one: one.position)


def showing_of(kind: str) -> Showing | None:
    return _declared.get(kind)


@dataclass(frozen=True, slots=True)
class Answer:
    """One line among answers, ready to be drawn."""

    key: str
    type: str
    label: str
    url: str
    noun: Words
    aside: str
    icon: str
    kind: str


def answer_of(hit: Hit) -> Answer | None:
    """Say how a hit is drawn; nothing for a kind that no room shows."""
    showing = showing_of(hit.type)
    if showing is None:
        return None
    return Answer(
        key=hit.key,
        type=hit.type,
        label=hit.title,
        url=showing.url_of(hit),
        noun=showing.noun_of(hit) or showing.noun,
        aside=showing.aside_of(hit),
        icon=showing.icon,
        kind=showing.silhouette_of(hit),
    )
