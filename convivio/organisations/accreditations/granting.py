"""Accreditations: granted by a body from a day, ended on a day, never taken out of the record."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.errors import BadInput
from convivio.kernel.rows import lock
from convivio.organisations.errors import AccreditationHasEnded
from convivio.organisations.models import Accreditation, Organisation
from convivio.organisations.permissions import may_accredit
from convivio.people.acting import Acting
from convivio.search.documents import has_changed


@transaction.atomic
def grant_accreditation(
    organisation: Organisation,
    *,
    kind: str,
    granted_by: str,
    from_on: date,
    until_on: date | None,
    by: Acting,
) -> Accreditation:
    """Write down that a body granted a status, from a day, and perhaps to a day.

    Raises: NotAllowed; BadInput, when the organisation has that status on one of those days already.
    """
    lock(organisation)
    may_accredit(by).enforce()
    kept = Accreditation.objects.filter(organisation=organisation, kind=kind)
    for one in kept:
        if (until_on is None or one.from_on <= until_on) and (
            one.until_on is None or from_on <= one.until_on
        ):
            raise BadInput(_("It has this accreditation on some of these days already: end that one first."))
    granted = Accreditation.objects.create(
        organisation=organisation, kind=kind, granted_by=granted_by, from_on=from_on, until_on=until_on
    )
    facts = {"kind": kind, "from": from_on.isoformat(), "until": until_on.isoformat() if until_on else ""}
    record("accreditation.granted", organisation, by=by, facts=facts)
    has_changed(organisation.key)
    return granted


@transaction.atomic
def end_accreditation(accreditation: Accreditation, on: date, *, seen: date | None, by: Acting) -> None:
    """Say on which day an accreditation ends, or ended; `seen` is the end that the person saw.

    Raises: NotAllowed; AccreditationHasEnded, when somebody said another end meanwhile; BadInput.
    """
    lock(accreditation)
    may_accredit(by).enforce()
    if accreditation.until_on != seen:
        raise AccreditationHasEnded(_("Somebody has changed the end of this accreditation meanwhile."))
    if on < accreditation.from_on:
        raise BadInput(_("The last day comes before the first."))
    accreditation.until_on = on
    accreditation.save(update_fields=["until_on"])
    organisation = accreditation.organisation
    facts = {"kind": accreditation.kind, "until": on.isoformat(), "before": seen.isoformat() if seen else ""}
    record("accreditation.ended", organisation, by=by, facts=facts)
    has_changed(organisation.key)
