from datetime import date

from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory

from convivio.clusters.models import Cluster, Network
from convivio.clusters.tests.factories import ClusterFactory, OfficeFactory
from convivio.kernel.translated import in_both
from convivio.pages.models import Body, Funding, News, Programme, Term
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person


class NewsFactory(DjangoModelFactory[News]):
    """News of a cluster that anyone may read, since 2025."""

    class Meta:
        model = News
        exclude = ("cluster",)

    class Params:
        draft = Trait(state=News.State.DRAFT)

    cluster = SubFactory(ClusterFactory)
    publisher = LazyAttribute(lambda made: made.cluster.key)
    title = Sequence(lambda n: in_both(f"Prova riuscita {n}", f"Trial passed {n}"))
    words = LazyFunction(lambda: in_both("La membrana **tiene**.", "The membrane **holds**."))
    on = date(2025, 3, 1)
    state = News.State.PUBLISHED


class BodyFactory(DjangoModelFactory[Body]):
    """The board of a cluster."""

    class Meta:
        model = Body
        exclude = ("cluster",)

    cluster = SubFactory(ClusterFactory)
    publisher = LazyAttribute(lambda made: made.cluster.key)
    kind = Body.Kind.BOARD
    name = LazyFunction(lambda: in_both("Consiglio direttivo", "Board"))


class TermFactory(DjangoModelFactory[Term]):
    """Somebody who sits in a board since 2024."""

    class Meta:
        model = Term

    class Params:
        ended = Trait(from_on=date(2021, 5, 1), until_on=date(2024, 4, 30))

    body = SubFactory(BodyFactory)
    person_name = Sequence(lambda n: f"Livia Scardovi {n}")
    from_on = date(2024, 5, 1)


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    code = Sequence(lambda n: f"programma-{n}")
    name = Sequence(lambda n: in_both(f"PR FESR {n}", f"ERDF RP {n}"))
    from_on = date(2021, 1, 1)
    until_on = date(2027, 12, 31)


class FundingFactory(DjangoModelFactory[Funding]):
    """A programme that finances a cluster since 2023."""

    class Meta:
        model = Funding
        exclude = ("cluster",)

    class Params:
        ended = Trait(from_on=date(2017, 1, 1), until_on=date(2020, 12, 31))

    cluster = SubFactory(ClusterFactory)
    publisher = LazyAttribute(lambda made: made.cluster.key)
    programme = SubFactory(ProgrammeFactory)
    from_on = date(2023, 1, 1)


def officer(of: Cluster | Network, kind: str = "cluster_office") -> Person:
    """Make somebody who keeps an office of a cluster or of the network."""
    whole = isinstance(of, Network)
    body = {"cluster": None, "network": of} if whole else {"cluster": of, "network": None}
    return OfficeFactory.create(kind=kind, **body).person


def acts(person: Person | None) -> Acting:
    return acting_as(person)
