"""Who stands around an entry in the tests: its asker, somebody who answers, the office that accompanies it."""

from convivio.clusters.models import Cluster
from convivio.clusters.tests.factories import OfficeFactory
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.tests.factories import PersonFactory


def writer(organisation: Organisation | None = None, *rights: str) -> Acting:
    """Somebody who writes for an organisation, or has these rights for it."""
    body = organisation or OrganisationFactory.create()
    person = PersonFactory.create()
    for right in rights or ("read", "edit"):
        MandateFactory.create(person=person, organisation=body, right=right)
    return acting_as(person, body.key)


def of_office(cluster: Cluster, kind: str = "facilitator") -> Acting:
    person = PersonFactory.create()
    OfficeFactory.create(person=person, cluster=cluster, kind=kind)
    return acting_as(person, cluster.key)
