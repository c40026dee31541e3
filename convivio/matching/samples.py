"""Needs to start from with one click, which another room may offer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A need that somebody could have: its title, and its words."""

    slug: str
    title: str
    text: str


SamplesOf = Callable[[], Iterable[Sample]]

_declared: list[SamplesOf] = []


def declare_samples(samples_of: SamplesOf) -> None:
    """Let a room offer needs to start from, in the reader's language."""
    if samples_of not in _declared:
        _declared.append(samples_of)


def samples() -> list[Sample]:
    return [sample for of in _declared for sample in of()]
