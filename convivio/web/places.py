"""The left rail: the places of the site, in the order that rooms declare them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """One place: where it leads, and for whom it is there."""

    position: int
    label: str | Promise
    icon: str
    name: str
    shown: Callable[[HttpRequest], bool] = lambda _request: True


_declared: list[Place] = []


def declare_place(
    position: int,
    label: str | Promise,
    icon: str,
    name: str,
    shown: Callable[[HttpRequest], bool] = lambda _request: True,
) -> None:
    """Let a room put itself in the rail, by the name of its address."""
    _declared.append(Place(position, label, icon, name, shown))


def places_for(request: HttpRequest) -> list[dict[str, object]]:
    """List the places for the page that answers this request."""
    found: list[dict[str, object]] = []
    for place in sorted(_declared, key=lambda place: place.position):
        if not place.shown(request):
            continue
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            continue
        room = request.path.startswith(url) if url != "/" else request.path == "/"
        found.append({"label": place.label, "icon": place.icon, "url": url, "current": room})
    return found
