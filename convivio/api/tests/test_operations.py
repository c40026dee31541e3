import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from convivio.api.operations import api, operations
from convivio.organisations.tests.factories import IdentifierFactory, OrganisationFactory
from convivio.people.acting import acting_as
from convivio.people.models import Person, Token
from convivio.people.tests.factories import PersonFactory
from convivio.people.tokens import make_token
from convivio.search.freshness import rebuild_index
from convivio.web.policies import ANYONE, SIGNED_IN

pytestmark = pytest.mark.django_db
NEED = {"text": "Dialysis filters and membranes"}


@pytest.fixture
def person() -> Person:
    return PersonFactory.create()


@pytest.fixture
def bearer(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(person, 'test', by=acting_as(person))}"}


def post(client: Client, path: str, body: object, headers: dict[str, str] | None = None):
    return client.post(f"/api/v1/{path}", json.dumps(body), "application/json", headers=headers)


@pytest.mark.parametrize("operation", operations(), ids=lambda one: f"{one['method']} {one['path']}")
def test_every_operation_keeps_the_policy_that_it_declares(client: Client, operation: dict[str, Any]) -> None:
    rebuild_index()
    path = re.sub(r"{[^}]*}", "nothing-here", operation["path"])

    response = client.generic(operation["method"], f"/api/v1{path}")

    assert operation["policy"] in {ANYONE, SIGNED_IN}
    assert (response.status_code == 401) == (operation["policy"] is SIGNED_IN)


def test_every_refusal_is_documented() -> None:
    for methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values():
        for operation in methods.values():
            assert {401, 403, 404, 409, 422} <= set(operation["responses"])


def test_anyone_searches(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Membrane Aperte")
    rebuild_index()

    found = client.get("/api/v1/search/", {"q": "membrane"}).json()

    assert [hit["key"] for hit in found["hits"]] == [organisation.key]


def test_what_is_hidden_is_like_what_is_not_there(client: Client) -> None:
    hidden = OrganisationFactory.create(only_for_members=True)
    rebuild_index()

    refused = client.get(f"/api/v1/organisations/{hidden.slug}")

    assert refused.status_code == 404
    assert refused.content == client.get("/api/v1/organisations/nothing-here").content
    assert client.get("/api/v1/organisations/").json()["total"] == 0


def test_matching_wants_a_token(client: Client) -> None:
    assert post(client, "match/partners", NEED).json()["code"] == "not_signed_in"


def test_a_token_that_ended_opens_nothing(client: Client, bearer: dict[str, str]) -> None:
    Token.objects.update(revoked_at=now())

    assert client.get("/api/v1/search/", headers=bearer).status_code == 401
    assert post(client, "match/partners", NEED, bearer).status_code == 401


def test_a_program_finds_partners(client: Client, bearer: dict[str, str]) -> None:
    organisation = OrganisationFactory.create()
    rebuild_index()

    found = post(client, "match/partners", NEED, bearer).json()

    assert [one["key"] for one in found["new"]] == [organisation.key]
    assert found["new"][0]["reasons"][0]["evidence"] == [organisation.key]


def test_a_program_composes_a_table(client: Client, bearer: dict[str, str]) -> None:
    lead = IdentifierFactory.create(organisation__country="IT").organisation
    for country in ("ES", "FR", "PL"):
        OrganisationFactory.create(country=country, nuts="")
    rebuild_index()
    pic = lead.identifiers.get().value

    body = {**NEED, "rule_set": "horizon-europe-ria", "lead": pic, "seats": 3}
    table = post(client, "match/table", body, bearer).json()

    assert table["valid"]
    assert table["seats"][0]["organisation"] == pic
    assert len({seat["country"] for seat in table["seats"]}) == 3


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("match/partners", {"text": ""}, "bad_input"),
        ("match/partners", {"text": "the of and"}, "empty_text"),
        ("match/partners", {"text": "x", "lead": "nobody"}, "bad_input"),
        ("match/partners", {"text": "x", "filters": {"nothing": ["x"]}}, "unknown_facet"),
        ("match/partners", {"text": 5}, "bad_input"),
        ("match/partners", [], "bad_input"),
        ("match/partners", {"text": "x", "each": -1}, "bad_input"),
        ("match/table", {"text": "x", "rule_set": "no-such", "seats": 3}, "bad_input"),
        ("match/table", {"text": "x", "rule_set": "horizon-europe-ria", "seats": 3000}, "bad_input"),
        ("match/table", {"text": "x", "rule_set": "x", "seats": 3, "budget": "NaN"}, "bad_input"),
    ],
)
def test_bad_input_gets_a_code(
    client: Client, bearer: dict[str, str], path: str, body: object, code: str
) -> None:
    OrganisationFactory.create()
    rebuild_index()

    refused = post(client, path, body, bearer)

    assert 400 <= refused.status_code < 500
    assert refused.json()["code"] == code


@pytest.mark.parametrize("field", ["text", "lead", "exclude", "filters", "picked"])
def test_half_a_character_gets_a_code(client: Client, bearer: dict[str, str], field: str) -> None:
    half = {"exclude": ["\ud800"], "filters": {"kind": ["\ud800"]}, "picked": {"\ud800": ""}}
    body = {**NEED, "rule_set": "horizon-europe-ria", "seats": 3, field: half.get(field, "\ud800")}

    refused = post(client, "match/table", body, bearer)

    assert refused.status_code == 400
    assert refused.json()["code"] == "bad_input"


def test_a_table_is_asked_for_no_more_partners_than_it_seats(client: Client, bearer: dict[str, str]) -> None:
    crowd = {f"organisation:{'0' * number}1": "" for number in range(60)}
    body = {**NEED, "rule_set": "horizon-europe-ria", "seats": 3, "picked": crowd}

    assert post(client, "match/table", body, bearer).json()["code"] == "bad_input"


def test_half_a_body_gets_a_code(client: Client, bearer: dict[str, str]) -> None:
    refused = client.post("/api/v1/match/partners", '{"text": ', "application/json", headers=bearer)

    assert refused.status_code in {400, 422}
    assert refused.json()["code"] == "bad_input"
