import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from convivio.calls.tests.factories import CallFactory
from convivio.kernel.translated import in_both
from convivio.matching import samples
from convivio.matching.models import Question
from convivio.matching.samples import Sample
from convivio.matching.tests.asking import HTMX, asked, asked_question, pick, signed_in, words_of
from convivio.matching.tests.factories import SENSORS, Region, region, speaker_of
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.tests.factories import PersonFactory
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import project_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 28
FIND = "/partners/"


@pytest.fixture(name="here")
def a_region() -> Region:
    return region()


@pytest.fixture(name="client")
def a_speaker(here: Region) -> Client:
    return signed_in(speaker_of(here.lead))


def list_of(page: Any, name: str) -> str:
    """The words of one of the two lists."""
    found = re.search(rf'<section class="flow" id="{name}".*?</section>', page.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[0]) if found else ""


# Asking


@pytest.mark.parametrize("name", ["find", "list"])
def test_whoever_has_not_signed_in_is_asked_to(name: str) -> None:
    response = Client().get(reverse(f"matching:{name}"))

    assert response.status_code == 302
    assert "login" in response["Location"]


def test_the_page_offers_samples_calls_and_what_was_asked(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    CallFactory.create(title=in_both("Bando aperto", "An open call"))
    monkeypatch.setattr(samples, "_declared", [lambda: [Sample("cobot", "A cobot", "A cobot for presses.")]])
    asked_question(client, SENSORS)

    page = words_of(client.get(FIND))

    assert all(said in page for said in ("A cobot", "An open call", "Wearable sensors"))
    assert "A cobot for presses." in words_of(client.get(FIND, {"sample": "cobot"}))


def test_a_call_fills_the_question_and_is_the_need(client: Client, here: Region) -> None:
    call = CallFactory.create(
        title=in_both("Sensori", "Sensors for rehabilitation"), text=in_both("", SENSORS)
    )
    assert "Sensors for rehabilitation" in words_of(client.get(FIND, {"call": call.slug}))

    question = asked_question(client, "", call=call.slug)

    assert question.call == call
    assert here.new.name in list_of(client.get(question.get_absolute_url()), "new")


def test_whoever_i_act_for_leads_unless_i_say_another_or_nobody(client: Client, here: Region) -> None:
    assert asked_question(client, SENSORS).lead == here.lead
    assert asked_question(client, SENSORS, lead=here.new.slug).lead == here.new
    assert asked_question(client, SENSORS, lead="-").lead is None


@pytest.mark.parametrize("words", ["", "  \n", "the of and", "we look for somebody", "…!?"])
def test_a_need_without_a_word_is_refused_and_nothing_is_kept(client: Client, words: str) -> None:
    response = asked(client, words)

    assert response.status_code == 422
    assert not Question.objects.exists()


def test_what_was_typed_stays_in_a_refused_form(client: Client) -> None:
    typed = "  the of\nand <of>"

    page = asked(client, typed).content.decode()

    assert "\n  the of\nand &lt;of&gt;</textarea>" in page
    assert 'aria-invalid="true"' in page


def test_a_need_of_a_megabyte_is_answered(client: Client) -> None:
    question = asked_question(client, (SENSORS + " ") * (999_000 // len(SENSORS + " ")))

    page = client.get(question.get_absolute_url())

    assert page.status_code == 200
    assert len(page.content) < 1_500_000


def test_a_need_longer_than_that_is_refused_with_its_words(client: Client) -> None:
    typed = "sensors " * 130_000

    response = asked(client, typed)

    assert response.status_code == 422
    assert response.content.decode().count("sensors ") >= 130_000 - 1


@pytest.mark.parametrize("more", [{"call": "nope"}, {"lead": "nope"}, {"after": "nope"}, {"call": "x" * 200}])
def test_what_a_form_names_wrongly_does_no_harm(client: Client, more: dict[str, str]) -> None:
    assert asked(client, SENSORS, **more).status_code in {302, 422}


# The answers


def test_those_you_know_stand_apart_from_those_new_to_you(client: Client, here: Region) -> None:
    page = client.get(asked_question(client, SENSORS).get_absolute_url())

    assert here.known.name in list_of(page, "known")
    assert here.new.name in list_of(page, "new")
    assert here.other.name not in words_of(page)
    assert here.lead.name not in list_of(page, "known") + list_of(page, "new")


def test_every_card_says_why_and_where_to_read_it(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)
    page = client.get(question.get_absolute_url())

    assert "It worked in INSIEME (2023), which speaks of" in list_of(page, "known")
    assert "It worked with you in INSIEME (2023)." in list_of(page, "known")
    assert f"{question.get_absolute_url()}evidence/?of=project" in page.content.decode()


def test_the_page_is_italian_for_who_reads_italian(here: Region) -> None:
    client = signed_in(speaker_of(here.lead), "it")

    page = client.get(asked_question(client, SENSORS).get_absolute_url())

    assert "Ha lavorato con voi in INSIEME (2023)." in list_of(page, "known")
    assert "Nuovi per te" in words_of(page)


def test_a_filter_narrows_and_its_address_can_be_shared(client: Client, here: Region) -> None:
    address = asked_question(client, SENSORS).get_absolute_url()

    assert here.new.name in list_of(client.get(address, {"country": "FR"}), "new")
    assert here.known.name not in words_of(client.get(address, {"country": "FR"}))


def test_an_empty_filter_says_so_and_offers_to_drop_it(client: Client) -> None:
    page = client.get(asked_question(client, SENSORS).get_absolute_url(), {"country": "PT"})

    assert "Nobody fits all of this" in words_of(page)
    assert "more without “PT”" in words_of(page)


@pytest.mark.parametrize("query", ["known=x", "known=-1", "new=99999999999", "nuts=IT&nuts=", "wide=?"])
def test_a_strange_address_shows_the_answers_all_the_same(client: Client, query: str) -> None:
    address = asked_question(client, SENSORS).get_absolute_url()

    assert client.get(f"{address}?{query}").status_code == 200


def test_words_that_nobody_used_are_named(client: Client) -> None:
    question = asked_question(client, "Sensors for zirconolite")

    assert "“zirconolite”" in words_of(client.get(question.get_absolute_url()))


def test_who_only_touches_the_need_is_shown_on_request(client: Client) -> None:
    for number in range(12):
        project_of(OrganisationFactory.create(name=f"Vicino {number}"), objective=SENSORS, topic=None)
    far = OrganisationFactory.create(name="Lontano S.r.l.", description=in_both("", "Rooms. " * 60 + "Home."))
    rebuild_index()
    address = asked_question(client, SENSORS).get_absolute_url()

    assert far.name not in words_of(client.get(address, {"new": "60"}))
    assert far.name in words_of(client.get(address, {"new": "60", "wide": "yes"}))


def test_a_hidden_question_answers_like_a_missing_one(client: Client) -> None:
    other = signed_in(PersonFactory.create())
    address = asked_question(client, SENSORS).address
    for name in ("answers", "evidence", "table"):
        hidden = other.get(reverse(f"matching:{name}", args=[address]))
        missing = other.get(reverse(f"matching:{name}", args=["nothing-here-at-al"]))

        assert hidden.status_code == missing.status_code == 404
        assert words_of(hidden) == words_of(missing)


def test_who_may_not_be_seen_is_on_no_page(client: Client, here: Region) -> None:
    secret = OrganisationFactory.create(
        name="Segreta S.r.l.", only_for_members=True, description=in_both("", SENSORS)
    )
    project_of(secret, here.lead, objective=SENSORS, topic=None)
    rebuild_index()
    question = asked_question(client, SENSORS)

    assert secret.name not in words_of(client.get(question.get_absolute_url()))
    assert pick(client, question, secret).status_code == 404
    asking = {"of": secret.key, "for": secret.slug}
    assert client.get(f"{question.get_absolute_url()}evidence/", asking).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_as_for_few(client: Client) -> None:
    question = asked_question(client, SENSORS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(question.get_absolute_url())
    for number in range(30):
        project_of(OrganisationFactory.create(name=f"Molti {number}"), objective=SENSORS, topic=None)
    rebuild_index()
    client.get(question.get_absolute_url())

    with CaptureQueriesContext(connection) as many:
        client.get(question.get_absolute_url(), {"new": "60"})

    assert len(many) <= len(few) <= MOST_QUERIES


# Picking


def test_a_pick_takes_a_seat_and_can_be_put_back(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)
    assert pick(client, question, here.new).url == question.get_absolute_url()
    page = client.get(question.get_absolute_url()).content.decode()
    assert f'aria-label="{here.new.name}: picked, press to put back"' in page
    assert "INSIEME" not in str(question.picks.get().reasons)
    assert "AILLEURS" in str(question.picks.get().reasons)

    pick(client, question, here.new, pick="no")

    assert not question.picks.exists()


def test_a_pick_returns_to_the_list_as_it_was_narrowed(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)
    before = f"{question.get_absolute_url()}?country=FR"

    assert pick(client, question, here.new, headers={"Referer": f"http://testserver{before}"}).url == before
    away = pick(client, question, here.new, headers={"Referer": "http://elsewhere.example/?country=FR"})
    assert away.url == question.get_absolute_url()


def test_htmx_sets_the_card_the_table_and_what_others_add(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)

    page = pick(client, question, here.new, headers=HTMX).content.decode()

    assert page.lstrip().startswith("<article")
    assert re.search(r'<aside[^>]+id="tray"[^>]+hx-swap-oob', page)
    assert f'id="adds-{here.known.key.replace(":", "")}" hx-swap-oob="true"' in page
    assert 'id="tray-bar" hx-swap-oob="true"' in page


def test_putting_back_from_the_table_changes_the_card_too(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)
    pick(client, question, here.new)

    headers = {**HTMX, "HX-Target": "tray"}
    page = pick(client, question, here.new, pick="no", headers=headers).content.decode()

    assert page.lstrip().startswith("<aside")
    assert re.search(rf'<article[^>]+id="candidate-{here.new.key.replace(":", "")}"[^>]+hx-swap-oob', page)


@pytest.mark.parametrize(
    "key", ["", "organisation:", "organisation:999999", "organisation:²", "person:1", "x" * 99]
)
def test_picking_nobody_is_refused(client: Client, key: str) -> None:
    question = asked_question(client, SENSORS)

    response = client.post(reverse("matching:picks", args=[question.address]), {"organisation": key})

    assert response.status_code == 404


def test_the_table_is_judged_as_soon_as_there_are_rules(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)

    client.post(reverse("matching:rules", args=[question.address]), {"rule_set": "horizon-europe-ria"})
    page = words_of(client.get(question.get_absolute_url()))

    assert "Missing: at least three beneficiaries" in page or "Missing: At least three beneficiaries" in page
    assert "Brings a rule forward, to 2 of 3" in list_of(client.get(question.get_absolute_url()), "new")
    assert "Brings a rule forward" not in list_of(client.get(question.get_absolute_url()), "known")


def test_a_rule_set_that_is_none_is_refused(client: Client) -> None:
    question = asked_question(client, SENSORS)

    response = client.post(reverse("matching:rules", args=[question.address]), {"rule_set": "nope"})

    assert response.status_code == 422
    question.refresh_from_db()
    assert question.rule_set == ""


# Evidence, and the rest


def test_the_evidence_marks_the_words_of_the_need(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)
    project = here.new.participations.get().project
    asking = {"of": project.key, "for": here.new.slug}

    page = client.get(f"{question.get_absolute_url()}evidence/", asking)
    part = client.get(f"{question.get_absolute_url()}evidence/", asking, headers=HTMX)

    assert "<mark>rehabilitation</mark>" in page.content.decode()
    assert "<mark>at</mark>" not in page.content.decode()
    assert part.content.decode().count("<html") == 0


@pytest.mark.parametrize(
    "of", ["", "project:", "project:²", "project:99999999999999999999", "call:1", "x" * 500]
)
def test_evidence_that_is_none_is_missing(client: Client, here: Region, of: str) -> None:
    question = asked_question(client, SENSORS)

    response = client.get(f"{question.get_absolute_url()}evidence/", {"of": of, "for": here.new.slug})

    assert response.status_code == 404


def test_evidence_of_nothing_leads_back_to_the_answers(client: Client) -> None:
    question = asked_question(client, SENSORS)

    assert client.get(f"{question.get_absolute_url()}evidence/")["Location"] == question.get_absolute_url()


def test_a_project_is_evidence_only_of_those_who_took_part(client: Client, here: Region) -> None:
    question = asked_question(client, SENSORS)
    project = here.new.participations.get().project

    response = client.get(
        f"{question.get_absolute_url()}evidence/", {"of": project.key, "for": here.known.slug}
    )

    assert response.status_code == 404


def test_what_you_asked_is_listed_and_what_others_asked_is_not(client: Client, here: Region) -> None:
    asked_question(client, "Sensors of ours")
    asked_question(signed_in(speaker_of(here.new)), "Sensors of theirs")

    page = words_of(client.get(reverse("matching:list")))

    assert "Sensors of ours" in page
    assert "Sensors of theirs" not in page


def test_a_call_shows_who_could_win_it(client: Client, here: Region) -> None:
    call = CallFactory.create(title=in_both("", "Sensors"), text=in_both("", SENSORS))

    page = words_of(client.get(reverse("matching:of_call", args=[call.slug]), headers=HTMX))

    assert here.known.name in page
    assert here.new.name in page
