"""The kinds of acts that the trace knows: each room declares its own in words, and who may read of them.

A sentence may say `%(who)s`, who did it, and `%(what)s`, the thing it was done to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Model, QuerySet

from convivio.kernel.audiences import Reader


class Circle(Enum):
    """Who may read of an act, besides the auditor of the network, who reads everything.

    BODY: the people of those it is about, and of those for whom it was done. DOER: those for whom it
    was done, and nobody whom it is about. AUDITOR: nobody else, for it is somebody's own affair.
    """

    BODY = "body"
    DOER = "doer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act: its verb, a sentence (a msgid), and who may read of it."""

    verb: str
    sentence: str
    circle: Circle

    @property
    def group(self) -> str:
        return self.verb.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Thing:
    """One kind of thing that acts are about: a word for it (a msgid), and its rows.

    `seen` gives the rows that a reader may know by name, and `label` the column that names them in
    lists. `rows` are those of a cluster or an organisation, found by the lookups `cluster` and
    `organisation`, or by its key in the column `publisher`.
    """

    kind: str
    word: str
    rows: "Callable[[], QuerySet[Any]] | None" = None
    seen: "Callable[[Reader], QuerySet[Any]] | None" = None
    label: str = ""
    cluster: str = ""
    organisation: str = ""
    publisher: str = ""


_acts: dict[str, Act] = {}
_things: dict[str, Thing] = {}


def declare_acts(circle: Circle, sentences: Mapping[str, str]) -> None:
    """Let a room say its acts in words, and who may read of them."""
    _acts.update({verb: Act(verb, sentence, circle) for verb, sentence in sentences.items()})


def declare_thing(kind: str, word: str, **more: Any) -> None:
    """Let a room say what a kind of key stands for."""
    _things[kind] = Thing(kind, word, **more)


def act_of(verb: str) -> Act | None:
    return _acts.get(verb)


def acts() -> tuple[Act, ...]:
    """List every kind of act, by its verb."""
    return tuple(sorted(_acts.values(), key=lambda act: act.verb))


def verbs_open_to(circle: Circle) -> list[str]:
    return [act.verb for act in acts() if act.circle is circle]


def thing_of(kind: str) -> Thing | None:
    return _things.get(kind)


def things() -> tuple[Thing, ...]:
    return tuple(_things.values())


def rows_of(model: type[Model]) -> "Callable[[], QuerySet[Any]]":
    """Give all rows of a table, when asked."""
    return model._default_manager.all
