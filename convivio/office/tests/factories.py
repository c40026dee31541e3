from datetime import date, timedelta

from django.test import Client
from django.utils.timezone import localdate
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, office_of
from convivio.kernel.translated import in_both
from convivio.office.models import Circular, Contact, Encounter, Note, SavedView
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

YESTERDAY = timedelta(days=1)


class ContactFactory(DjangoModelFactory[Contact]):
    """Somebody met at a fair."""

    class Meta:
        model = Contact

    cluster = SubFactory(ClusterFactory)
    name = Sequence(lambda n: f"Contatto {n}")


class EncounterFactory(DjangoModelFactory[Encounter]):
    """A call of today."""

    class Meta:
        model = Encounter

    cluster = SubFactory(ClusterFactory)
    line = "Hanno cambiato direttore"


class NoteFactory(DjangoModelFactory[Note]):
    class Meta:
        model = Note

    cluster = SubFactory(ClusterFactory)
    organisation = SubFactory(OrganisationFactory)
    text = "Preferiscono il venerdì"


class CircularFactory(DjangoModelFactory[Circular]):
    """A draft to everybody who acts for a member."""

    class Meta:
        model = Circular

    cluster = SubFactory(ClusterFactory)
    subject = LazyAttribute(lambda _: in_both("Tre bandi", "Three calls"))
    text = LazyAttribute(lambda _: in_both("Buongiorno, **tre bandi**.", "Good morning, **three calls**."))


class SavedViewFactory(DjangoModelFactory[SavedView]):
    class Meta:
        model = SavedView

    cluster = SubFactory(ClusterFactory)
    owner = SubFactory(PersonFactory)
    name = Sequence(lambda n: f"Vista {n}")
    query = "state=member&sort=name"


def member(cluster: Cluster, **organisation: object) -> Organisation:
    """Make an organisation that is a member of a cluster."""
    made = OrganisationFactory.create(**organisation)
    MembershipFactory.create(organisation=made, cluster=cluster)
    return made


def person_of(organisation: Organisation, right: str = Mandate.Right.READ, **person: object) -> Person:
    """Make somebody who acts for an organisation."""
    made = PersonFactory.create(**person)
    MandateFactory.create(person=made, organisation=organisation, right=right)
    return made


def ends(organisation: Organisation, on: date | None = None) -> None:
    """Let the mandates of an organisation end, with yesterday unless said."""
    Mandate.objects.filter(organisation=organisation).update(until_on=on or localdate() - YESTERDAY)


def keeper(cluster: Cluster) -> Acting:
    """Act as somebody of the office."""
    return acting_as(office_of(cluster))


def at_the_office(client: Client, cluster: Cluster) -> Client:
    """Sign somebody of the office in."""
    client.force_login(office_of(cluster))
    return client
