"""Where a call stands on a day: told by its dates, because what sources say of it grows stale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import pgettext_lazy

from convivio.calls.models import Call


class Standing(models.TextChoices):
    """Whether proposals may be sent."""

    OPEN = "open", pgettext_lazy("of a call", "open")
    FORTHCOMING = "forthcoming", pgettext_lazy("of a call", "forthcoming")
    CLOSED = "closed", pgettext_lazy("of a call", "closed")


@dataclass(frozen=True, slots=True, order=True)
class Deadline:
    """One deadline of a call: of a stage (1, 2), or one of several days on which proposals are gathered (0)."""

    on: date
    stage: int = 0

    def as_row(self) -> dict[str, str | int]:
        return {"on": self.on.isoformat(), "stage": self.stage}


def deadlines_of(rows: Iterable[Mapping[str, str | int]]) -> list[Deadline]:
    """Read the deadlines that a call keeps, soonest first."""
    return sorted(Deadline(date.fromisoformat(str(row["on"])), int(row["stage"])) for row in rows)


def deadline_on(deadlines: Sequence[Deadline], day: date) -> date | None:
    """Return the deadline that counts on a day: the next one, or else the last.

    Who missed the first stage cannot enter the second, so of stages only the first counts.
    """
    entries = [deadline.on for deadline in deadlines if deadline.stage <= 1]
    return next((on for on in entries if on >= day), entries[-1] if entries else None)


def standing_of(call: Call, day: date) -> Standing:
    """Say whether a call is open on a day; one without a deadline is what its source says."""
    if call.deadline is not None and call.deadline < day:
        return Standing.CLOSED
    if call.opens_on is not None and call.opens_on > day:
        return Standing.FORTHCOMING
    if call.deadline is not None or call.opens_on is not None:
        return Standing.CLOSED if _says(call, "closed") and call.deadline is None else Standing.OPEN
    if _says(call, "forthcoming"):
        return Standing.FORTHCOMING
    return Standing.OPEN if _says(call, "open") else Standing.CLOSED


def _says(call: Call, word: str) -> bool:
    return word in call.status.casefold()
