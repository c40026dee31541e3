"""The pages of calls: for anyone, in both languages, within twelve queries; what is hidden is missing."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from openpyxl import load_workbook

from convivio.calls.standing import Deadline
from convivio.calls.tests.factories import CallFactory
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory, editor_of
from convivio.search.freshness import rebuild_index
from tests.authorisation.matrix import without_tokens

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page(client: Client, url: str, language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("language", "heading"), [("en", "Calls"), ("it", "Bandi")])
def test_the_list_speaks_both_languages(client: Client, language: str, heading: str) -> None:
    CallFactory.create(title=in_both("Forni a idrogeno", "Hydrogen kilns"))
    rebuild_index()
    shown = page(client, "/calls/", language)

    assert f"<h1>{heading}</h1>" in shown
    assert ("Hydrogen kilns" if language == "en" else "Forni a idrogeno") in shown


def test_the_list_says_how_many_days_are_left(client: Client) -> None:
    CallFactory.create(deadline=localdate() + timedelta(days=9))
    rebuild_index()

    assert "in 9 days" in page(client, "/calls/")


def test_a_list_and_a_page_stay_within_the_bound_on_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    calls = CallFactory.create_batch(30, rule_set="horizon-europe-ria")
    rebuild_index()
    client.force_login(editor_of(OrganisationFactory.create()))
    client.get("/calls/")

    for url in ("/calls/", "/calls/?q=call&within=3&page=2", f"/calls/{calls[0].slug}/", "/calls/rules/"):
        with django_assert_max_num_queries(MOST_QUERIES):
            page(client, url)


def test_the_pages_of_a_long_list_hold_each_call_once(client: Client) -> None:
    CallFactory.create_batch(30)
    rebuild_index()
    first, second = page(client, "/calls/?q=call"), page(client, "/calls/?q=call&page=2")

    assert first.count("data-item") == 25
    assert second.count("data-item") == 5
    assert "q=call&amp;page=2" in first


@pytest.mark.parametrize("address", ["", "?q=zzz", "?programme=none"])
def test_an_empty_list_teaches_the_next_step(client: Client, address: str) -> None:
    assert "convivio import calls" in page(client, f"/calls/{address}")
    CallFactory.create(ended=True)
    rebuild_index()

    assert 'class="empty"' in page(client, f"/calls/{address}")
    assert "convivio import calls" not in page(client, f"/calls/{address}")


def test_what_is_shown_can_be_taken_away_as_csv(client: Client) -> None:
    CallFactory.create(code="=EVIL()", slug="evil", programme="Interreg")
    CallFactory.create(programme="Horizon")
    rebuild_index()
    rows = list(csv.reader(io.StringIO(page(client, "/calls/?programme=Interreg&format=csv"))))

    assert len(rows) == 2
    assert rows[1][0] == "'=EVIL()"
    assert rows[1][7] == "30"


def test_what_is_shown_can_be_taken_away_as_a_workbook(client: Client) -> None:
    call = CallFactory.create()
    rebuild_index()
    sheet = load_workbook(io.BytesIO(client.get("/calls/?format=xlsx").content)).active

    assert [cell.value for cell in sheet["A"]][1:] == [call.code]


def test_a_call_shows_its_rules_with_their_source(client: Client) -> None:
    call = CallFactory.create(rule_set="horizon-europe-ria")
    shown = page(client, call.get_absolute_url())

    assert "each in a different Member State or associated country" in shown
    assert "list not re-checked" in shown
    assert 'href="/calls/rules/horizon-europe-ria/"' in shown


def test_rules_of_other_days_say_so(client: Client) -> None:
    call = CallFactory.create(rule_set="por-fesr-1-2-2-2018")

    assert "do not cover the days of this call" in page(client, call.get_absolute_url())


def test_a_call_without_rules_says_so(client: Client) -> None:
    assert "No rule set of ours" in page(client, CallFactory.create().get_absolute_url())


def test_the_text_of_a_call_does_nothing_but_be_read(client: Client) -> None:
    call = CallFactory.create(
        text=in_both("", "<script>alert(1)</script> **bold** <img src=x onerror=alert(1)>")
    )
    shown = page(client, call.get_absolute_url())

    assert "<strong>bold</strong>" in shown
    assert "<script>alert" not in shown
    assert "<img" not in shown


def test_a_hidden_call_is_missing_like_one_that_never_was(client: Client) -> None:
    hidden = CallFactory.create(audience="cluster:7")
    for end in ("", "calendar.ics"):
        there, absent = client.get(f"/calls/{hidden.slug}/{end}"), client.get(f"/calls/zz-zz/{end}")

        assert there.status_code == absent.status_code == 404
        assert without_tokens(there) == without_tokens(absent).replace(b"zz-zz", hidden.slug.encode())


def test_only_deadlines_to_come_go_to_a_calendar(client: Client) -> None:
    days = [Deadline(localdate() - timedelta(days=9), 1), Deadline(localdate() + timedelta(days=9), 2)]
    call = CallFactory.create(deadlines=[day.as_row() for day in days])
    answer = client.get(f"/calls/{call.slug}/calendar.ics", headers={"accept-language": "en"})

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.count(b"BEGIN:VEVENT") == 1
    assert b"SUMMARY:Deadline\\, stage 2: " in answer.content


def test_a_call_whose_days_have_passed_has_no_calendar(client: Client) -> None:
    call = CallFactory.create(ended=True)

    assert client.get(f"/calls/{call.slug}/calendar.ics").status_code == 404
    assert "calendar.ics" not in page(client, call.get_absolute_url())


@pytest.mark.parametrize(("language", "words"), [("en", "At least fifteen"), ("it", "Almeno quindici")])
def test_a_rule_set_is_readable_in_both_languages(client: Client, language: str, words: str) -> None:
    assert words in page(client, "/calls/rules/eccp-cluster/", language)


def test_a_rule_set_leads_to_its_calls(client: Client) -> None:
    CallFactory.create(rule_set="eic-pathfinder")

    assert "rules=eic-pathfinder" in page(client, "/calls/rules/eic-pathfinder/")


def test_there_is_no_page_for_a_rule_set_that_is_not(client: Client) -> None:
    assert client.get("/calls/rules/nothing/").status_code == 404
