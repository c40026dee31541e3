"""Technopoles, and the laboratories that they host, among the members of a cluster or of the network."""

from dataclasses import dataclass, field

from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import Reader
from convivio.organisations.models import Kind
from convivio.pages.members import Held, Members


@dataclass(slots=True)
class Technopole:
    """A technopole, and what it hosts of this network or cluster."""

    name: str
    slug: str
    city: str
    hosted: list[Held] = field(default_factory=list)
    kind = Kind.TECHNOPOLE.value

    @property
    def url(self) -> str:
        return address_of("organisations:page", self.slug)

    @property
    def laboratory_count(self) -> int:
        return sum(one.kind == Kind.LABORATORY for one in self.hosted)


def technopoles(members: Members, reader: Reader) -> list[Technopole]:
    """Give the technopoles that are members today or host one, where this reader may see them."""
    found: dict[int, Technopole] = {}
    for one in sorted(members.today, key=lambda one: one.name):
        if one.kind == Kind.TECHNOPOLE:
            found.setdefault(one.organisation, Technopole(one.name, one.slug, one.city))
        elif (
            one.host is not None and one.host_kind == Kind.TECHNOPOLE and reader.sees(one.host_audience or "")
        ):
            host = Technopole(one.host_name or "", one.host_slug or "", one.host_city or "")
            found.setdefault(one.host, host).hosted.append(one)
    return sorted(found.values(), key=lambda one: (-len(one.hosted), one.name))
