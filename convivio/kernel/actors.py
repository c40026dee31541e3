"""Who acts, as plain keys: all that a low room needs to know of a person."""

from typing import Protocol


class Actor(Protocol):
    """A person, and for whom the person acts."""

    @property
    def person_key(self) -> str:
        """`person:4`, or nothing for the clock."""

    @property
    def acting_for_key(self) -> str:
        """`organisation:17`, `cluster:1`, or nothing for someone who acts for themself."""
