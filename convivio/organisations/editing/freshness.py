"""When somebody of an organisation last said that each part of its profile is right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.models import Confirmation, Organisation
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

HOLDS = timedelta(days=365)
"""How long a part counts as lately confirmed."""
Part = Confirmation.Part
OF_THE_PROFILE = (Part.DESCRIPTION, Part.LOOKING_FOR)
"""What one form holds, and confirms together."""


@dataclass(frozen=True, slots=True)
class Said:
    """One part of a profile, and the day on which somebody last said that it is right."""

    part: str
    label: str
    confirmed_on: date | None
    is_old: bool


def parts_said(organisation: Organisation, there: Iterable[str], day: date) -> dict[str, Said]:
    """Say of each part that has something in it when it was confirmed.

    One question to the database, unless the organisation was read `with_confirmations`.
    """
    if hasattr(organisation, "said_description"):
        known = {part: getattr(organisation, f"said_{part}") for part in Part.values}
    else:
        known = dict(organisation.confirmations.values_list("part", "on"))
    said = {}
    for part in there:
        on = known.get(part) or (organisation.confirmed_on if part in OF_THE_PROFILE else None)
        said[part] = Said(part, str(Part(part).label), on, on is None or day - on > HOLDS)
    return said


def old_parts(organisation: Organisation, day: date) -> list[Said]:
    """Give what has something in it and nobody has confirmed for a year; one question to the database."""
    rows = Organisation.objects.filter(pk=organisation.pk).with_confirmations().with_parts()
    known: Any = rows.first()
    found = {
        Part.DESCRIPTION: bool(known.description),
        Part.LOOKING_FOR: bool(known.looking_for),
        Part.SITES: known.has_sites,
        Part.IDENTIFIERS: known.has_identifiers,
    }
    said = parts_said(known, [part for part, is_there in found.items() if is_there], day)
    return [one for one in said.values() if one.is_old]


@transaction.atomic
def confirm_part(organisation: Organisation, part: str, *, by: Acting) -> None:
    """Say that a part of the profile is still right, today.

    Raises: NotAllowed.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    confirm(organisation, [Part(part)], by=by)
    record("organisation.confirmed", organisation, by=by, facts={"part": part})
    has_changed(organisation.key)


def confirm(organisation: Organisation, parts: Iterable[str], *, by: Acting) -> None:
    """Write down, within an act that asked already, that these parts were confirmed today."""
    today, confirmed = localdate(), set(parts)
    _remember_what_the_whole_said(organisation, confirmed)
    for part in sorted(confirmed):
        Confirmation.objects.update_or_create(
            organisation=organisation, part=part, defaults={"on": today, "by": by.person}
        )
    if confirmed & set(OF_THE_PROFILE) and organisation.confirmed_on != today:
        organisation.confirmed_on = today
        organisation.save(update_fields=["confirmed_on"])


def _remember_what_the_whole_said(organisation: Organisation, confirmed: set[str]) -> None:
    """Keep the old day of the parts that are not confirmed now, where only the whole has one."""
    if organisation.confirmed_on is None or not confirmed & set(OF_THE_PROFILE):
        return
    for part in set(OF_THE_PROFILE) - confirmed:
        Confirmation.objects.get_or_create(
            organisation=organisation, part=part, defaults={"on": organisation.confirmed_on}
        )
