"""What of a person others see: name, job, e-mail and telephone, each as far as the person shows it.

Without a choice, the name and the job are for the network, the e-mail for one's own organisations, the
telephone for nobody. The office of a cluster sees what it keeps of its own people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.people.privacy.looking_after import belonging

NETWORK, CLUSTER, ORGANISATIONS, NOBODY = "network", "cluster", "organisations", "nobody"
LEVELS: Final = {
    NETWORK: _("the network"),
    CLUSTER: _("my clusters"),
    ORGANISATIONS: _("my organisations"),
    NOBODY: _("nobody"),
}
FIELDS: Final = {"name": NETWORK, "job": NETWORK, "email": ORGANISATIONS, "phone": NOBODY}
SHARED_BY: Final = {
    NETWORK: ("network:", "cluster:", "organisation:"),
    CLUSTER: ("cluster:", "organisation:"),
    ORGANISATIONS: ("organisation:",),
    NOBODY: (),
}
"""Which kinds of body two people have to have in common, for each level."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reader sees of one person; what is not shown to them is empty."""

    key: str
    name: str
    job: str = ""
    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return self.name


def shown(people: Iterable[Person], to: Acting) -> dict[int, Shown]:
    """Say what a reader sees of each of these people, by their numbers; as many questions for one as for all."""
    listed = list(people)
    others = [person for person in listed if person.key != to.person_key]
    belongs = belonging(others, localdate()) if others and to.person is not None else {}
    return {person.pk: _one(person, to, belongs.get(person.pk, frozenset())) for person in listed}


def shown_one(person: Person, to: Acting) -> Shown:
    return shown([person], to)[person.pk]


def level_of(person: Person, field: str) -> str:
    """Return how far a person shows a field; a word that is no level shows it to nobody."""
    chosen = person.shown_to.get(field, FIELDS[field])
    return chosen if chosen in LEVELS else NOBODY


def _one(person: Person, to: Acting, belongs: frozenset[str]) -> Shown:
    sees_all = person.key == to.person_key or _keeps_their_office(to, belongs)
    seen = {
        field: str(getattr(person, field))
        for field in FIELDS
        if sees_all or _is_shown(level_of(person, field), to, belongs)
    }
    if person.erased_at is not None:
        seen = {}
    return Shown(person.key, seen.pop("name", "") or str(_("somebody")), **seen)


def _is_shown(level: str, to: Acting, belongs: frozenset[str]) -> bool:
    kinds = SHARED_BY[level]
    return any(key.startswith(kinds) and to.reader.sees(key) for key in belongs) if kinds else False


def _keeps_their_office(to: Acting, belongs: frozenset[str]) -> bool:
    return any(to.may("cluster_office", key) for key in belongs if key.startswith("cluster:"))
