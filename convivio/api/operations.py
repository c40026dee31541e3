"""The API put together: the operations of every room, under one address, with one way to refuse."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.parser import Parser

from convivio.calls import api as calls
from convivio.kernel.errors import DomainError
from convivio.matching import api as matching
from convivio.organisations import api as organisations
from convivio.people.programs import anyone
from convivio.search import api as search


class WholeText(Parser):
    """Reads a body whose every text can be written down: JSON can spell half a character."""

    def parse_body(self, request: HttpRequest) -> Any:
        told = super().parse_body(request)
        json.dumps(told, ensure_ascii=False).encode()
        return told


api = NinjaAPI(
    title="Convivio",
    version="1",
    description="From a need or a call to a consortium that can win it. Make a token on your account page, and send "
    "it as “Authorization: Bearer …”; the program then acts as you, for whom you acted when you made it.",
    urls_namespace="api",
    docs_url=None,
    openapi_extra={
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{}, {"token": []}],
    },
    auth=anyone,
    parser=WholeText(),
)
api.add_router("/search", search.router)
api.add_router("/organisations", organisations.router)
api.add_router("/calls", calls.router)
api.add_router("/rule-sets", calls.rules)
api.add_router("/match", matching.router)


def _problem(
    request: HttpRequest, status: int, code: str, message: str, fields: dict[str, list[str]] | None = None
) -> HttpResponse:
    body = {"code": code, "message": message, "fields": fields or {}}
    return api.create_response(request, body, status=status)


@api.exception_handler(DomainError)
def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return _problem(request, error.status, error.code, error.message)


@api.exception_handler(ValueError)
def refused_by_the_engine(request: HttpRequest, error: ValueError) -> HttpResponse:
    """Answer a refusal of the engine, which is a ValueError with a code; anything else is our mistake."""
    code = getattr(error, "code", None)
    if not isinstance(code, str):
        raise error
    status = 404 if code == "unknown_rule_set" else 422
    return _problem(request, status, code, str(error))


@api.exception_handler(Http404)
def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
    return _problem(request, 404, "not_found", _("There is nothing here, or nothing that you may see."))


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    return _problem(request, 401, "not_signed_in", _("Send a token that is still good."))


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _problem(request, error.status_code, "bad_input", str(error))


@api.exception_handler(ValidationError)
def bad_values(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        place = ".".join(str(part) for part in one.get("loc", ())[1:]) or "request"
        fields.setdefault(place, []).append(str(one.get("msg", "")))
    return _problem(request, 422, "bad_input", _("Some values cannot be used as they are."), fields)


def operations() -> list[dict[str, Any]]:
    """List every operation: its method, its address, its view and its policy."""
    return [
        {
            "method": method,
            "path": f"{prefix}{path}",
            "view": operation.view_func,
            "policy": getattr(operation.view_func, "policy", None),
        }
        for prefix, router in api._routers  # noqa: SLF001 - ninja offers no other way to list them
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]
