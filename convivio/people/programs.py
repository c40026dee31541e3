"""Who a program acts as: the person whose token it carries, or whoever is signed in in the browser."""

from django.http import HttpRequest

from convivio.people.acting import NOBODY, Acting
from convivio.people.tokens import acting_by_token

BEARER = "bearer "
SAFE = ("GET", "HEAD", "OPTIONS")


def anyone(request: HttpRequest) -> Acting | None:
    """Let anyone in; say who it is where that is known, and refuse a token that opens nothing."""
    if _carries_token(request):
        return _by_token(request)
    return _in_the_browser(request) or _as(request, NOBODY)


def signed_in(request: HttpRequest) -> Acting | None:
    """Let in who carries a token, or who is signed in and only looks.

    A change needs a token: pages of others cannot send one.
    """
    if _carries_token(request):
        return _by_token(request)
    return _in_the_browser(request) if request.method in SAFE else None


def _carries_token(request: HttpRequest) -> bool:
    return bool(request.headers.get("Authorization"))


def _by_token(request: HttpRequest) -> Acting | None:
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(BEARER):
        return None
    acting = acting_by_token(header[len(BEARER) :].strip())
    return _as(request, acting) if acting is not None else None


def _in_the_browser(request: HttpRequest) -> Acting | None:
    acting: Acting = request.acting  # type: ignore[attr-defined]
    return acting if acting.person is not None else None


def _as(request: HttpRequest, acting: Acting) -> Acting:
    request.acting = acting  # type: ignore[attr-defined]
    return acting
