"""A small picture of where members are: an outline, a sign of its kind for each, the names of the towns."""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from convivio.pages.members import Held
from convivio.web.drawings import Drawing, drawing
from convivio.web.monograms import drawn_kind

OUTLINES = Path(__file__).parent / "data" / "outlines.toml"
SIZE = 11
STEP = 6.4
GOLDEN = math.pi * (3 - math.sqrt(5))
SPOT = 0.04
"""Degrees within which signs are spread around one middle, so that none hides another."""
MOST = 400


@dataclass(frozen=True, slots=True)
class Sign:
    """One member in the picture."""

    name: str
    kind: str
    shape: Drawing
    x: int
    y: int
    size: int = SIZE


@dataclass(frozen=True, slots=True)
class Town:
    """The name of a town, where it stands, and whether it may be left out of a narrow picture."""

    name: str
    x: int
    y: int
    is_minor: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole: its box, the land, signs and towns, and how many members stand outside or nowhere."""

    box: str
    land: str
    signs: list[Sign]
    towns: list[Town]
    outside: int

    @property
    def signs_drawn(self) -> SafeString:
        """Draw every sign in one go: there are hundreds, and each would wait for a template."""
        return mark_safe("".join(map(_drawn, self.signs)))  # noqa: S308 - the name is escaped

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(sign.kind for sign in self.signs))


def picture_of(members: Iterable[Held]) -> Picture | None:
    """Set members into the outline that holds most of them; nothing, where no outline holds any.

    Shape: a member in, a sign out, at most 400; those of other territories are counted as outside.
    Units: points of the outline's box; members within 0.04 degrees share a spot and stand around it.
    Errors: none.
    Source: Vogel 1979, seeds of a sunflower, for those who share a spot.
    """
    everyone = list(members)
    for outline in _outlines():
        inside = [
            one for one in everyone if one.nuts.startswith(outline["nuts"]) and one.latitude is not None
        ]
        if inside:
            signs = [sign for spot in _spots(inside) for sign in _around(spot, outline)][:MOST]
            towns = [
                Town(town["name"], *_placed(town["east"], town["north"], outline), town.get("minor", False))
                for town in outline["towns"]
            ]
            box = f"0 0 {outline['box'][0]} {outline['box'][1]}"
            return Picture(box, outline["path"], signs, towns, len(everyone) - len(signs))
    return None


def _spots(members: list[Held]) -> list[list[Held]]:
    spots: dict[tuple[int, int], list[Held]] = {}
    for one in members:
        spot = round((one.latitude or 0) / SPOT), round((one.longitude or 0) / SPOT)
        spots.setdefault(spot, []).append(one)
    return list(spots.values())


def _around(spot: list[Held], outline: Mapping[str, Any]) -> Iterable[Sign]:
    """Spread those of one spot around its middle, those of a kind together."""
    east = sum(one.longitude or 0 for one in spot) / len(spot)
    north = sum(one.latitude or 0 for one in spot) / len(spot)
    x, y = _placed(east, north, outline)
    for order, one in enumerate(sorted(spot, key=lambda one: (one.kind, one.name))):
        reach, turn = STEP * math.sqrt(order), GOLDEN * order
        kind = drawn_kind(one.kind)
        yield Sign(
            one.name,
            kind,
            drawing(f"k-{kind}"),
            round(x + reach * math.cos(turn)) - SIZE // 2,
            round(y + reach * math.sin(turn)) - SIZE // 2,
        )


def _drawn(sign: Sign) -> str:
    """Draw one sign: only its name is what people wrote, and escaped."""
    return (
        f'<svg class="kind k-{sign.kind}" x="{sign.x}" y="{sign.y}" width="{sign.size}" height="{sign.size}"'
        f' viewBox="{sign.shape.box}"><title>{escape(sign.name)}</title>{sign.shape.shapes}</svg>'
    )


def _placed(east: float, north: float, outline: Mapping[str, Any]) -> tuple[int, int]:
    x = (east - outline["west"]) * outline["x"]
    y = (outline["north"] - north) * outline["y"]
    return round(x), round(y)


@cache
def _outlines() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(OUTLINES.read_text(encoding="utf-8"))["outlines"]
    return found
