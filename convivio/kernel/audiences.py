"""Who may see a row: one level, one audience key, one clause everywhere.

A row stores its level for people to read and its audience key for queries to compare.
A reader is the set of audience keys that hold for a person now; each room that makes
audiences declares, in its `declarations.py`, how to find those of a person.
"""

from collections.abc import Callable, Iterable
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

AudiencesOf = Callable[[int, date], Iterable[str]]
"""From a person's number and a day to the audience keys that hold on that day."""

_declared: list[AudiencesOf] = []


def declare_audiences(audiences_of: AudiencesOf) -> None:
    """Let a room say which audiences a person belongs to."""
    if audiences_of not in _declared:
        _declared.append(audiences_of)


def reader_for(person_number: int | None, on: date) -> Reader:
    """Gather the audiences of a person on a day; nobody signed in is anyone."""
    if person_number is None:
        return ANYONE
    keys = {PUBLIC, f"person:{person_number}"}
    for audiences_of in _declared:
        keys.update(audiences_of(person_number, on))
    return Reader(frozenset(keys))


class VisibleQuerySet(models.QuerySet[M]):
    """Rows that carry an audience."""

    def visible_to(self, reader: Reader) -> Self:
        """Keep the rows that this reader may see."""
        return self.filter(audience__in=reader.audiences)
