"""The front page for anyone: true figures that open on their rows, in both languages; the first visit."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate

from convivio.calls.tests.factories import CallFactory
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, NetworkFactory
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.freshness import rebuild_index
from convivio.sources.readings import Origin, finish, reading_of

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page(client: Client, url: str = "/", language: str = "en") -> str:
    response = client.get(url, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def tiles(shown: str) -> list[tuple[str, str, str]]:
    """Read the figures of a page: the figure, its words, the address of its rows."""
    found = re.findall(r'<dt><a href="([^"]+)">([^<]+)</a></dt><dd class="figure">([^<]+)</dd>', shown)
    return [(figure, words, unescape(url)) for url, words, figure in found]


@pytest.mark.parametrize(("language", "words"), [("en", "at one table."), ("it", "alla stessa tavola.")])
def test_the_front_page_speaks_both_languages(client: Client, language: str, words: str) -> None:
    NetworkFactory.create(mission=in_both("Mettiamo in comune.", "We share."))
    shown = page(client, language=language)

    assert words in shown
    assert ("We share." if language == "en" else "Mettiamo in comune.") in shown


def test_each_figure_counts_what_its_rows_show(client: Client) -> None:
    first, second = ClusterFactory.create(), ClusterFactory.create()
    both = OrganisationFactory.create()
    for cluster in (first, second):
        MembershipFactory.create(cluster=cluster, organisation=both)
    MembershipFactory.create(cluster=first)
    MembershipFactory.create(cluster=first, ended=True)
    OrganisationFactory.create(only_for_members=True)
    CallFactory.create(), CallFactory.create(ended=True), CallFactory.create(forthcoming=True)
    rebuild_index()
    members, found, projects, calls = tiles(page(client))

    assert [members[0], found[0], projects[0], calls[0]] == ["2", "3", "0", "1"]
    assert "2 organisations" in page(client, members[2])
    assert "3 organisations" in page(client, found[2])
    assert "1 call" in page(client, calls[2])


def test_a_province_opens_on_its_members(client: Client) -> None:
    membership = MembershipFactory.create(organisation__nuts="ITH54")
    OrganisationFactory.create(nuts="ITH54")
    rebuild_index()
    shown = page(client)
    address = unescape(re.findall(r'<a href="([^"]+nuts=ITH54[^"]*)">1</a>', shown)[0])

    assert membership.organisation.name in page(client, address)
    assert "1 organisation" in page(client, address)


def test_what_only_members_may_see_is_not_counted_nor_seated(client: Client) -> None:
    hidden = OrganisationFactory.create(only_for_members=True, name="Segreta")
    MembershipFactory.create(organisation=hidden)
    CallFactory.create(audience="cluster:7", title=in_both("Riservato", "Reserved"))
    shown = page(client)

    assert "Segreta" not in shown
    assert "Reserved" not in shown
    assert tiles(shown)[0][0] == "0"


def test_calls_that_close_soon_come_soonest_first(client: Client) -> None:
    for days in (40, 2, 9):
        deadline = localdate() + timedelta(days=days)
        CallFactory.create(deadline=deadline, title=in_both(f"Fra {days}", f"Closing {days}"))

    assert re.findall(r">Closing (\d+)</a>", page(client)) == ["2", "9", "40"]


def test_an_empty_installation_teaches_the_next_step(client: Client) -> None:
    shown = page(client)

    assert 'href="/setup/"' in shown
    assert "secret=" not in shown
    assert "Start the first visit" not in shown


def test_a_network_without_clusters_teaches_how_members_come(client: Client) -> None:
    NetworkFactory.create()
    shown = page(client)

    assert "convivio import organisations" in shown
    assert 'href="/setup/"' not in shown


def test_the_front_page_stays_within_the_bound_on_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for cluster in ClusterFactory.create_batch(5):
        MembershipFactory.create_batch(4, cluster=cluster)
    CallFactory.create_batch(8)

    with django_assert_max_num_queries(MOST_QUERIES):
        page(client)


def test_the_sources_are_named_with_day_and_licence(client: Client) -> None:
    origin = Origin(
        "cordis", "CORDIS", "Publications Office", licence="CC BY 4.0", attribution="© European Union"
    )
    finish(reading_of(origin), {"projects": 1})
    finish(reading_of(origin), {"projects": 2})
    shown = page(client, "/about/")

    assert shown.count("CORDIS") == 1
    assert "CC BY 4.0" in shown
    assert "© European Union" in shown


@pytest.mark.parametrize("url", ["/about/", "/accessibility/"])
@pytest.mark.parametrize("language", ["en", "it"])
def test_anyone_may_read_about_the_pages(
    client: Client, url: str, language: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        assert f'<html lang="{language}"' in page(client, url, language)
