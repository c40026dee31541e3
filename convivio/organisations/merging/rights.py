"""Who may make two records one: whoever looks after both, or the coordinator of the whole network."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext as _

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting

KeepersOf = Callable[[Iterable[int]], Mapping[int, set[str]]]
"""From numbers of organisations to the keys of the bodies that look after each, now or once."""

_declared: list[KeepersOf] = []


def declare_keepers(keepers_of: KeepersOf) -> None:
    """Let a room say which bodies look after an organisation: the clusters in which it is or was a member."""
    if keepers_of not in _declared:
        _declared.append(keepers_of)


def may_merge(acting: Acting, *organisations: Organisation) -> Verdict:
    """Say whether this person may make these one, and two again.

    A cluster's office may, when each is or was a member of its cluster, or of none.
    """
    if any("coordinator" in choice.rights for choice in acting.choices):
        return ALLOWED
    offices = {choice.key for choice in acting.choices if "cluster_office" in choice.rights}
    numbers = [one.pk for one in organisations]
    keepers: dict[int, set[str]] = {number: set() for number in numbers}
    for keepers_of in _declared:
        for number, keys in keepers_of(numbers).items():
            keepers[number] |= keys
    if any(all(not keys or office in keys for keys in keepers.values()) for office in offices):
        return ALLOWED
    return Verdict(
        _(
            "Two records are merged by the office of the cluster that looks after both, or by the coordinator of the network."
        )
    )
