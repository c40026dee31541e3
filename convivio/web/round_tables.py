"""The table seen from above: seats around it, the free ones dashed."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from convivio.web.monograms import drawn_kind, initials

MIDDLE = 120
RING = 92
SEAT = 22
CROWD = 14
ROOM_BETWEEN = 0.86


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at the table: who sits there, or nobody."""

    x: int
    y: int
    text_y: int
    letters: str
    kind: str
    name: str
    radius: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of seats, and how many of them are taken."""

    seats: list[Seat]
    taken: int
    free: int
    left_out: int

    @property
    def names(self) -> list[str]:
        return [seat.name for seat in self.seats if seat.name]


def table_of(seated: Iterable[Mapping[str, Any]], free: int) -> Table:
    """Set seats evenly around the table, the lead at the top, the free ones last.

    Shape: `{"name", "kind"}` for each who sits; at most fourteen seats are drawn.
    Units: places in a box of 240 by 240; seats shrink when they would touch.
    Errors: KeyError for someone without a name.
    Source: our mark.
    """
    people = list(seated)
    drawn = people[: CROWD - min(free, 1)]
    empty = min(free, CROWD - len(drawn))
    count = max(len(drawn) + empty, 1)
    radius = min(SEAT, int(math.pi * RING / count * ROOM_BETWEEN))
    seats = []
    for order in range(len(drawn) + empty):
        angle = math.tau * order / count - math.pi / 2
        x = round(MIDDLE + RING * math.cos(angle))
        y = round(MIDDLE + RING * math.sin(angle))
        one = drawn[order] if order < len(drawn) else None
        seats.append(
            Seat(
                x,
                y,
                y + 5 if one else y + 6,
                initials(str(one["name"])) if one else "",
                drawn_kind(str(one.get("kind", "other"))) if one else "",
                str(one["name"]) if one else "",
                radius,
            )
        )
    return Table(seats, len(people), free, len(people) - len(drawn))
