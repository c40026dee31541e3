"""How a refusal reaches a person: a sentence, the right status, and nothing lost."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from convivio.kernel.errors import DomainError, NotFound

WAIT_SECONDS = 300
"""After so long, the limits on signing in let the next try through."""


class RefusalMiddleware:
    """Turn a DomainError into a page, or into a notice when htmx asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, NotFound):
            raise Http404 from error
        said = refusal_of(error)
        if said is None:
            return None
        message, code, status = said
        context = {"message": message, "code": code}
        if getattr(request, "htmx", False):
            response = render(request, "web/_refusal.html", context, status=status)
            response["HX-Retarget"], response["HX-Reswap"] = "#notices", "innerHTML"
            return response
        return render(request, "web/refusal.html", context, status=status)


def refusal_of(error: Exception) -> tuple[str, str, int] | None:
    """Return the sentence, the code and the status of a refusal; None for a mistake of ours.

    The engine knows nothing of our errors: its refusals are ValueErrors with a code, and its
    sentences are for programs, so the usual ones are said here in the reader's language.
    """
    if isinstance(error, DomainError):
        return error.message, error.code, error.status
    code = getattr(error, "code", None)
    if not isinstance(error, ValueError) or not isinstance(code, str):
        return None
    if code in {"index_missing", "index_busy"}:
        return _("The index is being made ready. Try again in a moment."), code, 503
    if code == "empty_text":
        return _("There is no word here to look for. Say what you need in a sentence."), code, 422
    return str(error), code, 422


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a request cannot be read; one for another host is refused before anyone knows who asks."""
    return HttpResponse(render_to_string("400.html", request=_known(request)), status=400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    context = {"message": str(exception), "code": "not_allowed"}
    return render(request, "403.html", context, status=403)


def missing(request: HttpRequest, exception: Http404) -> HttpResponse:
    return render(request, "404.html", status=404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that something was tried too often, and when it can be tried again."""
    response = render(request, "429.html", {"minutes": WAIT_SECONDS // 60}, status=429)
    response["Retry-After"] = str(WAIT_SECONDS)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke; the page asks nothing of the request, which may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)


def _known(request: HttpRequest) -> HttpRequest | None:
    """Return a request that every middleware has seen; pages need it to say who is there."""
    return request if hasattr(request, "acting") else None


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was open too long, or came from elsewhere; the browser keeps what was typed."""
    messages.error(request, _("This page was open too long. Go back, and send the form again."))
    context = {
        "message": _(
            "This page was open too long. Go back, and send the form again: what you wrote is still there."
        ),
        "code": "expired_form",
    }
    return render(request, "403.html", context, status=403)
