"""The directory as points on a map: one by one while they are few, by squares when they are many."""

from collections.abc import Mapping
from dataclasses import replace
from math import floor
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from convivio.kernel.audiences import Reader
from convivio.organisations.directory.asking import Asked
from convivio.organisations.directory.map_cells import CELL, cells_of, centre_of
from convivio.organisations.models import Kind
from convivio.search.finding import Hit, find, still_seen

FEW = 1500
"""Organisations that are drawn where they are; more are counted by squares."""
MOST_SQUARES = 350
WIDTHS = (0.5, 1.0, 2.0, 3.0)
"""Degrees that a square may be wide: the narrowest with which there are not too many."""

Point = dict[str, object]


def points(asked: Asked, reader: Reader, query: Mapping[str, list[str]]) -> list[Point]:
    """Place what the directory lists; a point of several leads to the list of them."""
    question = replace(asked.question, page=1, size=1, facets=["cell"])
    found = find(question, reader)
    if found.total > FEW:
        return [_square(cells, query) for cells in _squares(found.facets["cell"])]
    hits = still_seen(find(replace(question, size=FEW, facets=()), reader).hits, reader)
    return [_spot(spot, here, query) for spot, here in _by_spot(hits).items()]


def _by_spot(hits: list[Hit]) -> dict[str, list[Hit]]:
    """Put what is placed into spots: an organisation stands once in each where it has its seat or works."""
    spots: dict[str, list[Hit]] = {}
    for hit in hits:
        places = [at for at in (hit.data.get("at"), *hit.data.get("sites", ())) if at]
        for spot in dict.fromkeys(cells_of(*at)["spot"][0] for at in places):
            spots.setdefault(spot, []).append(hit)
    return spots


def _place_in(hit: Hit, spot: str) -> Any:
    """Say where in a spot an organisation is."""
    places = (hit.data.get("at"), *hit.data.get("sites", ()))
    return next(at for at in places if at and cells_of(*at)["spot"][0] == spot)


def _spot(spot: str, here: list[Hit], query: Mapping[str, list[str]]) -> Point:
    first = here[0].data
    if len(here) == 1:
        url = reverse("organisations:page", args=[first["slug"]])
        return _point(_place_in(here[0], spot), here[0].title, first["kind"], url, 1)
    middle = [sum(_place_in(hit, spot)[axis] for hit in here) / len(here) for axis in (0, 1)]
    kinds = {hit.data["kind"] for hit in here}
    kind = kinds.pop() if len(kinds) == 1 else Kind.OTHER
    return _point(
        middle, first["city"] or _so_many(len(here)), kind, _list_of(query, "spot", spot), len(here)
    )


Cells = list[tuple[str, tuple[float, float], int]]


def _squares(counts: Mapping[str, int]) -> list[Cells]:
    """Put cells together into squares, wider ones while there are too many."""
    known = [(cell, centre, count) for cell, count in counts.items() if (centre := centre_of(cell, CELL))]
    squares: dict[tuple[int, int], Cells] = {}
    for width in WIDTHS:
        squares = {}
        for cell, centre, count in known:
            corner = (floor(centre[0] / width), floor(centre[1] / width))
            squares.setdefault(corner, []).append((cell, centre, count))
        if len(squares) <= MOST_SQUARES:
            break
    return list(squares.values())


def _square(cells: Cells, query: Mapping[str, list[str]]) -> Point:
    """Place a square where most of its organisations are."""
    count = sum(here for _cell, _centre, here in cells)
    middle = [sum(centre[axis] * here for _cell, centre, here in cells) / count for axis in (0, 1)]
    names = sorted(cell for cell, _centre, _here in cells)
    return _point(middle, _so_many(count), Kind.OTHER, _list_of(query, "cell", *names), count)


def _point(at: Any, label: str, kind: str, url: str, count: int) -> Point:
    return {
        "lat": round(at[0], 4),
        "lon": round(at[1], 4),
        "label": label,
        "kind": str(kind),
        "url": url,
        "count": count,
    }


def _so_many(count: int) -> str:
    return ngettext("%(count)d organisation", "%(count)d organisations", count) % {"count": count}


def _list_of(query: Mapping[str, list[str]], facet: str, *values: str) -> str:
    rest = {name: values for name, values in query.items() if name not in {"page", "view", facet}}
    return f"{reverse('organisations:list')}?{urlencode({**rest, facet: list(values)}, doseq=True)}"
