import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db


def answer(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("search", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_the_command_finds_what_anyone_may_see() -> None:
    organisation = OrganisationFactory.create(name="Filtri Bassa")
    OrganisationFactory.create(only_for_members=True)
    rebuild_index()

    found = answer("dialysis")

    assert found["total"] == 1
    assert found["hits"][0]["key"] == organisation.key
    assert found["hits"][0]["url"] == organisation.get_absolute_url()


def test_the_command_keeps_to_a_type_and_a_limit() -> None:
    OrganisationFactory.create_batch(3)
    ProjectFactory.create()
    rebuild_index()

    found = answer("dialysis", "--type", "organisation", "--limit", "2")

    assert found["total"] == 3
    assert {hit["type"] for hit in found["hits"]} == {"organisation"}
    assert len(found["hits"]) == 2


def test_without_an_index_the_command_says_so() -> None:
    with pytest.raises(CommandError, match="index_not_built"):
        answer("dialysis")
