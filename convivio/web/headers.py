"""Headers that keep a page to itself: a strict content policy, and no copies of private pages."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_POLICY = "; ".join(  # noqa: FLY002 - one line for each directive
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


class HeadersMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.setdefault("X-Frame-Options", "DENY")
        if _is_for_one(request):
            response.setdefault("Cache-Control", "no-store, private")
        return response


def _is_for_one(request: HttpRequest) -> bool:
    """Say whether the answer is somebody's own: whoever has signed in, or whose token was sent."""
    is_signed_in = hasattr(request, "user") and request.user.is_authenticated
    return is_signed_in or bool(request.headers.get("Authorization"))
