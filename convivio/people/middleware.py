"""Who acts in this request, for whom: read when first asked, from what holds today."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from convivio.people.acting import CHOSEN, Acting, acting_as
from convivio.people.signing_in.second_steps import has_one, needs_one, was_taken

WITHOUT_A_SECOND_STEP = ("account_", "mfa_", "socialaccount_", "openid_connect_")
OPEN_NAMES = frozenset({"people:account", "set_language", "web:appearance", "healthz"})
"""What an office opens before its second step: what setting one up needs, and nothing that acts."""


class ActingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        def acting() -> Acting:
            return acting_as(request.user, request.session.get(CHOSEN, ""))

        request.acting = SimpleLazyObject(acting)  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondStepMiddleware:
    """Send whoever holds an office to their second step before anything but the pages of the account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _positional: Any, _named: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        is_open = name in OPEN_NAMES or name.startswith(WITHOUT_A_SECOND_STEP)
        if is_open or not request.user.is_authenticated or was_taken(request):
            return None
        acting: Acting = request.acting  # type: ignore[attr-defined]
        if not needs_one(acting) or acting.person is None:
            return None
        return _to_the_second_step(request, has_it=has_one(acting.person))


def _to_the_second_step(request: HttpRequest, *, has_it: bool) -> HttpResponse:
    said = _("Whoever holds an office signs in with a second step: an app on the telephone, or a passkey.")
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "second_step_missing", "message": said, "fields": {}}, status=403)
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/"})
    target = f"{reverse('mfa_reauthenticate' if has_it else 'mfa_index')}?{back}"
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = target
        return response
    messages.warning(request, said)
    return redirect(target)
