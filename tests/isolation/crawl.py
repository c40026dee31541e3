"""Everything that the people of one side can open: each address, filled with whatever there is of both sides."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from urllib.parse import quote

from django.apps import apps
from django.core import mail
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch, reverse

from convivio.activity.models import OutboxMessage, Trace
from convivio.resources.models import Resource
from convivio.web.policies import Address, addresses
from tests.isolation.sides import Side

NEWEST = 2
"""Rows of each kind that an address is tried with: the last ones are what was just done."""
ENDINGS = {"ending": ["csv", "xlsx"], "form": ["json", "csv", "xlsx"]}
LEFT_OUT = ("account_", "mfa_", "openid", "socialaccount", "set_language", "healthz")
PART = re.compile(r"<(?:(\w+):)?(\w+)>")


ONLY_ACTED_ON: set[str] = set()
"""Addresses that take a POST and nothing else, as they answered: nothing is read there."""
NO_SUCH_METHOD = 405


def seen_by(side: Side, other: Side, people: Iterable[str]) -> Iterator[tuple[str, str, bytes]]:
    """Give who opened what, and what it held, for these people of a side and everything there is to open."""
    urls = {url: address.name for address in addresses() for url in filled(address, side, other)}
    for who in people:
        client = Client(raise_request_exception=False)
        client.force_login(side.people[who])
        for url, name in sorted(urls.items()):
            if name in ONLY_ACTED_ON:
                continue
            response = client.get(url)
            if response.status_code == NO_SUCH_METHOD:
                ONLY_ACTED_ON.add(name)
            body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
            yield who, url, body


def searched_by(side: Side, words: list[str]) -> Iterator[tuple[str, bytes]]:
    """Give what is found by the words of the others, wherever one can search."""
    client = Client(raise_request_exception=False)
    client.force_login(side.people["office"])
    for word in words:
        for address in (
            "/search/?q=",
            "/search/suggest/?q=",
            "/organisations/?q=",
            "/api/v1/search/?q=",
            "/calls/?q=",
        ):
            response = client.get(f"{address}{quote(word)}")
            yield f"{address}{word}", response.content.replace(word.encode(), b"", 20)


def letters_to(side: Side) -> Iterator[str]:
    """Give every letter that went, or waits to go, to the people of a side."""
    ours = {person.email for person in side.people.values()}
    for letter in mail.outbox:
        if ours & set(letter.to):
            yield f"{letter.subject}\n{letter.body}"
    for message in OutboxMessage.objects.filter(kind="letter"):
        if message.payload["to"] in ours:
            yield f"{message.payload['subject']}\n{message.payload['text']}"


def filled(address: Address, side: Side, other: Side) -> Iterator[str]:
    if address.name.startswith(LEFT_OUT) or not address.name:
        return
    parts = PART.findall(address.pattern)
    values = [_values(kind, name, address.name, side, other) for kind, name in parts]
    for chosen in product(*values):
        try:
            yield reverse(
                address.name, kwargs={name: value for (_, name), value in zip(parts, chosen, strict=True)}
            )
        except NoReverseMatch:
            continue


def _values(kind: str, name: str, address: str, side: Side, other: Side) -> Sequence[object]:
    if name in ENDINGS:
        return list(ENDINGS[name])
    room = address.partition(":")[0]
    if room == "resources" and name == "slug" and "organisation" not in address:
        return list(Resource.objects.order_by("-pk").values_list("slug", flat=True)[:NEWEST])
    if name in {"slug", "cluster"}:
        is_body = name == "slug" and (room in {"organisations", "trackrecord"} or "organisation" in address)
        return [each.organisation.slug if is_body else each.cluster.slug for each in (side, other)]
    rows: list[object] = []
    for model in _models_of(room):
        for row in model._default_manager.order_by("-pk")[:NEWEST]:
            value = getattr(row, name if hasattr(row, name) else "pk")
            rows.append(value)
    if kind == "int":
        return sorted({one for one in rows if isinstance(one, int)})
    return sorted({str(one) for one in rows if isinstance(one, str)})


def _models_of(room: str) -> list[type[Model]]:
    if room == "tracing":
        return [Trace]
    return list(apps.get_app_config(room).get_models()) if room in apps.app_configs else []
