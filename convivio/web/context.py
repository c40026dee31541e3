"""What every page knows: the places, the appearance, the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from convivio.web.appearance import theme_of
from convivio.web.places import places_for


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "places": places_for(request),
        "theme": theme_of(request),
        "installation": {"name": "Convivio", "is_demo": settings.DEMO},
    }
