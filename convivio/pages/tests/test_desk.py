"""The desk: the office writes in place; everyone else finds nothing there."""

from typing import Any

import pytest
from django.test import Client

from convivio.clusters.tests.factories import ClusterFactory, coordinator
from convivio.organisations.tests.factories import OrganisationFactory, editor_of
from convivio.pages.models import Body, Funding, News, Term, Text, TextDraft, TextVersion
from convivio.pages.tests.factories import (
    BodyFactory,
    FundingFactory,
    NewsFactory,
    ProgrammeFactory,
    TermFactory,
    officer,
)

pytestmark = pytest.mark.django_db
DESK = "/network/desk/salute/"
STRENGTHS = f"{DESK}texts/strengths/"
TYPED = {"words_it": "Sappiamo misurare.", "words_en": "We measure.", "based_on": "0", "note": ""}
NEWS = {"title_it": "Prova", "title_en": "", "words_it": "Riuscita.", "words_en": "", "on": "2026-01-10"}


@pytest.fixture
def cluster():
    return ClusterFactory.create(slug="salute")


@pytest.fixture
def office(client: Client, cluster: Any):
    person = officer(cluster)
    client.force_login(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return person


def test_publishing_leads_back_to_the_place_on_the_page(client, office) -> None:
    response = client.post(STRENGTHS, TYPED)

    assert response.url == "/clusters/salute/#strengths"
    assert "We measure." in client.get("/clusters/salute/").content.decode()


def test_the_form_comes_in_place_by_htmx_and_on_a_page_without(client, office) -> None:
    assert "<html" in client.get(STRENGTHS).content.decode()
    part = client.get(STRENGTHS, headers={"hx-request": "true"}).content.decode()

    assert "<html" not in part
    assert 'name="words_it"' in part


def test_what_is_typed_is_kept_and_found_again(client, office) -> None:
    kept = client.post(f"{STRENGTHS}draft/", TYPED, headers={"hx-request": "true"})

    assert "Draft kept at" in kept.content.decode()
    assert "Sappiamo misurare." in client.get(STRENGTHS).content.decode()
    assert "Sappiamo misurare." not in client.get("/clusters/salute/").content.decode()
    assert client.post(f"{STRENGTHS}draft/", {**TYPED, "away": "yes"}).status_code == 302
    assert not TextDraft.objects.exists()


def test_a_look_before_publishing_shows_it_to_nobody_else(client, office) -> None:
    looks = client.post(f"{STRENGTHS}preview/", {**TYPED, "words_en": "**Bold** <script>"}).content.decode()

    assert "<strong>Bold</strong>" in looks
    assert "<script>" not in looks
    assert "How it will look" in client.post(STRENGTHS, {**TYPED, "look": "yes"}).content.decode()
    assert not TextVersion.objects.exists()


def test_the_second_of_two_is_told_and_keeps_the_text(client, office, cluster) -> None:
    other = Client(headers={"accept-language": "en"})
    other.force_login(officer(cluster, "board"))
    other.post(STRENGTHS, {**TYPED, "words_en": "Theirs."})

    response = client.post(STRENGTHS, {**TYPED, "words_en": "Mine."})

    html = response.content.decode()
    assert response.status_code == 409
    assert "published another version while you were writing" in html
    assert "<del>Theirs</del><ins>Mine</ins>" in html
    assert TextDraft.objects.get(person=office).words["en"] == "Mine."
    assert client.post(STRENGTHS, {**TYPED, "words_en": "Mine.", "based_on": "1"}).status_code == 302


def test_the_line_ends_of_a_browser_change_nothing(client, office) -> None:
    client.post(STRENGTHS, {**TYPED, "words_en": "One.\n\nTwo."})

    response = client.post(STRENGTHS, {**TYPED, "words_en": "One.\r\n\r\nTwo.\r\n", "based_on": "1"})

    assert "there is nothing to publish" in response.content.decode()
    assert TextVersion.objects.count() == 1


def test_a_text_that_is_too_long_is_refused_and_kept(client, office) -> None:
    response = client.post(STRENGTHS, {**TYPED, "words_it": "x" * 40_001})

    assert response.status_code == 422
    assert "x" * 100 in response.content.decode()


def test_versions_are_compared_and_an_older_one_shown_again(client, office) -> None:
    client.post(STRENGTHS, TYPED)
    client.post(STRENGTHS, {**TYPED, "words_en": "We weigh.", "based_on": "1"})

    assert "<del>measure</del><ins>weigh</ins>" in client.get(f"{STRENGTHS}versions/").content.decode()
    assert client.post(f"{STRENGTHS}versions/1/").status_code == 302
    assert "We measure." in client.get("/clusters/salute/").content.decode()
    assert Text.objects.get().shown == 3


@pytest.mark.parametrize("asked", ["?from=9&to=x", "?from=2&to=1", "?from=1&to=1"])
def test_any_two_versions_can_be_asked_for(client, office, asked) -> None:
    client.post(STRENGTHS, TYPED)
    client.post(STRENGTHS, {**TYPED, "words_en": "We weigh.", "based_on": "1"})

    assert client.get(f"{STRENGTHS}versions/{asked}").status_code == 200


def test_the_desk_lists_what_is_still_to_write(client, office) -> None:
    client.post(STRENGTHS, {**TYPED, "words_en": ""})

    html = client.get(DESK).content.decode()

    assert "English is missing" in html
    assert "not written" in html
    assert client.get("/network/desk/").url == DESK


def test_the_coordinator_s_desk_names_each_place_left_open(client, cluster) -> None:
    client.force_login(coordinator())

    html = client.get("/network/desk/network/", headers={"accept-language": "it"}).content.decode()

    assert "indirizzo PEC" in html
    assert client.get("/network/desk/").url == "/network/desk/network/"


def test_news_is_written_looked_at_published_and_withdrawn(client, office) -> None:
    assert "How it will look" in client.post(f"{DESK}news/new/", {**NEWS, "look": "yes"}).content.decode()
    client.post(f"{DESK}news/new/", NEWS)
    news = News.objects.get()
    assert news.state == News.State.DRAFT

    client.post(f"{DESK}news/{news.pk}/publication/")
    assert "Prova" in client.get("/clusters/salute/news/").content.decode()
    client.post(f"{DESK}news/{news.pk}/withdrawal/", follow=True)
    assert "Prova" not in client.get("/clusters/salute/news/").content.decode()


def test_two_who_change_the_same_news_are_told(client, office, cluster) -> None:
    news = NewsFactory.create(cluster=cluster, revision=2)

    response = client.post(f"{DESK}news/{news.pk}/", {**NEWS, "revision": "1", "title_it": "Mio"})

    html = response.content.decode()
    assert (response.status_code, "Mio" in html, news.title["en"] in html) == (409, True, True)
    assert client.post(f"{DESK}news/{news.pk}/", {**NEWS, "revision": "2"}).status_code == 302


@pytest.mark.parametrize("wrong", [{"title_it": ""}, {"on": "ieri"}, {"words_it": "", "out": "yes"}])
def test_news_that_is_wrong_is_refused_and_kept(client, office, wrong) -> None:
    response = client.post(f"{DESK}news/new/", {**NEWS, "words_en": "Kept words", **wrong})

    assert response.status_code in {409, 422}
    assert "Kept words" in response.content.decode()
    assert not News.objects.exists()


def test_bodies_terms_and_funding_are_written_from_the_desk(client, office, cluster) -> None:
    client.post(f"{DESK}bodies/new/", {"kind": "board", "name_it": "Consiglio", "name_en": "Board"})
    body = Body.objects.get()
    term = {"person_name": " Ada  Prova ", "role": "president", "from_on": "2024-05-01"}
    client.post(f"{DESK}bodies/{body.pk}/terms/new/", term)
    programme = ProgrammeFactory.create()
    client.post(f"{DESK}funding/new/", {"programme": programme.pk, "act": "D1", "from_on": "2023-01-01"})

    assert Term.objects.get().person_name == "Ada Prova"
    html = client.get("/clusters/salute/").content.decode()
    assert all(said in html for said in ("Ada Prova", "Board", str(programme), "D1"))
    again = client.post(f"{DESK}bodies/{body.pk}/terms/new/", term)
    assert (again.status_code, "holds this role" in again.content.decode()) == (409, True)


def test_a_last_day_before_the_first_is_refused(client, office, cluster) -> None:
    term = TermFactory.create(body=BodyFactory.create(cluster=cluster))
    typed = {"person_name": "Ada", "role": "member", "from_on": "2024-05-01", "until_on": "2024-04-01"}

    response = client.post(f"{DESK}bodies/{term.body_id}/terms/{term.pk}/", typed)

    assert response.status_code == 422
    assert "write a later one" in response.content.decode()


@pytest.mark.parametrize(
    "who", ["another office", "coordinator", "facilitator", "member", "board of another"]
)
def test_the_desk_of_others_looks_like_one_that_is_not_there(client: Client, cluster: Any, who: str) -> None:
    people = {
        "another office": lambda: officer(ClusterFactory.create()),
        "board of another": lambda: officer(ClusterFactory.create(), "board"),
        "coordinator": coordinator,
        "facilitator": lambda: officer(cluster, "facilitator"),
        "member": lambda: editor_of(OrganisationFactory.create()),
    }
    body, funding = BodyFactory.create(cluster=cluster), FundingFactory.create(cluster=cluster)
    term, news = TermFactory.create(body=body), NewsFactory.create(cluster=cluster)
    client.force_login(people[who]())

    for address in (
        "",
        "texts/strengths/",
        "texts/strengths/versions/",
        "news/",
        "news/new/",
        f"news/{news.pk}/",
        "bodies/",
        "bodies/new/",
        f"bodies/{body.pk}/",
        f"bodies/{body.pk}/terms/new/",
        f"bodies/{body.pk}/terms/{term.pk}/",
        "funding/",
        "funding/new/",
        f"funding/{funding.pk}/",
    ):
        assert client.get(f"{DESK}{address}").status_code == 404
        assert client.get(f"/network/desk/nothing/{address}").status_code == 404
    for address, typed in (("texts/strengths/", TYPED), ("news/new/", {**NEWS, "out": "yes"})):
        assert client.post(f"{DESK}{address}", typed).status_code == 404
    assert (TextVersion.objects.count(), News.objects.count()) == (0, 1)


def test_whoever_has_not_signed_in_is_asked_to(client: Client, cluster: Any) -> None:
    assert client.get(DESK).status_code == 302
    assert client.post(STRENGTHS, TYPED).status_code == 302
    assert not Text.objects.exists()


def test_rows_of_another_cluster_are_not_reached_through_one_s_own_desk(client, office) -> None:
    body, news, funding = BodyFactory.create(), NewsFactory.create(), FundingFactory.create()
    term = TermFactory.create(body=body)

    for address in (
        f"news/{news.pk}/",
        f"bodies/{body.pk}/",
        f"bodies/{body.pk}/terms/{term.pk}/",
        f"funding/{funding.pk}/",
    ):
        assert client.get(f"{DESK}{address}").status_code == 404
    assert client.post(f"{DESK}news/{news.pk}/withdrawal/").status_code == 404
    assert Funding.objects.get() == funding
