"""Kinds of notices: each room declares its own, with whom they reach and what they say to each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from convivio.people.models import Person

Facts = Mapping[str, Any]


class Rhythm(StrEnum):
    """How notices of a kind come to somebody; what never comes as a letter still stands on the page."""

    AT_ONCE = "at once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody can do from the letter itself: a kind of act (see `mail_acts`), for which thing, for whom."""

    act: str
    key: str
    acting_for: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A notice in words, in the language that is active: enough to decide without opening anything.

    `url` is an address of ours, from its first slash.
    """

    subject: str
    sentence: str
    context: tuple[str, ...] = ()
    url: str = ""
    answers: tuple[Answer, ...] = ()


Recipients = Callable[[str, Facts], Iterable[int]]
"""From the key of the thing and the facts to the numbers of the people whom it concerns at this moment."""
Words = Callable[[str, Facts, Person, str], Line | None]
"""From the key, the facts, a person and a language to what to say; None when the person may not see it now."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice.

    `recipients` and `words` are asked when it is sent, and again when the letter leaves and when the
    page is opened: they answer for that moment, never for the one in which it happened. `group` is the
    heading under which people find it among their choices.
    """

    name: str
    label: str | Promise
    words: Words
    recipients: Recipients
    default: str = Rhythm.AT_ONCE
    group: str | Promise = ""

    def concerns(self, person: int, about: str, facts: Facts) -> bool:
        return person in set(self.recipients(about, facts))

    def line(self, about: str, facts: Facts, person: Person, language: str) -> Line | None:
        """Say it to a person in a language; None when they may not see it at this moment."""
        with override(language):
            return self.words(about, facts, person, language)


_declared: dict[str, Kind] = {}


def declare_kind(kind: Kind) -> None:
    """Let a room tell of something.

    Errors: ValueError, when another kind has the name, or the default is no rhythm.
    """
    if kind.default not in set(Rhythm):
        message = f"“{kind.default}” is no rhythm: {', '.join(Rhythm)}"
        raise ValueError(message)
    if kind.name in _declared and _declared[kind.name] != kind:
        message = f"there is a kind “{kind.name}” already"
        raise ValueError(message)
    _declared[kind.name] = kind


def kind_of(name: str) -> Kind | None:
    return _declared.get(name)


def kinds() -> tuple[Kind, ...]:
    """List every kind, group by group."""
    return tuple(sorted(_declared.values(), key=lambda kind: (kind.name.partition(".")[0], kind.name)))
