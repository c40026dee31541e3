"""How past projects are found."""

import pytest

from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.documents import Participation as Part
from convivio.search.documents import declaration_of
from convivio.trackrecord.documents import project_documents, project_parts
from convivio.trackrecord.models import Participation
from convivio.trackrecord.tests.factories import (
    ParticipationFactory,
    ProjectFactory,
    TopicFactory,
    project_of,
)
from convivio.vocabulary.models import Concept

pytestmark = pytest.mark.django_db


def test_a_project_is_found_by_its_words_and_by_what_its_call_asked_for():
    topic = TopicFactory.create(title="Less water", keywords="dialysate|sorbents")
    project = ProjectFactory.create(topic=topic, keywords="kidney", objective="At home.", acronym="DIAL")

    [document] = project_documents(None)

    assert (document.key, document.type, document.title) == (project.key, "project", project.title)
    assert document.names == ("DIAL", project.code)
    assert document.en == "kidney At home."
    assert document.evidence == "Less water dialysate sorbents"
    assert document.audiences == ("public",)


def test_a_project_is_filtered_by_programme_year_topic_and_country():
    project = project_of(OrganisationFactory.create(country="IT"), OrganisationFactory.create(country="EL"))
    assert project.topic is not None

    [document] = project_documents(None)

    facets = document.facets
    assert (facets["programme"], facets["year"]) == (("HORIZON",), ("2023",))
    assert facets["topic"] == (project.topic.code,)
    assert facets["country"] == ("EL", "IT")
    assert document.day == project.signed_on


def test_a_project_is_under_its_fields_of_science_and_all_above_them():
    top = Concept.objects.create(scheme="euroscivoc", code="/1", label={"en": "water"}, path="/1/")
    below = Concept.objects.create(
        scheme="euroscivoc", code="/1/2", label={"en": "rivers"}, path="/1/2/", broader=top
    )
    ProjectFactory.create(topic=None).concepts.add(below)

    [document] = project_documents(None)

    assert document.facets["concept"] == ("euroscivoc:/1", "euroscivoc:/1/2")
    assert document.evidence == "water rivers"


def test_a_project_shows_who_leads_it_and_how_many_take_part():
    leader = OrganisationFactory.create()
    project_of(leader, OrganisationFactory.create())

    [document] = project_documents(None)

    assert document.data["coordinator"] == leader.name
    assert document.data["members"] == 2


def test_a_partner_that_not_everyone_may_see_is_not_in_the_document():
    hidden = OrganisationFactory.create(only_for_members=True, country="MT")
    project_of(hidden, OrganisationFactory.create(country="IT"))

    [document] = project_documents(None)

    assert document.data["coordinator"] == ""
    assert document.facets["country"] == ("IT",)


def test_who_took_part_is_told_with_the_role():
    project = project_of(OrganisationFactory.create())
    guest = ParticipationFactory.create(project=project, role=Participation.Role.ASSOCIATED, position=5)

    parts = list(project_parts([project.pk]))

    assert parts[1] == Part(guest.organisation.key, project.key, "associated_partner")
    assert parts[0].role == "coordinator"


def test_only_the_projects_asked_for_are_made():
    first, _ = ProjectFactory.create(), ProjectFactory.create()

    assert [document.key for document in project_documents([first.pk, 10**9])] == [first.key]
    assert not list(project_parts([first.pk]))


def test_many_projects_cost_few_questions(django_assert_max_num_queries):
    for _ in range(30):
        project_of(OrganisationFactory.create(), OrganisationFactory.create())

    with django_assert_max_num_queries(8):
        assert len(list(project_documents(None))) == 30


def test_the_track_record_declares_its_projects():
    declared = declaration_of("project")

    assert declared is not None
    assert (declared.documents, declared.parts) == (project_documents, project_parts)
