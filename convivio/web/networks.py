"""A small picture of the organisations around one."""

import math
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from convivio.web.drawings import Drawing, drawing
from convivio.web.monograms import drawn_kind

WIDE, HIGH = 320, 350
CENTRE = (160, 158)
REACH = (108, 130)
MOST = 8
LINE_LENGTH = 15
LINE_HEIGHT = 14
TIES = ((3, "strong"), (2, "medium"), (1, "weak"))
CLOSER = {"strong": 0.84, "medium": 0.94, "weak": 1.0}


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation in the picture: where it stands, and how thick its tie is."""

    name: str
    lines: list[str]
    kind: str
    shape: Drawing
    x: int
    y: int
    size: int
    tie: str
    url: str
    shared: str

    @property
    def corner(self) -> tuple[int, int]:
        return self.x - self.size // 2, self.y - self.size // 2

    @property
    def label(self) -> list[tuple[int, str]]:
        """Each line of the name, and how far down it is written."""
        first = self.y + self.size // 2 + LINE_HEIGHT
        return [(first + order * LINE_HEIGHT, line) for order, line in enumerate(self.lines)]


@dataclass(frozen=True, slots=True)
class Network:
    """One organisation and those around it."""

    centre: Node
    around: list[Node]
    left_out: int
    box: str = f"0 0 {WIDE} {HIGH}"


def ego_network(centre: Mapping[str, Any], neighbours: Iterable[Mapping[str, Any]]) -> Network:
    """Place neighbours on a ring around the centre, those it works with most first and nearer.

    Shape: `{"name", "kind", "url", "count", "shared"}` for each; at most eight are drawn.
    Units: places in a box of 320 by 350; a tie is strong from three things in common.
    Errors: KeyError for an organisation without a name.
    Source: concentric layout, Brandes and others 2003.
    """
    ordered = sorted(neighbours, key=lambda one: (-int(one.get("count", 1)), one["name"]))
    shown = ordered[:MOST]
    around = [_around(one, order, len(shown)) for order, one in enumerate(_spread(shown))]
    return Network(_node(centre, *CENTRE, size=32, tie=""), around, len(ordered) - len(shown))


def _spread(ordered: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Deal strong ties around the ring, so that they do not crowd one side."""
    half = math.ceil(len(ordered) / 2)
    return [one for pair in zip(ordered[:half], [*ordered[half:], None], strict=False) for one in pair if one]


def _around(one: Mapping[str, Any], order: int, count: int) -> Node:
    tie = next((name for least, name in TIES if int(one.get("count", 1)) >= least), "weak")
    angle = math.tau * order / max(count, 1) - math.pi / 2 + math.pi / max(count, 1)
    x = round(CENTRE[0] + REACH[0] * CLOSER[tie] * math.cos(angle))
    y = round(CENTRE[1] + REACH[1] * CLOSER[tie] * math.sin(angle))
    return _node(one, x, y, size=18, tie=tie)


def _node(one: Mapping[str, Any], x: int, y: int, *, size: int, tie: str) -> Node:
    name = str(one["name"])
    kind = drawn_kind(str(one.get("kind", "other")))
    return Node(
        name,
        lines_of(name),
        kind,
        drawing(f"k-{kind}"),
        x,
        y,
        size,
        tie,
        str(one.get("url", "")),
        str(one.get("shared", "")),
    )


def lines_of(name: str) -> list[str]:
    """Break a name into at most two lines, at words; what does not fit is left to the list."""
    lines = textwrap.wrap(name, LINE_LENGTH, max_lines=2, placeholder="…")
    return lines or ["…"]
