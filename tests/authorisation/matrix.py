"""The authorisation matrix: every address, every method, every principal."""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from convivio.people.models import Person
from convivio.web.policies import Address, addresses
from tests.authorisation.addresses import BY_ADDRESS, NAMED
from tests.authorisation.world import PRINCIPALS, World

NO_SUCH_METHOD = 405
PROBES = ("editor", "office", "signatory", "coordinator")
"""Principals of whom one gets as far as the view, asked first: a method that it does not take has no row."""
OTHERS = tuple(one for one in PRINCIPALS if one not in PROBES)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
TABLES = Path(__file__).with_name("tables")
"""How every address answers, a file for each room."""
NOT_OURS = ("account_", "mfa_", "socialaccount_", "openid_connect_")


@dataclass(frozen=True, slots=True)
class Row:
    """How one address answers one method, for each principal."""

    method: str
    name: str
    pattern: str
    policy: str
    statuses: tuple[int, ...]

    def __str__(self) -> str:
        answers: dict[int, list[str]] = {}
        for principal, status in zip(PRINCIPALS, self.statuses, strict=True):
            answers.setdefault(status, []).append(principal)
        told = " · ".join(f"{status} {_group(who)}" for status, who in sorted(answers.items()))
        return f"{self.method:<6} {self.name:<34} [{self.policy}] {told}"


def _group(principals: list[str]) -> str:
    """Say who, the shorter way: everybody, everybody but some, or some."""
    others = [one for one in PRINCIPALS if one not in principals]
    if not others:
        return "everybody"
    return f"all but {', '.join(others)}" if len(others) < len(principals) else ", ".join(principals)


def our_addresses() -> list[Address]:
    return [one for one in addresses() if not one.name.startswith(NOT_OURS)]


def url_of(address: Address, things: dict[str, Any]) -> str:
    """Fill an address with what its entry names.

    Errors: LookupError, when the address has parts and no entry.
    """
    try:
        return reverse(address.name)
    except NoReverseMatch:
        thing = BY_ADDRESS.get(address.name)
        if thing is None:
            message = f"{address.name} ({address.pattern}) has no entry in tests/authorisation/addresses.py"
            raise LookupError(message) from None
        return reverse(address.name, kwargs=NAMED[thing](things))


def room_of(address: Address) -> str:
    return address.name.partition(":")[0] if ":" in address.name else "site"


def rooms() -> list[str]:
    return sorted({room_of(address) for address in our_addresses()})


def table_of(room: str) -> Path:
    return TABLES / f"{room}.txt"


def rows(world: World, room: str) -> Iterator[Row]:
    """Ask every address of a room, by every method that it knows, as every principal."""
    for address in our_addresses():
        if room_of(address) != room:
            continue
        url = url_of(address, world.named)
        for method in METHODS:
            answers: dict[str, int] = {}
            for principal in (*PROBES, *OTHERS):
                answers[principal] = ask(world, principal, method, url).status_code
                if answers[principal] == NO_SUCH_METHOD:
                    break
            else:
                policy = address.policy.name if address.policy else "none"
                statuses = tuple(answers[principal] for principal in PRINCIPALS)
                yield Row(method, address.name, address.pattern, policy, statuses)


def ask(world: World, principal: str, method: str, url: str, *, part: bool = False) -> Any:
    """Ask as a principal, for the whole page or the part that htmx wants; take back whatever it changed."""
    who = world.people[principal]
    headers = {"HX-Request": "true"} if part else {}
    if isinstance(who, str):
        headers["Authorization"] = f"Bearer {who}"
    if principal not in world.clients:
        world.clients[principal] = Client(raise_request_exception=False)
        if isinstance(who, Person):
            world.clients[principal].force_login(who)
    client = world.clients[principal]
    kept = copy(client.cookies)
    with transaction.atomic():
        response = client.generic(method, url, headers=headers)
        transaction.set_rollback(True)
    client.cookies = kept
    return response


def without_tokens(response: Any) -> bytes:
    """Return a page without what differs at every request."""
    text = re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', b"", response.content)
    return re.sub(rb'(next=|name="next" value=")[^"]*', b"", text)
