"""The places where an organisation works, beside its seat."""

from typing import Any

from django.db import transaction

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.editing.freshness import confirm
from convivio.organisations.models import Confirmation, Organisation, Site
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

PLACE = ("name", "street", "postcode", "city", "country", "nuts", "latitude", "longitude")


@transaction.atomic
def add_site(organisation: Organisation, place: dict[str, Any], *, by: Acting) -> Site:
    """Name one more place where the organisation works.

    Raises: NotAllowed.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    site = Site.objects.create(organisation=organisation, **place)
    _say(organisation, "site.added", site, by)
    return site


@transaction.atomic
def change_site(site: Site, place: dict[str, Any], *, by: Acting) -> None:
    """Say a place anew.

    Raises: NotAllowed.
    """
    lock(site)
    may_edit(by, site.organisation).enforce()
    for name, value in place.items():
        setattr(site, name, value)
    site.save(update_fields=list(place))
    _say(site.organisation, "site.changed", site, by)


@transaction.atomic
def remove_site(site: Site, *, by: Acting) -> dict[str, Any]:
    """Take a place away, and give back what it said, so that it can be named again.

    Raises: NotAllowed.
    """
    lock(site)
    may_edit(by, site.organisation).enforce()
    said = {name: getattr(site, name) for name in PLACE}
    _say(site.organisation, "site.removed", site, by)
    site.delete()
    return said


def _say(organisation: Organisation, verb: str, site: Site, by: Acting) -> None:
    confirm(organisation, [Confirmation.Part.SITES], by=by)
    record(verb, organisation, by=by, facts={"site": site.pk, "town": site.city})
    has_changed(organisation.key)
