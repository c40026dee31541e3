"""Every address answers every principal as the committed table says.

After a change that is meant, write the table anew and read its difference:
CONVIVIO_WRITE_TABLE=yes python3 dev test tests/authorisation
"""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from convivio.activity.models import TraceHead
from convivio.clusters.first_run import BEFORE_THE_NETWORK
from convivio.config import urls
from convivio.config.url_policies import every_address_has_a_policy
from convivio.people.permissions import IN_THE_DEMONSTRATION
from convivio.web.policies import BY_OPERATION, addresses
from tests.authorisation.addresses import BY_ADDRESS, HIDDEN, NAMED
from tests.authorisation.matrix import (
    TABLES,
    ask,
    our_addresses,
    rooms,
    rows,
    table_of,
    url_of,
    without_tokens,
)
from tests.authorisation.world import OUTSIDERS, PRINCIPALS, World, build

pytestmark = pytest.mark.django_db
DOORS_OF_THEIR_OWN = {IN_THE_DEMONSTRATION.name, BY_OPERATION.name, BEFORE_THE_NETWORK.name}
"""Doors that open to nobody here: outside the demonstration, without a token, once there is a network."""


@pytest.fixture
def world() -> World:
    return build()


@pytest.mark.parametrize("room", rooms())
def test_every_address_answers_as_the_table_says(world: World, room: str) -> None:
    found = list(rows(world, room))
    table = [str(row) for row in found]

    if os.environ.get("CONVIVIO_WRITE_TABLE"):
        TABLES.mkdir(exist_ok=True)
        table_of(room).write_text("\n".join(table) + "\n", encoding="utf-8")
    assert [str(row) for row in found if max(row.statuses) >= 500] == []
    closed = [
        row for row in found if row.policy not in DOORS_OF_THEIR_OWN and not _lets_somebody_in(row.statuses)
    ]
    assert [str(row) for row in closed] == []
    assert table == table_of(room).read_text(encoding="utf-8").splitlines()


def test_there_is_a_table_for_each_room_and_for_nothing_else() -> None:
    assert sorted(path.stem for path in TABLES.glob("*.txt")) == rooms()


def _lets_somebody_in(statuses: tuple[int, ...]) -> bool:
    """Say whether somebody gets further than the door: a page, a redirect, or a refusal of what was sent."""
    return any(status < 400 or status in {400, 409, 422, 503} for status in statuses)


def test_looking_changes_nothing(world: World) -> None:
    TraceHead.objects.get_or_create(pk=1)
    before = _fingerprint()
    for address in our_addresses():
        for principal in ("anonymous", "editor"):
            ask(world, principal, "GET", url_of(address, world.named))

    assert _fingerprint() == before


def _hidden_by_room() -> dict[str, list[str]]:
    """Gather the addresses of what is hidden, by their rooms: one world is enough for each."""
    found: dict[str, list[str]] = {}
    for name in sorted(name for name, thing in BY_ADDRESS.items() if thing in HIDDEN):
        found.setdefault(name.partition(":")[0], []).append(name)
    return found


@pytest.mark.parametrize("room", _hidden_by_room())
def test_what_may_not_be_seen_looks_like_what_is_not_there(world: World, room: str) -> None:
    for name in _hidden_by_room()[room]:
        there = NAMED[BY_ADDRESS[name]](world.named)
        missing = {key: "nothing-here" if isinstance(value, str) else 999_999 for key, value in there.items()}
        for principal in OUTSIDERS:
            for method in ("GET", "POST"):
                hidden = ask(world, principal, method, reverse(name, kwargs=there))
                absent = ask(world, principal, method, reverse(name, kwargs=missing))

                assert hidden.status_code == absent.status_code, (name, principal, method)
                assert without_tokens(hidden) == without_tokens(absent), (name, principal, method)


def _planted(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("planted")


urlpatterns = [path("planted/", _planted, name="planted"), *urls.urlpatterns]


@pytest.fixture
def a_planted_address() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.usefixtures("a_planted_address")
def test_a_planted_address_without_a_policy_fails_the_build() -> None:
    problems = every_address_has_a_policy()

    assert [one.name for one in addresses() if one.policy is None] == ["planted"]
    assert [problem.id for problem in problems] == ["convivio.E001"]


@pytest.mark.usefixtures("a_planted_address")
def test_a_planted_address_without_a_policy_is_refused(world: World) -> None:
    for principal in PRINCIPALS:
        assert ask(world, principal, "GET", "/planted/").status_code == 403


def _fingerprint() -> dict[str, int]:
    """Count the rows of every table but the sessions."""
    tables = [one for one in connection.introspection.table_names() if "session" not in one]
    counts = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names that the database gave
            counts[table] = cursor.fetchone()[0]
    return counts
