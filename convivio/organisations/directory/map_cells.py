"""Squares of the map, so that thousands of points can be counted by the index.

A *cell* is half a degree wide, a *spot* a twentieth (about five kilometres): each is named by its
south-west corner, as `44.50:11.00`.
"""

import math

CELL, SPOT = 0.5, 0.05


def cells_of(latitude: float | None, longitude: float | None) -> dict[str, tuple[str, ...]]:
    """Name the cell and the spot of a place; nothing for a place that is not known."""
    if latitude is None or longitude is None:
        return {}
    return {"cell": (_named(latitude, longitude, CELL),), "spot": (_named(latitude, longitude, SPOT),)}


def centre_of(name: str, width: float) -> tuple[float, float] | None:
    """Give the middle of a cell or spot; nothing for a name that is none.

    Units: degrees, latitude then longitude.
    """
    south, _, west = name.partition(":")
    try:
        corner = float(south), float(west)
    except ValueError:
        return None
    if not all(math.isfinite(one) for one in corner):
        return None
    return corner[0] + width / 2, corner[1] + width / 2


def _named(latitude: float, longitude: float, width: float) -> str:
    south, west = (math.floor(one / width + 1e-9) * width for one in (latitude, longitude))
    return f"{south:.2f}:{west:.2f}"
