"""Who acts in this request, for whom: read when first asked, from what holds today."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from convivio.people.acting import CHOSEN, Acting, acting_as


class ActingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def acting() -> Acting:
            return acting_as(request.user, request.session.get(CHOSEN, ""))

        request.acting = SimpleLazyObject(acting)  # type: ignore[attr-defined]
        return self.get_response(request)
