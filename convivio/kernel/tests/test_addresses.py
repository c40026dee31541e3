"""An address is that of its name, whatever was asked before."""

import pytest
from django.urls import NoReverseMatch, clear_script_prefix, reverse, set_script_prefix, set_urlconf

from convivio.kernel.addresses import address_of


def test_an_address_is_what_reverse_says() -> None:
    for name, parts in (
        ("organisations:list", ()),
        ("organisations:page", ("a-b",)),
        ("consortia:page", (7,)),
    ):
        for _again in range(2):
            assert address_of(name, *parts) == reverse(name, args=parts)


def test_each_thing_has_its_own_address() -> None:
    found = [address_of("organisations:page", slug) for slug in ("one", "two", "one")]

    assert found == [reverse("organisations:page", args=[slug]) for slug in ("one", "two", "one")]


def test_an_address_follows_where_the_site_stands() -> None:
    at_the_root = address_of("organisations:list")
    set_script_prefix("/below/")
    try:
        below = address_of("organisations:list")
    finally:
        clear_script_prefix()

    assert below == f"/below{at_the_root}"
    assert address_of("organisations:list") == at_the_root


def test_other_addresses_are_those_of_their_own_site() -> None:
    here = address_of("organisations:list")
    set_urlconf("convivio.kernel.tests.test_addresses")
    try:
        with pytest.raises(NoReverseMatch):
            address_of("organisations:list")
    finally:
        set_urlconf(None)

    assert address_of("organisations:list") == here


urlpatterns: list[object] = []


@pytest.mark.parametrize("name", ["nobody:here", "organisations:page"])
def test_what_has_no_address_is_said_each_time(name: str) -> None:
    for _again in range(2):
        with pytest.raises(NoReverseMatch):
            address_of(name)
