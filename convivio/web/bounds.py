"""What no request of a person holds: a body beyond every form of ours, a sign that no text has."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import gettext as _

from convivio.web.errors import TooLarge

LARGEST_BODY = 8 * 1024 * 1024
"""The largest file that a form takes has five megabytes, the longest text three."""
NUL = "\0"


class BoundsMiddleware:
    """Refuse a request before anything reads its body, or asks the database with its words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _positional: Any, _named: Any
    ) -> HttpResponse | None:
        if _length_of(request) > LARGEST_BODY:
            refusal = TooLarge(
                _("This is more than %(most)s MB. Send less at once.") % {"most": LARGEST_BODY >> 20}
            )
            context = {"message": refusal.message, "code": refusal.code}
            return render(request, "web/refusal.html", context, status=refusal.status)
        try:
            holds_nul = NUL in request.path_info or _holds_nul(request.GET) or _holds_nul(request.POST)
        except UnreadablePostError as cut_short:
            raise BadRequest from cut_short
        if holds_nul:
            raise BadRequest
        return None


def _length_of(request: HttpRequest) -> int:
    told = request.headers.get("Content-Length", "")
    return int(told[:18]) if told.isascii() and told.isdecimal() else 0


def _holds_nul(said: Any) -> bool:
    return any(NUL in value for _name, values in said.lists() for value in values)
