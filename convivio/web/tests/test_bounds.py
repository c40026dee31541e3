import pytest
from django.test import Client
from django.urls import reverse

from convivio.people.tests.factories import PersonFactory
from convivio.web.bounds import LARGEST_BODY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/partners/?call=a%00b", "/partners/?lead=%00", "/partners/%00/"])
def test_a_sign_that_no_text_has_is_refused_in_an_address(client: Client, address: str) -> None:
    client.force_login(PersonFactory.create())

    assert client.get(address).status_code == 400


def test_a_sign_that_no_text_has_is_refused_in_a_form(client: Client) -> None:
    client.force_login(PersonFactory.create())

    answer = client.post(reverse("matching:find"), {"words": "", "call": "a\0b"})

    assert answer.status_code == 400


def test_a_body_beyond_every_form_is_refused_unread(client: Client) -> None:
    answer = client.post(
        "/web/appearance/", b"", "text/plain", headers={"Content-Length": str(LARGEST_BODY + 1)}
    )

    assert answer.status_code == 413
    assert b"</html>" in answer.content


def test_an_unreadable_length_breaks_nothing(client: Client) -> None:
    for told in ("", "x", "-1", "9" * 5000):
        assert client.get("/web/style/", headers={"Content-Length": told}).status_code in {200, 400, 413}
