"""What the door does with each answer of a policy."""

from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from convivio.kernel.verdicts import Verdict
from convivio.web.policies import (
    ANYONE,
    SIGNED_IN,
    Policy,
    PolicyMiddleware,
    addresses,
    declare_for_others,
    policy,
    policy_of,
)

REFUSED = Verdict("Not you.")
SIGNED = mock.Mock(is_authenticated=True)


def view(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def declared(chosen: Policy) -> Any:
    return policy(chosen)(lambda request: HttpResponse("seen"))


def at_the_door(opened: Any, user: object = SIGNED, name: str = "") -> Any:
    """Ask the door for a view, as this person."""
    request = RequestFactory().get("/page/?of=2")
    request.user = user  # type: ignore[assignment]
    request.resolver_match = mock.Mock(view_name=name) if name else None
    return PolicyMiddleware(view).process_view(request, opened, (), {})


def test_a_view_without_a_policy_is_refused() -> None:
    with pytest.raises(PermissionDenied, match=r"policy|regola"):
        at_the_door(view)


def test_a_yes_lets_the_view_answer() -> None:
    assert at_the_door(declared(ANYONE), AnonymousUser()) is None
    assert at_the_door(declared(SIGNED_IN)) is None


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    answer = at_the_door(declared(SIGNED_IN), AnonymousUser())

    assert answer.status_code == 302
    assert "next=%2Fpage%2F%3Fof%3D2" in answer.headers["Location"]


def test_whoever_is_signed_in_hears_why_not() -> None:
    with pytest.raises(PermissionDenied, match="Not you"):
        at_the_door(declared(Policy("for some", lambda _request: REFUSED)))


def test_a_policy_that_does_not_sign_in_refuses_also_nobody() -> None:
    with pytest.raises(PermissionDenied, match="Not you"):
        at_the_door(declared(Policy("by token", lambda _request: REFUSED, signs_in=False)), AnonymousUser())


@pytest.mark.parametrize("user", [SIGNED, AnonymousUser()])
def test_what_is_hidden_is_not_there(user: object) -> None:
    with pytest.raises(Http404):
        at_the_door(declared(Policy("for some", lambda _request: REFUSED, hides=True)), user)


def test_an_address_of_others_has_the_policy_of_its_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convivio.web.policies._of_others", {})
    declare_for_others("theirs", ANYONE)

    assert at_the_door(view, name="theirs") is None
    assert policy_of(view, "other") is None
    assert policy_of(view, None) is None


def test_a_view_s_own_policy_comes_before_that_of_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convivio.web.policies._of_others", {"page": ANYONE})

    assert policy_of(declared(SIGNED_IN), "page") is SIGNED_IN


def test_what_calls_itself_a_policy_and_is_none_is_no_policy() -> None:
    view_of_others = mock.Mock(policy="everybody")

    assert policy_of(view_of_others, "page of others") is None


def test_every_address_is_named_with_the_names_around_it() -> None:
    of_a_page = next(one for one in addresses() if one.name == "organisations:page")

    assert (of_a_page.pattern, of_a_page.policy) == ("organisations/<slug:slug>/", ANYONE)


def test_an_address_without_a_name_has_none() -> None:
    resolver = mock.Mock(url_patterns=[path("bare/", view), path("named/", declared(ANYONE), name="named")])

    assert [(one.pattern, one.name) for one in addresses(resolver)] == [("bare/", ""), ("named/", "named")]


def test_an_address_of_an_inner_list_without_a_name_keeps_its_own_name() -> None:
    inner = path("inner/", include([path("named/", view, name="named")]))

    assert [(one.pattern, one.name) for one in addresses(mock.Mock(url_patterns=[inner]))] == [
        ("inner/named/", "named")
    ]


def test_what_is_neither_a_list_nor_an_address_is_passed_over() -> None:
    assert list(addresses(mock.Mock(url_patterns=[mock.Mock(pattern="left/")]))) == []
