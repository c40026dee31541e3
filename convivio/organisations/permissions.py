from django.http import HttpRequest
from django.utils.translation import gettext as _

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import NOBODY, Acting
from convivio.web.policies import Policy

OFFICES_THAT_SETTLE = frozenset({"cluster_office", "coordinator"})
OFFICES_THAT_ACCREDIT = frozenset({"coordinator", "region"})


def may_edit(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether some mandate of today lets this person edit the profile."""
    if acting.may(Mandate.Right.EDIT, organisation.key):
        return ALLOWED
    return Verdict(
        _(
            "You cannot edit this page: it takes a mandate to edit for %(name)s. Whoever signs for it can give you one."
        )
        % {"name": organisation.name}
    )


def may_settle_doubles(acting: Acting) -> Verdict:
    """Say whether this person keeps an office that looks after identities."""
    if any(OFFICES_THAT_SETTLE & choice.rights for choice in acting.choices):
        return ALLOWED
    return Verdict(
        _("Likely doubles are settled by the office of a cluster or the coordinator of the network.")
    )


def may_accredit(acting: Acting) -> Verdict:
    """Say whether this person keeps an office of the network that writes down accreditations."""
    if any(OFFICES_THAT_ACCREDIT & choice.rights for choice in acting.choices):
        return ALLOWED
    return Verdict(_("Accreditations are written down by the coordinator of the network or by the Region."))


def settles_doubles(request: HttpRequest) -> bool:
    return bool(may_settle_doubles(getattr(request, "acting", NOBODY)))


def _may_open_doubles(request: HttpRequest, **_named: object) -> Verdict:
    return may_settle_doubles(getattr(request, "acting", NOBODY))


def _may_open_accrediting(request: HttpRequest, **_named: object) -> Verdict:
    return may_accredit(getattr(request, "acting", NOBODY))


SETTLES_DOUBLES = Policy("settles doubles", _may_open_doubles)
ACCREDITS = Policy("accredits", _may_open_accrediting)
