from dataclasses import dataclass
from datetime import date

from factory.declarations import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from convivio.matching.models import Question
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import IdentifierFactory, MandateFactory, OrganisationFactory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import project_of

SENSORS = "Wearable sensors follow patients during rehabilitation at home after a stroke."
NUTS = {"IT": "ITH54", "FR": "FR101", "DE": "DE212"}


class QuestionFactory(DjangoModelFactory[Question]):
    """A need for sensors, asked by someone for themself."""

    class Meta:
        model = Question

    text = SENSORS
    asked_by = SubFactory(PersonFactory)
    audience = LazyAttribute(lambda question: question.asked_by.key)


@dataclass(frozen=True, slots=True)
class Region:
    """Who is there: one that asks, one it worked with, one new to it, and one that does another thing."""

    lead: Organisation
    known: Organisation
    new: Organisation
    other: Organisation


def region() -> Region:
    """Make a small region with an index: the lead and the known one did sensors together in 2023."""
    lead, known, new, other = (
        OrganisationFactory.create(name=name, country=country, nuts=NUTS[country], kind=kind, description={})
        for name, country, kind in (
            ("Ateneo Capofila", "IT", "university"),
            ("Sensori Noti", "IT", "sme"),
            ("Capteurs Nouveaux", "FR", "research_centre"),
            ("Ceramiche Altre", "DE", "sme"),
        )
    )
    for number, row in enumerate((lead, known, new, other), 1):
        IdentifierFactory.create(organisation=row, value=f"99900000{number}")
    words = {"objective": SENSORS, "title": "Sensors for rehabilitation", "topic": None}
    project_of(lead, known, acronym="INSIEME", signed_on=date(2023, 5, 2), **words)
    project_of(new, acronym="AILLEURS", signed_on=date(2024, 5, 2), **words)
    project_of(
        other, acronym="TERRA", topic=None, objective="Glazes fired with hydrogen.", title="Ceramic tiles"
    )
    rebuild_index()
    return Region(lead, known, new, other)


def one_more(name: str, *, country: str, pic: str) -> Organisation:
    """Add another new one that does sensors."""
    organisation = OrganisationFactory.create(name=name, country=country, nuts=NUTS[country], description={})
    IdentifierFactory.create(organisation=organisation, value=pic)
    project_of(organisation, objective=SENSORS, title="Sensors for rehabilitation", topic=None)
    rebuild_index()
    return organisation


def speaker_of(organisation: Organisation) -> Person:
    """Make someone who may speak for an organisation."""
    person = PersonFactory.create()
    MandateFactory.create(person=person, organisation=organisation, right="speak")
    return person
