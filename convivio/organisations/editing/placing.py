"""What an organisation is part of, who hosts it, and with which companies it is under one control."""

from django.db import transaction
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.errors import WouldBePartOfItself
from convivio.organisations.models import CompanyGroup, Organisation
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

DEEPEST = 10
"""Units within units within units: more than anybody has."""


@transaction.atomic
def change_belonging(
    organisation: Organisation,
    *,
    part_of: Organisation | None,
    hosted_by: Organisation | None,
    group: str,
    by: Acting,
) -> None:
    """Say of what an organisation is a unit, who hosts it, and to which group of companies it belongs.

    Raises: NotAllowed; WouldBePartOfItself.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    _refuse_circles(organisation, part_of)
    if hosted_by is not None and hosted_by.pk == organisation.pk:
        raise WouldBePartOfItself(_("An organisation cannot be hosted by itself."))
    before = (organisation.part_of_id, organisation.hosted_by_id, organisation.company_group_id)
    organisation.part_of, organisation.hosted_by = part_of, hosted_by
    organisation.company_group = _group_named(group)
    organisation.save(update_fields=["part_of", "hosted_by", "company_group"])
    after = (organisation.part_of_id, organisation.hosted_by_id, organisation.company_group_id)
    if before != after:
        names = ("part_of", "hosted_by", "company_group")
        record("organisation.placed", organisation, by=by, facts=dict(zip(names, after, strict=True)))
        has_changed(organisation.key)


@transaction.atomic
def release_unit(unit: Organisation, whole: Organisation, *, by: Acting) -> None:
    """Say, for a body, that an organisation is none of its units, or is not hosted by it.

    Raises: NotAllowed.
    """
    lock(unit)
    may_edit(by, whole).enforce()
    let_go = [name for name in ("part_of", "hosted_by") if getattr(unit, f"{name}_id") == whole.pk]
    for name in let_go:
        setattr(unit, name, None)
    if let_go:
        unit.save(update_fields=let_go)
        record("organisation.released", unit, by=by, facts={"from": whole.key, "as": let_go})
        has_changed(unit.key)


def _group_named(name: str) -> CompanyGroup | None:
    """Find a group by its name, however it is capitalised, or make it."""
    if not name:
        return None
    known = CompanyGroup.objects.filter(name__iexact=name).first()
    return known or CompanyGroup.objects.create(name=name)


def _refuse_circles(organisation: Organisation, part_of: Organisation | None) -> None:
    above: Organisation | None = part_of
    for _step in range(DEEPEST):
        if above is None:
            return
        if above.pk == organisation.pk:
            break
        above = above.part_of
    raise WouldBePartOfItself(_("An organisation cannot be a part of itself, nor of one of its own units."))
