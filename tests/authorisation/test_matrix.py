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
from convivio.config import urls
from convivio.config.url_policies import every_address_has_a_policy
from convivio.web.policies import addresses
from tests.authorisation.addresses import BY_ADDRESS, HIDDEN, NAMED
from tests.authorisation.matrix import TABLE, ask, our_addresses, rows, url_of, without_tokens
from tests.authorisation.world import PRINCIPALS, World, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build()


def test_every_address_answers_as_the_table_says(world: World) -> None:
    found = [str(row) for row in rows(world)]

    if os.environ.get("CONVIVIO_WRITE_TABLE"):
        TABLE.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == TABLE.read_text(encoding="utf-8").splitlines()


def test_no_address_breaks_and_each_lets_somebody_in(world: World) -> None:
    for row in rows(world):
        assert max(row.statuses) < 500, row
        assert any(status < 400 or status in {405, 409, 422, 400} for status in row.statuses), row


def test_looking_changes_nothing(world: World) -> None:
    TraceHead.objects.get_or_create(pk=1)
    before = _fingerprint()
    for address in our_addresses():
        for principal in ("anonymous", "editor"):
            ask(world, principal, "GET", url_of(address, world.named))

    assert _fingerprint() == before


@pytest.mark.parametrize("name", sorted(name for name, thing in BY_ADDRESS.items() if thing in HIDDEN))
def test_what_may_not_be_seen_looks_like_what_is_not_there(world: World, name: str) -> None:
    thing = BY_ADDRESS[name]
    there = NAMED[thing](world.named)
    missing = {key: "nothing-here" if isinstance(value, str) else 999_999 for key, value in there.items()}
    for principal in ("loner", "other_office"):
        for method in ("GET", "POST"):
            hidden = ask(world, principal, method, reverse(name, kwargs=there))
            absent = ask(world, principal, method, reverse(name, kwargs=missing))

            assert hidden.status_code == absent.status_code
            assert without_tokens(hidden) == without_tokens(absent)


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
