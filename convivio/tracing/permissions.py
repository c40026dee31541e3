from django.http import HttpRequest
from django.utils.translation import gettext as _

from convivio.clusters.models import Office
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Mandate
from convivio.people.acting import NOBODY, Acting, Capacity
from convivio.web.policies import Policy

READING = {
    "network": frozenset({Office.Kind.COORDINATOR, Office.Kind.AUDITOR}),
    "cluster": frozenset({Office.Kind.CLUSTER_OFFICE}),
    "organisation": frozenset({Mandate.Right.EDIT}),
}
"""By the kind of a body, the rights that let one read of it."""


def reads_of(capacity: Capacity) -> bool:
    """Say whether somebody with this capacity reads the trace of the body."""
    return not READING.get(capacity.key.partition(":")[0], frozenset()).isdisjoint(capacity.rights)


def may_read_trace(acting: Acting) -> Verdict:
    """Say whether there is a part of the trace that this person may read."""
    if any(reads_of(choice) for choice in acting.choices):
        return ALLOWED
    return Verdict(_("The trace is read by those who answer for somebody: an organisation or an office."))


def reads_everything(acting: Acting) -> bool:
    """Say whether this person audits the network."""
    return any(_keeps(choice, Office.Kind.AUDITOR) for choice in acting.choices)


def sees_totals(acting: Acting) -> bool:
    """Say whether this person may know how much the whole trace holds."""
    kinds = READING["network"]
    return any(_keeps(choice, kind) for choice in acting.choices for kind in kinds)


def _keeps(capacity: Capacity, kind: str) -> bool:
    return capacity.key.startswith("network:") and kind in capacity.rights


def reads_trace(request: HttpRequest) -> bool:
    return bool(may_read_trace(getattr(request, "acting", NOBODY)))


def _asks(request: HttpRequest, **_named: object) -> Verdict:
    return may_read_trace(getattr(request, "acting", NOBODY))


READS_TRACE = Policy("reads of the trace", _asks, hides=True)
