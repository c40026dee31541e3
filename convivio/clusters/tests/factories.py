from datetime import date

from factory.declarations import LazyAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from convivio.clusters.models import Category, Cluster, Membership, Network, Office, ValueChain
from convivio.kernel.translated import in_both
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory


class NetworkFactory(DjangoModelFactory[Network]):
    """The network of the installation: there is one."""

    class Meta:
        model = Network
        django_get_or_create = ("slug",)

    slug = "rete"
    name = in_both("Rete dei cluster", "Network of clusters")
    mission = in_both("Mettiamo in comune.", "We share.")


class ClusterFactory(DjangoModelFactory[Cluster]):
    class Meta:
        model = Cluster

    network = SubFactory(NetworkFactory)
    slug = Sequence(lambda n: f"cluster-{n}")
    name = Sequence(lambda n: in_both(f"Cluster Salute {n}", f"Health Cluster {n}"))
    mission = in_both("Dal banco alla corsia.", "From bench to ward.")


class ValueChainFactory(DjangoModelFactory[ValueChain]):
    class Meta:
        model = ValueChain

    cluster = SubFactory(ClusterFactory)
    slug = Sequence(lambda n: f"filiera-{n}")
    name = Sequence(lambda n: in_both(f"Filiera {n}", f"Chain {n}"))


class MembershipFactory(DjangoModelFactory[Membership]):
    """A small company in a cluster, since 2020."""

    class Meta:
        model = Membership

    class Params:
        ended = Trait(until_on=date(2021, 1, 1))

    organisation = SubFactory(OrganisationFactory)
    cluster = SubFactory(ClusterFactory)
    category = Category.SME
    from_on = date(2020, 1, 1)


class OfficeFactory(DjangoModelFactory[Office]):
    """Someone of a cluster's office, since 2020; the network's offices are named as unusual."""

    class Meta:
        model = Office

    class Params:
        of_network = Trait(kind=Office.Kind.COORDINATOR, cluster=None, network=SubFactory(NetworkFactory))
        ended = Trait(until_on=date(2021, 1, 1))

    person = SubFactory(PersonFactory)
    kind = Office.Kind.CLUSTER_OFFICE
    cluster = SubFactory(ClusterFactory)
    network = LazyAttribute(lambda _: None)
    from_on = date(2020, 1, 1)


def office_of(cluster: Cluster) -> Person:
    """Make someone of a cluster's office."""
    office = OfficeFactory.create(cluster=cluster)
    return office.person


def coordinator() -> Person:
    """Make the coordinator of the network."""
    office = OfficeFactory.create(of_network=True)
    return office.person
