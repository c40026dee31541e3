"""The addresses of other rooms, as the front page leads to them."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.http import urlencode


def address(name: str, *named: object, **asked: str | Sequence[str]) -> str:
    """Return the address of a page, with what it is asked."""
    url = reverse(name, args=named)
    given: Mapping[str, str | Sequence[str]] = {key: value for key, value in asked.items() if value}
    return f"{url}?{urlencode(given, doseq=True)}" if given else url
