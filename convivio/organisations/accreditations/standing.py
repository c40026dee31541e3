"""How accreditations stand on a day: still to come, held, about to end, ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from convivio.organisations.models import Accreditation

SOON = timedelta(days=90)
"""From when on an end is near enough to be marked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One accreditation, and how it stands on a day."""

    one: Accreditation
    holds: bool
    is_to_come: bool
    days_left: int | None

    @property
    def ends_soon(self) -> bool:
        return self.days_left is not None


def with_standing(rows: Iterable[Accreditation], day: date) -> list[Standing]:
    """Say of each how it stands; `days_left` only where the end is near."""
    return [
        Standing(
            one,
            one.holds_on(day),
            one.from_on > day,
            (one.until_on - day).days
            if one.until_on and one.holds_on(day) and one.until_on - day <= SOON
            else None,
        )
        for one in rows
    ]
