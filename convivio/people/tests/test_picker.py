from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def pick(client: Client, number: object, **more: Any) -> int:
    return client.post(reverse("people:picker"), {"person": number}, **more).status_code


def test_outside_the_demonstration_nobody_is_picked(client: Client) -> None:
    invented = PersonFactory.create(is_invented=True)

    assert pick(client, invented.pk) == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "asked", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"REMOTE_ADDR": "nowhere"}]
)
def test_another_machine_picks_nobody_even_in_the_demonstration(
    client: Client, settings: Any, asked: dict[str, str]
) -> None:
    settings.DEMO = True
    invented = PersonFactory.create(is_invented=True)

    assert pick(client, invented.pk, **asked) == 404
    assert pick(client, invented.pk) == 302


@pytest.mark.parametrize("number", ["", "0", "-1", "²", "9" * 30, "9" * 5000])
def test_a_number_that_is_nobodys_picks_nobody(client: Client, settings: Any, number: str) -> None:
    settings.DEMO = True

    assert pick(client, number) == 404


def test_only_the_invented_are_picked(client: Client, settings: Any) -> None:
    settings.DEMO = True

    assert pick(client, PersonFactory.create().pk) == 404
    assert pick(client, PersonFactory.create(is_invented=True, is_active=False).pk) == 404


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_whoever_is_picked_stays_on_this_site(client: Client, settings: Any, elsewhere: str) -> None:
    settings.DEMO = True
    invented = PersonFactory.create(is_invented=True)

    answer = client.post(reverse("people:picker"), {"person": invented.pk, "next": elsewhere})

    assert answer.headers["Location"] == "/"
