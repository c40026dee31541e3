"""Light, dark, or as the reader's device: kept in a cookie, written by the server."""

from django.http import HttpRequest

THEMES = ("light", "dark")
COOKIE = "theme"


def theme_of(request: HttpRequest) -> str:
    """Return light, dark, or nothing for “as my device”."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""
