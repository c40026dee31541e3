"""What an organisation is part of, its units, who hosts it and whom it hosts, its group and its places."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from convivio.kernel.audiences import Reader
from convivio.organisations.models import Organisation, Site

MOST = 30
"""Bodies that the page names in one list; more are counted."""


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies that belong to an organisation in one way."""

    label: str
    found: Sequence[Organisation]

    @property
    def rows(self) -> Sequence[Organisation]:
        return self.found[:MOST]

    @property
    def more(self) -> int:
        return len(self.found[MOST:])


@dataclass(frozen=True, slots=True)
class Family:
    """Everything that belongs together with an organisation, as far as a reader may see it."""

    bodies: Sequence[Group]
    sites: Sequence[Site]


def family_of(organisation: Organisation, reader: Reader) -> Family:
    """Gather it, in two questions to the database."""
    near = Q(part_of=organisation) | Q(hosted_by=organisation)
    if organisation.company_group_id is not None:
        near |= Q(company_group=organisation.company_group_id)
    found = Organisation.objects.visible_to(reader).filter(near).exclude(pk=organisation.pk).order_by("name")
    rows = list(found[: MOST * 10])
    above = [one for one in (organisation.part_of,) if one and reader.sees(one.audience)]
    hosts = [one for one in (organisation.hosted_by,) if one and reader.sees(one.audience)]
    groups = [
        Group(_("Part of"), above),
        Group(_("Hosted by"), hosts),
        Group(_("Its units"), [one for one in rows if one.part_of_id == organisation.pk]),
        Group(_("Hosts"), [one for one in rows if one.hosted_by_id == organisation.pk]),
        Group(
            _("In the group %(name)s") % {"name": organisation.company_group or ""},
            [
                one
                for one in rows
                if organisation.company_group_id is not None
                and one.company_group_id == organisation.company_group_id
            ],
        ),
    ]
    return Family([group for group in groups if group.found], list(organisation.sites.all()))
