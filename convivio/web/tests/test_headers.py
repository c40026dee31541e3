import pytest
from django.test import Client
from django.urls import reverse

from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def test_a_request_for_another_host_is_refused_on_a_page_of_ours() -> None:
    client = Client(raise_request_exception=False)

    answer = client.get("/", HTTP_HOST="elsewhere.example")

    assert answer.status_code == 400
    assert b"</html>" in answer.content
    assert b"elsewhere.example" not in answer.content


def test_when_all_else_is_broken_a_page_still_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_request: object) -> list[object]:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("convivio.web.context.places_for", breaks)
    client = Client(raise_request_exception=False)

    answer = client.get(reverse("web:style"))

    assert answer.status_code == 500
    assert b"</html>" in answer.content
    assert b"the database is gone" not in answer.content


@pytest.mark.parametrize(
    "next_page",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x()", "home:front", "²"],
)
def test_a_form_leads_to_no_other_site_and_to_no_view_by_name(client: Client, next_page: str) -> None:
    answer = client.post(reverse("web:appearance"), {"theme": "dark", "next": next_page})

    assert answer.headers["Location"] == "/"


def test_no_page_may_stand_in_a_frame(client: Client) -> None:
    answer = client.get(reverse("web:style"))

    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_answered_to_somebody_is_kept_nowhere(client: Client) -> None:
    to_a_program = client.get("/api/v1/search/", HTTP_AUTHORIZATION="Bearer cv_no_such_token")
    client.force_login(PersonFactory.create())

    assert "no-store" in to_a_program.headers["Cache-Control"]
    assert "no-store" in client.get(reverse("web:style")).headers["Cache-Control"]
