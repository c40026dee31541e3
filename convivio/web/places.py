"""The left rail: the places of the site, in the order that rooms declare them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise

from convivio.kernel.addresses import address_of


@dataclass(frozen=True, slots=True)
class Place:
    """One place: where it leads, for whom it is there, and perhaps how many things wait in it.

    What waits in one that `calls` is also said at the button that opens the places, where they are folded away.
    """

    position: int
    label: str | Promise
    icon: str
    name: str
    shown: Callable[[HttpRequest], bool] = lambda _request: True
    waiting: Callable[[HttpRequest], int] | None = None
    calls: bool = False


_declared: list[Place] = []


def declare_place(  # noqa: PLR0913, PLR0917 - a place is said in one line
    position: int,
    label: str | Promise,
    icon: str,
    name: str,
    shown: Callable[[HttpRequest], bool] = lambda _request: True,
    waiting: Callable[[HttpRequest], int] | None = None,
    *,
    calls: bool = False,
) -> None:
    """Let a room put itself in the rail, by the name of its address; nothing that waits has no count."""
    _declared.append(Place(position, label, icon, name, shown, waiting, calls))


def places_for(request: HttpRequest) -> list[dict[str, object]]:
    """List the places for the page that answers this request."""
    found: list[dict[str, object]] = []
    for place in sorted(_declared, key=lambda place: place.position):
        if not place.shown(request):
            continue
        try:
            url = address_of(place.name)
        except NoReverseMatch:
            continue
        count = place.waiting(request) if place.waiting is not None else 0
        found.append(
            {
                "label": place.label,
                "icon": place.icon,
                "url": url,
                "current": False,
                "count": count or "",
                "calls": place.calls,
            }
        )
    around = [place for place in found if _is_around(str(place["url"]), request.path)]
    if around:
        max(around, key=lambda place: len(str(place["url"])))["current"] = True
    return found


def _is_around(place: str, path: str) -> bool:
    return path.startswith(place) if place != "/" else path == "/"
