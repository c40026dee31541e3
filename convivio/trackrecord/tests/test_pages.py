from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory, member_of
from convivio.search.freshness import rebuild_index
from convivio.sources.readings import Origin, reading_of
from convivio.trackrecord.models import Project
from convivio.trackrecord.tests.factories import ParticipationFactory, ProjectFactory, project_of
from convivio.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true", "accept-language": "en"}
PLAIN = {"accept-language": "en"}


def text(client: Client, address: str, headers: dict[str, str] = PLAIN, **query: Any) -> str:
    response = client.get(address, query, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def of(organisation: Organisation, name: str = "trackrecord:of_organisation") -> str:
    return reverse(name, args=[organisation.slug])


def test_a_project_says_who_took_part_with_what_money_and_from_which_source(client: Client) -> None:
    leader, partner = OrganisationFactory.create_batch(2)
    reading = reading_of(Origin("cordis", "CORDIS projects", "European Commission"))
    project = project_of(leader, partner, reading=reading)
    rebuild_index()

    html = text(client, project.get_absolute_url())

    for said in (leader.name, partner.name, "coordinator", "250,000", project.title, "CORDIS projects"):
        assert said in html


def test_a_project_names_no_partner_that_the_reader_may_not_see(client: Client) -> None:
    hidden = OrganisationFactory.create(name="Riservata", only_for_members=True)
    project = project_of(OrganisationFactory.create(), hidden)
    rebuild_index()

    assert "Riservata" not in text(client, project.get_absolute_url())


def test_a_project_leads_to_others_like_it(client: Client) -> None:
    project, alike = ProjectFactory.create_batch(2)
    rebuild_index()

    assert alike.get_absolute_url() in text(client, project.get_absolute_url())


def test_there_is_no_page_for_no_project(client: Client) -> None:
    assert client.get(reverse("trackrecord:project", args=[0])).status_code == 404


@pytest.mark.parametrize("count", [2, 40])
def test_questions_to_the_database_do_not_grow_with_the_partners(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    organisations = OrganisationFactory.create_batch(count)
    project = project_of(*organisations)
    project.concepts.set(ConceptFactory.create_batch(count))
    ProjectFactory.create_batch(6)
    client.force_login(member_of(organisations[0]))
    rebuild_index()

    with django_assert_max_num_queries(12):
        text(client, project.get_absolute_url())


def test_the_summary_counts_what_the_list_lists(client: Client) -> None:
    organisation = OrganisationFactory.create()
    for _ in range(12):
        project_of(organisation)
    project_of(OrganisationFactory.create(), organisation)

    summary = text(client, of(organisation), HTMX)

    assert "<html" not in summary
    assert ">13<" in summary
    assert "All 13 projects" in summary
    assert "13 projects" in text(client, of(organisation))


def test_a_number_leads_to_its_rows(client: Client) -> None:
    organisation, concept = OrganisationFactory.create(), ConceptFactory.create()
    led = project_of(organisation)
    led.concepts.add(concept)
    other = project_of(OrganisationFactory.create(), organisation)

    queries: list[dict[str, Any]] = [{"role": "coordinator"}, {"concept": f"technology:{concept.code}"}]
    for query in queries:
        html = text(client, of(organisation), **query)
        assert led.get_absolute_url() in html
        assert other.get_absolute_url() not in html


def test_all_projects_are_paged_newest_first(client: Client) -> None:
    organisation = OrganisationFactory.create()
    first, *_ = [project_of(organisation, signed_on=f"2020-01-{day:02}") for day in range(1, 31)]

    assert first.get_absolute_url() not in text(client, of(organisation))
    assert first.get_absolute_url() in text(client, of(organisation), page=2)


def test_an_organisation_without_projects_says_so(client: Client) -> None:
    organisation = OrganisationFactory.create()

    assert "No past project is known" in text(client, of(organisation))
    assert "No past project is known" in text(client, of(organisation), HTMX)


def test_partners_are_counted_by_projects_in_common(client: Client) -> None:
    organisation, often, once = OrganisationFactory.create_batch(3)
    project_of(organisation, often)
    project_of(organisation, often, once)
    rebuild_index()

    html = text(client, of(organisation, "trackrecord:partners"))

    assert html.index(often.get_absolute_url()) < html.index(once.get_absolute_url())
    assert "2 projects" in html


def test_two_roles_in_one_project_count_once(client: Client) -> None:
    organisation, other = OrganisationFactory.create_batch(2)
    project = project_of(organisation, other)
    ParticipationFactory.create(project=project, organisation=other, role="third_party")
    rebuild_index()

    assert "1 project" in text(client, of(organisation, "trackrecord:partners"), HTMX)


def test_a_hidden_partner_is_neither_named_nor_counted(client: Client) -> None:
    organisation = OrganisationFactory.create()
    project_of(organisation, OrganisationFactory.create(name="Riservata", only_for_members=True))
    rebuild_index()

    html = text(client, of(organisation, "trackrecord:partners"))

    assert "Riservata" not in html
    assert "No project with others is known yet" in html


@pytest.mark.parametrize("few", [1, 500])
def test_hidden_partners_are_left_out_of_the_count_among_few_and_many(
    client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("convivio.trackrecord.standing.FEW_PARTNERS", few)
    organisation, seen = OrganisationFactory.create_batch(2)
    project_of(organisation, seen, OrganisationFactory.create(name="Riservata", only_for_members=True))
    rebuild_index()

    html = text(client, of(organisation, "trackrecord:partners"))

    assert "1 organisation<" in html
    assert "Riservata" not in html


@pytest.mark.parametrize("name", ["trackrecord:of_organisation", "trackrecord:partners"])
def test_what_a_hidden_organisation_did_is_hidden_with_it(client: Client, name: str) -> None:
    hidden = OrganisationFactory.create(only_for_members=True)

    assert client.get(of(hidden, name)).status_code == 404
    assert client.get(reverse(name, args=["mancante"])).status_code == 404


@pytest.mark.parametrize("count", [1, 60])
@pytest.mark.parametrize("name", ["trackrecord:of_organisation", "trackrecord:partners"])
@pytest.mark.parametrize("headers", [PLAIN, HTMX])
def test_questions_to_the_database_do_not_grow_with_the_projects(
    client: Client, count: int, name: str, headers: dict[str, str], django_assert_max_num_queries
) -> None:
    organisation, other = OrganisationFactory.create_batch(2)
    for _ in range(count):
        project_of(organisation, other, OrganisationFactory.create())
    client.force_login(member_of(organisation))
    rebuild_index()

    with django_assert_max_num_queries(12):
        text(client, of(organisation, name), headers)


def test_a_project_is_gone_from_answers_as_soon_as_it_is_gone(client: Client) -> None:
    project = ProjectFactory.create()
    rebuild_index()
    address = project.get_absolute_url()
    Project.objects.all().delete()

    assert address not in text(client, reverse("search:results"), q="dialysis")


def test_the_pages_speak_italian_too(client: Client) -> None:
    project = project_of(OrganisationFactory.create())
    rebuild_index()

    assert "Chi ha partecipato" in client.get(project.get_absolute_url()).content.decode()
