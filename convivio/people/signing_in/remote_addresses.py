"""From which address a request comes, as far as it can be believed.

Anybody can write `X-Forwarded-For`. Only what our own proxies added counts: with two of them, the
second address from the end, and with none (the default) nothing of it.
"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 - a name for who has none, nothing is bound to it


def address_of(request: HttpRequest) -> str:
    """Return the address that counts for limits."""
    handed_on = request.headers.get("X-Forwarded-For", "").split(",")
    proxies = settings.TRUSTED_PROXIES
    if proxies and len(handed_on) >= proxies:
        found = _read(handed_on[-proxies])
        if found:
            return found
    return _read(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _read(text: str) -> str:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return ""
