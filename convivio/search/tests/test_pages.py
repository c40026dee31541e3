from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convivio.organisations.tests.factories import OrganisationFactory, member_of
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db
RESULTS, SUGGEST = "search:results", "search:suggest"


def page(client: Client, name: str = RESULTS, **query: Any) -> str:
    response = client.get(reverse(name), query, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_everything_that_holds_the_words_is_listed_with_a_link(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Filtri Dialisi Bassa")
    project = ProjectFactory.create()
    rebuild_index()

    html = page(client, q="dialysis")

    assert organisation.get_absolute_url() in html
    assert project.get_absolute_url() in html


def test_a_tab_keeps_one_kind(client: Client) -> None:
    organisation = OrganisationFactory.create()
    project = ProjectFactory.create()
    rebuild_index()

    html = page(client, q="dialysis", type="project")

    assert project.get_absolute_url() in html
    assert organisation.get_absolute_url() not in html


def test_nothing_found_teaches_the_next_step(client: Client) -> None:
    rebuild_index()

    assert "Take away a word" in page(client, q="zzzz")
    assert "Togli una parola" in client.get(reverse(RESULTS), {"q": "zzzz"}).content.decode()


def test_what_may_not_be_seen_leaves_no_trace(client: Client) -> None:
    OrganisationFactory.create(name="Riservata", only_for_members=True)
    rebuild_index()

    html = page(client, q="riservata")

    assert "Nothing for" in html
    assert "Riservata" not in page(client, SUGGEST, q="riser")


def test_words_are_written_as_words(client: Client) -> None:
    rebuild_index()

    html = page(client, q="<script>alert(1)</script>")

    assert "<script>alert(1)" not in html


@pytest.mark.parametrize("number", ["0", "-1", "x", "51", "99999999999999999999"])
def test_a_page_that_is_none_still_answers(client: Client, number: str) -> None:
    OrganisationFactory.create()
    rebuild_index()

    page(client, q="dialysis", page=number)


def test_the_palette_gets_what_begins_like_it_kind_by_kind(client: Client) -> None:
    organisation = OrganisationFactory.create(name="Bioceramica Argilla")
    rebuild_index()

    html = page(client, SUGGEST, q="biocer")

    assert 'role="option"' in html
    assert organisation.get_absolute_url() in html
    assert "Search everything for" in html


def test_the_palette_gets_nothing_for_nothing(client: Client) -> None:
    rebuild_index()

    assert "role=" not in page(client, SUGGEST, q="")


@pytest.mark.parametrize("count", [1, 30])
def test_questions_to_the_database_do_not_grow_with_the_answers(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    organisations = OrganisationFactory.create_batch(count)
    client.force_login(member_of(organisations[0]))
    rebuild_index()

    with django_assert_max_num_queries(12):
        page(client, q="dialysis")
