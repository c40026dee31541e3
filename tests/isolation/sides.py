"""Two clusters of one network, each with an office, a board, a member and what the member keeps to itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership, Network, Office, ValueChain
from convivio.clusters.standard_categories import STANDARD
from convivio.kernel.translated import in_both
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting, acting_as
from convivio.people.models import Person

PEOPLE = ("office", "board", "signatory", "reader")


@dataclass(slots=True)
class Side:
    """One cluster, its people, its member, and the words by which its secrets are known again."""

    name: str
    cluster: Cluster
    organisation: Organisation
    membership: Membership
    people: Mapping[str, Person]
    words: list[str] = field(default_factory=list)

    def acting(self, who: str) -> Acting:
        key = self.cluster.key if who in {"office", "board"} else self.organisation.key
        return acting_as(self.people[who], key)

    def word(self) -> str:
        """Make a word that stands nowhere else, and remember it."""
        word = f"segreto{self.name}{len(self.words)}x"
        self.words.append(word)
        return word

    def secrets(self) -> re.Pattern[bytes]:
        """Match any of these words, wherever it is read."""
        return re.compile(rb"segreto%b\d+x" % self.name.encode())


def two_sides() -> tuple[Side, Side]:
    network = Network.objects.create(slug="rete", name=in_both("Rete", "Network"))
    return _side("alfa", network), _side("beta", network)


def _side(name: str, network: Network) -> Side:
    since = localdate() - timedelta(days=400)
    cluster = Cluster.objects.create(network=network, slug=name, name=in_both(name, name))
    for position, (code, italian, english) in enumerate(STANDARD):
        cluster.categories.create(code=code, name=in_both(italian, english), position=position)
    ValueChain.objects.create(cluster=cluster, slug=f"{name}-uno", name=in_both("Uno", "One"))
    organisation = Organisation.objects.create(
        slug=f"soggetto-{name}", name=f"Soggetto {name}", kind="sme", country="IT", nuts="ITH54",
        description=in_both("Facciamo filtri.", "We make filters."),
    )  # fmt: skip
    membership = Membership.objects.create(
        organisation=organisation, cluster=cluster, category="sme", from_on=since
    )
    people = {who: Person.objects.create_user(f"{who}@{name}.example", name=who.title()) for who in PEOPLE}
    for who, kind in (("office", "cluster_office"), ("board", "board")):
        Office.objects.create(person=people[who], kind=kind, cluster=cluster, from_on=since)
    rights: dict[str, tuple[str, ...]] = {"signatory": tuple(Mandate.Right.values), "reader": ("read",)}
    for who, given in rights.items():
        for right in given:
            Mandate.objects.create(person=people[who], organisation=organisation, right=right, from_on=since)
    return Side(name, cluster, organisation, membership, people)
