from datetime import date
from typing import Any

from factory.declarations import LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.clusters.categories import give_standard_categories
from convivio.clusters.models import Cluster, Office
from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory, office_of
from convivio.memberships.models import Application, Passage, State
from convivio.memberships.writers import Writer
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person

VAT = "IT01234567897"
OTHER_VAT = "IT09876543217"
COMPLETE = {
    "name": "Lume Tenue S.r.l.",
    "kind": "sme",
    "vat": VAT,
    "city": "Carpi",
    "staff": "",
    "website": "",
    "country": "IT",
    "category": "sme",
    "brings": "Misuriamo la luce che passa nelle lenti.",
    "looks_for": "Un reparto che provi le lenti.",
    "contact_name": "Ines Prati",
    "signatory_name": "Olmo Prati",
    "signatory_email": "olmo@lume-tenue.example",
    "accepts_statute": True,
    "accepts_privacy": True,
}
RESOLVED = {
    "category": "public_authority",
    "resolution": "Giunta n. 12",
    "resolved_on": "2026-03-02",
    "effective_on": "2027-01-01",
}


class ApplicationFactory(DjangoModelFactory[Application]):
    """A complete application of a small company, still being written."""

    class Meta:
        model = Application

    cluster = SubFactory(ClusterFactory)
    email = Sequence(lambda n: f"applicant-{n}@lume-tenue.example")
    language = "en"
    answers = LazyFunction(lambda: dict(COMPLETE))


def cluster_with_categories(**named: Any) -> Cluster:
    cluster = ClusterFactory.create(**named)
    give_standard_categories(cluster)
    return cluster


def application_in(state: str, cluster: Cluster | None = None, **unusual: Any) -> Application:
    """Make an application that came to a state; beyond a draft it was sent."""
    cluster = cluster or cluster_with_categories()
    answers = {**COMPLETE, **unusual.pop("answers", {})}
    application = ApplicationFactory.create(cluster=cluster, state=state, answers=answers, **unusual)
    Passage.objects.create(application=application, into=State.DRAFT)
    if state != State.DRAFT:
        Passage.objects.create(application=application, out_of=State.DRAFT, into=State.SENT)
    return application


def as_office(cluster: Cluster) -> Acting:
    return acting_as(office_of(cluster))


def as_board(cluster: Cluster) -> Acting:
    return acting_as(OfficeFactory.create(cluster=cluster, kind=Office.Kind.BOARD).person)


def writer(application: Application) -> Writer:
    """The applicant, signed in with the address of the application."""
    person, _made = Person.objects.get_or_create(email=application.email)
    return Writer(acting_as(person))


A_DAY = date(2026, 1, 1)
