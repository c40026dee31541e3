"""The pages that anyone reads: what they say, in both languages, as far as the reader may see."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.models import Network
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    NetworkFactory,
    ValueChainFactory,
    office_of,
)
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.pages.actions.texts import publish_text
from convivio.pages.publishers import of_cluster, of_network
from convivio.pages.tests.factories import (
    BodyFactory,
    FundingFactory,
    NewsFactory,
    TermFactory,
    acts,
    officer,
)
from convivio.search.freshness import rebuild_index
from convivio.vocabulary.models import Concept, Mapping, Place

pytestmark = pytest.mark.django_db
NETWORK = "/network/"


def text(client: Client, address: str, language: str = "en") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


def full_cluster(**more: Any) -> Any:
    """Make a cluster with something of everything."""
    cluster = ClusterFactory.create(slug="salute", name=in_both("Cluster Salute", "Health Cluster"), **more)
    chain = ValueChainFactory.create(cluster=cluster, slug="bio", name=in_both("Biomedicale", "Biomedical"))
    MembershipFactory.create(cluster=cluster, category="laboratory").value_chains.add(chain)
    pole = OrganisationFactory.create(kind="technopole", name="Tecnopolo Alto")
    hosted = OrganisationFactory.create(kind="laboratory", name="Laboratorio Ospite", hosted_by=pole)
    MembershipFactory.create(cluster=cluster, organisation=hosted, category="laboratory")
    TermFactory.create(body=BodyFactory.create(cluster=cluster), person_name="Ada Presidente")
    NewsFactory.create(cluster=cluster, title=in_both("Novità", "Something new"))
    FundingFactory.create(cluster=cluster, programme__name=in_both("PR FESR", "ERDF RP"), act="Delibera 9")
    words = in_both("Sappiamo **misurare**.", "We know how to **measure**.")
    publish_text(of_cluster(cluster), "strengths", words, based_on=0, by=acts(officer(cluster)))
    return cluster


def test_a_cluster_s_page_says_all_of_it(client: Client) -> None:
    cluster = full_cluster()
    ClusterFactory.create(name=in_both("Cluster Energia", "Energy Cluster"))

    html = text(client, cluster.get_absolute_url())

    for said in (
        "From bench to ward.",
        "We know how to <strong>measure</strong>.",
        "Biomedical",
        "Tecnopolo Alto",
        "Laboratorio Ospite",
        "Ada Presidente",
        "Something new",
        "Co-funded by the European Union",
        'class="emblem"',
        "ERDF RP",
        "Delibera 9",
        "Energy Cluster",
        '>members today</a></dt><dd class="figure">2<',
    ):
        assert said in html


def test_it_says_it_in_italian_too(client: Client) -> None:
    html = text(client, full_cluster().get_absolute_url(), "it")

    for said in (
        "Sappiamo <strong>misurare</strong>",
        "Cofinanziato dall’Unione europea",
        "Chi decide",
        "Novità",
    ):
        assert said in html


def test_who_asks_to_join_is_led_to_the_application_where_there_is_one(client: Client) -> None:
    cluster = full_cluster()

    assert reverse("memberships:apply", args=[cluster.slug]) in text(client, cluster.get_absolute_url())


def test_the_s3_area_of_its_sector_is_named(client: Client) -> None:
    sector = Concept.objects.create(scheme="sector", code="s", label=in_both("Salute", "Health"))
    area = Concept.objects.create(scheme="s3", code="a", label=in_both("Industrie", "Wellbeing industries"))
    Mapping.objects.create(concept=sector, means=area)

    html = text(client, full_cluster(sector=sector).get_absolute_url())

    assert "S3 area: Wellbeing industries" in html
    assert "Wellbeing industries" in text(client, NETWORK)


def test_a_member_that_the_reader_may_not_see_is_neither_counted_nor_listed(client: Client) -> None:
    cluster = ClusterFactory.create()
    hidden = OrganisationFactory.create(name="Riservata", audience=cluster.key, visibility="cluster")
    MembershipFactory.create(cluster=cluster, organisation=hidden)
    pages = [cluster.get_absolute_url(), reverse("pages:members", args=[cluster.slug]), NETWORK]

    assert not any("Riservata" in text(client, page) for page in pages)
    assert "No member is on record today" in text(client, pages[0])
    client.force_login(office_of(cluster))
    assert "Riservata" in text(client, pages[1])
    assert "1 member" in text(client, pages[1])


def test_the_network_counts_each_organisation_once(client: Client) -> None:
    membership = MembershipFactory.create()
    MembershipFactory.create(organisation=membership.organisation)
    MembershipFactory.create()

    html = text(client, "/network/members/")

    assert "2 members" in html
    assert html.count(membership.organisation.name) == 1


def test_each_figure_opens_on_as_many_rows(client: Client) -> None:
    cluster = full_cluster()
    MembershipFactory.create_batch(3, cluster=cluster, category="sme")

    assert "5 members" in text(client, reverse("pages:members", args=[cluster.slug]))
    assert "3 members" in text(client, f"/clusters/{cluster.slug}/members/?category=sme")
    assert "category=sme" in text(client, cluster.get_absolute_url())


def test_the_growth_leads_to_who_were_members_then(client: Client) -> None:
    cluster = ClusterFactory.create()
    left = MembershipFactory.create(cluster=cluster, ended=True).organisation
    MembershipFactory.create(cluster=cluster, from_on="2022-05-01")

    assert "on=2020-12-31" in text(client, cluster.get_absolute_url())
    html = text(client, f"/clusters/{cluster.slug}/members/?on=2020-12-31")
    assert "1 member" in html
    assert left.name in html


@pytest.mark.parametrize(
    "asked", ["on=never", "on=9999-99-99", "category=none", "since=20x6", "since=0000", "page=z"]
)
def test_an_address_that_means_nothing_still_answers(client: Client, asked: str) -> None:
    cluster = full_cluster()

    assert text(client, f"/clusters/{cluster.slug}/members/?{asked}")


def test_the_page_of_a_value_chain_has_its_members_and_its_chair(client: Client) -> None:
    cluster = full_cluster()
    chain = cluster.value_chains.get()
    body = BodyFactory.create(cluster=cluster, kind="value_chain", chain=chain)
    TermFactory.create(body=body, person_name="Zita Filiera", role="chair")
    MembershipFactory.create(cluster=cluster, organisation__name="Di Nessuna Filiera")

    html = text(client, f"/clusters/{cluster.slug}/value-chains/bio/")

    assert "Zita Filiera" in html
    assert "Di Nessuna Filiera" not in html


def test_the_page_of_bodies_keeps_past_terms(client: Client) -> None:
    cluster = full_cluster()
    TermFactory.create(body=BodyFactory.create(cluster=cluster), person_name="Ex Presidente", ended=True)

    assert "Ex Presidente" in text(client, f"/clusters/{cluster.slug}/bodies/")
    assert "Ex Presidente" not in text(client, cluster.get_absolute_url())


@pytest.mark.parametrize("part", ["contact", "transparency", "privacy", "accessibility"])
def test_the_pages_of_the_network_have_a_first_text_in_both_languages(client: Client, part: str) -> None:
    NetworkFactory.create()

    assert "[to be completed:" in text(client, f"/network/{part}/")
    assert "[da completare:" in text(client, f"/network/{part}/", "it")


def test_what_is_not_there_is_not_found(client: Client) -> None:
    full_cluster()

    for address in (
        "/network/strengths/",
        "/network/nothing/",
        "/clusters/nothing/",
        "/clusters/nothing/news/",
        "/clusters/network/members/",
        "/clusters/salute/value-chains/nothing/",
        "/network/news/99999/",
    ):
        assert client.get(address).status_code == 404


def test_an_empty_installation_says_what_comes_first(client: Client) -> None:
    assert not Network.objects.exists()
    assert "There is no network here yet" in text(client, NETWORK)


def test_only_who_may_write_sees_the_buttons(client: Client) -> None:
    cluster = full_cluster()
    address, button = cluster.get_absolute_url(), "/network/desk/salute/texts/strengths/"

    assert button not in text(client, address)
    client.force_login(officer(ClusterFactory.create()))
    assert button not in text(client, address)
    client.force_login(officer(cluster))
    assert button in text(client, address)


@pytest.mark.parametrize("count", [10, 200])
@pytest.mark.parametrize("page", ["cluster", "network"])
def test_a_page_costs_at_most_twelve_questions_whatever_the_members(
    client: Client, count: int, page: str, django_assert_max_num_queries: Any
) -> None:
    cluster = full_cluster()
    MembershipFactory.create_batch(count, cluster=cluster)
    NewsFactory.create_batch(6, cluster=cluster)
    Place.objects.create(code="IT", name=in_both("Italia", "Italy"), level=0)
    address = cluster.get_absolute_url() if page == "cluster" else NETWORK
    for most in (7, 12):
        text(client, address)
        with django_assert_max_num_queries(most):
            text(client, address)
        client.force_login(officer(cluster))


def test_news_for_anyone_is_read_and_a_draft_only_by_who_writes(client: Client) -> None:
    cluster = full_cluster()
    draft = NewsFactory.create(cluster=cluster, draft=True, title=in_both("Bozza", "Draft of mine"))

    assert "Draft of mine" not in text(client, "/clusters/salute/news/")
    assert client.get(f"/network/news/{draft.pk}/").status_code == 404
    client.force_login(officer(ClusterFactory.create()))
    assert client.get(f"/network/news/{draft.pk}/").status_code == 404
    client.force_login(officer(cluster))
    assert "Draft of mine" in text(client, f"/network/news/{draft.pk}/")


def test_the_list_of_news_has_pages(client: Client) -> None:
    cluster = ClusterFactory.create(slug="salute")
    for number in range(14):
        NewsFactory.create(
            cluster=cluster, title=in_both(f"N{number}x", f"N{number}x"), on=f"2025-01-{number + 1:02}"
        )

    assert "N13x" in text(client, "/clusters/salute/news/")
    assert "N0x" not in text(client, "/clusters/salute/news/")
    assert "N0x" in text(client, "/clusters/salute/news/?page=2")


def test_search_finds_news_pages_and_clusters(client: Client) -> None:
    cluster = full_cluster()
    NewsFactory.create(
        cluster=cluster, title=in_both("Membrana", "Membrane"), words=in_both("Tiene.", "Holds.")
    )
    words = in_both("Scrivi al centralino.", "Write to the switchboard.")
    coordinator = officer(cluster.network, "coordinator")
    publish_text(publisher_of_network(), "contact", words, based_on=0, by=acts(coordinator))
    rebuild_index()

    assert "/network/news/" in text(client, "/search/suggest/?q=membrane")
    assert "/network/contact/" in text(client, "/search/?q=switchboard")
    assert "/clusters/salute/" in text(client, "/search/?q=health+cluster")


def publisher_of_network() -> Any:
    return of_network(Network.objects.get())
