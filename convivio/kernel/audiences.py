"""Who may see a row: one level, one audience key, one clause everywhere.

A row stores its level for people to read and its audience key for queries to compare.
A reader is the set of audience keys that hold for a person now. They follow from what the person
may act for: each room that makes audiences declares, in its `declarations.py`, which ones.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

PUBLIC = "public"
M = TypeVar("M", bound=models.Model)


class Visibility(models.TextChoices):
    """How far a row may be seen."""

    PUBLIC = "public", _("anyone")
    NETWORK = "network", _("the network")
    CLUSTER = "cluster", _("the cluster")
    GROUP = "group", _("the group")
    PRIVATE = "private", _("only us")


@dataclass(frozen=True, slots=True)
class Reader:
    """The audiences that a person belongs to at this moment; anyone belongs to “public”."""

    audiences: frozenset[str] = frozenset({PUBLIC})

    def sees(self, audience: str) -> bool:
        return audience in self.audiences


ANYONE = Reader()

Held = Mapping[str, Collection[str]]
"""What a person may act for today: `organisation:17`, `cluster:3`, each with its rights or offices."""
AudiencesOf = Callable[[Held, date], Iterable[str]]
"""From what is held and a day to the audience keys that hold on that day."""

_declared: list[AudiencesOf] = []


def declare_audiences(audiences_of: AudiencesOf) -> None:
    """Let a room say which audiences follow from what a person may act for."""
    if audiences_of not in _declared:
        _declared.append(audiences_of)


def reader_for(person_key: str, held: Held, on: date) -> Reader:
    """Gather the audiences of a person on a day."""
    keys = {PUBLIC, person_key}
    for audiences_of in _declared:
        keys.update(audiences_of(held, on))
    return Reader(frozenset(keys))


class VisibleQuerySet(models.QuerySet[M]):
    """Rows that carry an audience."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the rows that this reader may see."""
        return self.filter(audience__in=reader.audiences)
