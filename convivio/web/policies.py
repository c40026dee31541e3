"""Who may open an address: every view declares it, and one that does not is refused.

A policy asks before the view runs. What a person may see of a thing is asked again, row by row,
by the queryset that finds it; what a person may do, by the action that does it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from convivio.kernel.verdicts import ALLOWED, Verdict

Asks = Callable[..., Verdict]
View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Policy:
    """A named answer to “who may open this?”.

    `asks(request, **what the address names)` gives a verdict. With `hides`, a no looks like an
    address that does not exist.
    """

    name: str
    asks: Asks
    hides: bool = False
    signs_in: bool = True


def _anyone(_request: HttpRequest, **_named: object) -> Verdict:
    return ALLOWED


def _signed_in(request: HttpRequest, **_named: object) -> Verdict:
    return ALLOWED if request.user.is_authenticated else Verdict(_("Sign in first."))


ANYONE = Policy("anyone", _anyone)
SIGNED_IN = Policy("signed in", _signed_in)
BY_OPERATION = Policy("by operation", _anyone)


def policy(chosen: Policy) -> Callable[[View], View]:
    """Declare who may open a view."""

    def declare(view: View) -> View:
        view.policy = chosen  # type: ignore[attr-defined]
        return view

    return declare


_of_others: dict[str, Policy] = {}


def declare_for_others(name: str, chosen: Policy) -> None:
    """Declare the policy of an address whose view is not ours, by the address's name."""
    _of_others[name] = chosen


def policy_of(view: Callable[..., Any], name: str | None) -> Policy | None:
    """Return what a view or its address declares, or None."""
    declared = getattr(view, "policy", None)
    return declared if isinstance(declared, Policy) else _of_others.get(name or "")


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the site: its pattern, its full name, its view and its policy."""

    pattern: str
    name: str
    view: Callable[..., Any]
    policy: Policy | None


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    """Walk every address of the site."""
    yield from _walk(resolver or get_resolver(), "", "")


def _walk(resolver: URLResolver, before: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            name = f"{namespace}{entry.name}" if entry.name else ""
            yield Address(pattern, name, entry.callback, policy_of(entry.callback, name))


class PolicyMiddleware:
    """Ask the policy of the view before it runs; refuse a view that has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        _positional: tuple[Any, ...],
        named: dict[str, Any],
    ) -> HttpResponse | None:
        return refused_by_policy(request, view, named)


def refused_by_policy(
    request: HttpRequest, view: Callable[..., Any], named: dict[str, Any]
) -> HttpResponse | None:
    """Ask the policy of a view; None when it says yes.

    Errors: PermissionDenied; Http404, where a no looks like nothing.
    """
    match = request.resolver_match
    chosen = policy_of(view, match.view_name if match else None)
    if chosen is None:
        raise PermissionDenied(_("This address has no policy, so nobody may open it."))
    verdict = chosen.asks(request, **named)
    if verdict:
        return None
    if chosen.hides:
        raise Http404
    if not request.user.is_authenticated and chosen.signs_in:
        back = urlencode({"next": request.get_full_path()})
        return redirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
    raise PermissionDenied(verdict.reason)
