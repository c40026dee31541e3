"""What every page knows: the places, the appearance, the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url

from convivio.web.appearance import theme_of
from convivio.web.places import places_for


def page(request: HttpRequest) -> dict[str, Any]:
    return {
        "places": places_for(request),
        "theme": theme_of(request),
        "sign_in_url": resolve_url(settings.LOGIN_URL),
        "installation": {"name": "Convivio", "is_demo": settings.DEMO},
    }
