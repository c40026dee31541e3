from datetime import date
from decimal import Decimal

from factory.declarations import Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.trackrecord.models import Participation, Project, Topic


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic

    code = Sequence(lambda n: f"TOPIC-2023-{n:02}")
    title = Sequence(lambda n: f"Home dialysis, part {n}")


class ProjectFactory(DjangoModelFactory[Project]):
    """A project signed in 2023, without partners yet."""

    class Meta:
        model = Project

    programme = "HORIZON"
    code = Sequence(lambda n: f"{101_000_000 + n}")
    acronym = Sequence(lambda n: f"DIAL{n}")
    title = Sequence(lambda n: f"Home dialysis with less water, part {n}")
    objective = "A sorbent regenerates the dialysate, so that a treatment takes half the water."
    topic = SubFactory(TopicFactory)
    scheme = "HORIZON-RIA"
    signed_on = date(2023, 5, 2)
    starts_on = date(2023, 6, 1)
    ends_on = date(2027, 5, 31)
    total_cost = Decimal("4000000.00")
    contribution = Decimal("3600000.00")


class ParticipationFactory(DjangoModelFactory[Participation]):
    class Meta:
        model = Participation

    project = SubFactory(ProjectFactory)
    organisation = SubFactory(OrganisationFactory)
    role = Participation.Role.PARTICIPANT
    contribution = Decimal("250000.00")


def project_of(*organisations: Organisation, **unusual: object) -> Project:
    """Make a project of these organisations; the first coordinates."""
    project = ProjectFactory.create(**unusual)
    for position, organisation in enumerate(organisations):
        role = Participation.Role.PARTICIPANT if position else Participation.Role.COORDINATOR
        ParticipationFactory.create(project=project, organisation=organisation, role=role, position=position)
    return project
