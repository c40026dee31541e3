"""What no request of a person holds: a body beyond every form of ours, a sign that no text has."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from convivio.web.errors import TooLarge
from convivio.web.policies import refused_by_policy
from convivio.web.uploads import MB, CountingHandler, takes_of

LARGEST_BODY = 8 * 1024 * 1024
"""The largest file that an ordinary form takes has five megabytes, the longest text three; a view that takes more says so."""
NUL = "\0"


class BoundsMiddleware:
    """Refuse a request before anything reads its body, or asks the database with its words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _positional: Any, named: Any
    ) -> HttpResponse | None:
        takes = takes_of(view) if request.method == "POST" else None
        said_mb = takes.most_mb if takes else LARGEST_BODY // MB
        if _length_of(request) > (takes.most if takes else LARGEST_BODY):
            return _too_large(request, said_mb)
        if takes is None:
            _refuse_nul(request)
            return None
        refused = refused_by_policy(request, view, named)
        if refused is not None:
            return refused
        verdict = takes.may(request, **named)
        if not verdict:
            raise PermissionDenied(verdict.reason)
        handler = CountingHandler(request, takes.most)
        request.upload_handlers = [handler]
        _refuse_nul(request)
        return _too_large(request, said_mb) if handler.is_over else None


def _refuse_nul(request: HttpRequest) -> None:
    """Read what was sent, and refuse a sign that no text has."""
    try:
        holds_nul = NUL in request.path_info or _holds_nul(request.GET) or _holds_nul(request.POST)
    except UnreadablePostError as cut_short:
        raise BadRequest from cut_short
    if holds_nul:
        raise BadRequest


def _too_large(request: HttpRequest, most_mb: int) -> HttpResponse:
    refusal = TooLarge(_("This is more than %(most)s MB. Send less at once.") % {"most": most_mb})
    context = {"message": refusal.message, "code": refusal.code}
    return render(request, "web/refusal.html", context, status=refusal.status)


def _length_of(request: HttpRequest) -> int:
    told = request.headers.get("Content-Length", "")
    return int(told[:18]) if told.isascii() and told.isdecimal() else 0


def _holds_nul(said: Any) -> bool:
    return any(NUL in value for _name, values in said.lists() for value in values)
