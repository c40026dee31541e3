"""Addresses by their names, worked out once: a list has a hundred, and each searches every pattern of the site."""

from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

MOST = 8192


def address_of(name: str, *parts: str | int) -> str:
    """Return the address of a name, as `reverse` does.

    Errors: NoReverseMatch.
    """
    return _reversed(name, parts, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=MOST, typed=True)
def _reversed(name: str, parts: tuple[str | int, ...], urlconf: str | None, _prefix: str) -> str:
    return reverse(name, urlconf=urlconf, args=parts)
