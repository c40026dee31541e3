"""What rules may know of organisations: only what is on record, nothing assumed."""

from collections.abc import Iterable

from convivio.engine.rules_values import Accreditation as KnownAccreditation
from convivio.engine.rules_values import Organisation as Facts
from convivio.organisations.models import Accreditation, Organisation

NAMED_BY_RULES = {
    Accreditation.Kind.HTN_LABORATORY: "high_technology_network",
    Accreditation.Kind.HTN_INNOVATION_CENTRE: "high_technology_network",
    Accreditation.Kind.RECOGNISED_CLUSTER: "recognised_cluster",
}


def facts_of(organisations: Iterable[Organisation]) -> dict[int, Facts]:
    """Say, by number, what is on record of each organisation.

    A size that nobody told is unknown. So is an accreditation: that no row says so does not mean
    that there is none; an ended one does. Who controls a body is known only where its group is.
    """
    rows = {organisation.pk: organisation for organisation in organisations}
    granted: dict[int, list[KnownAccreditation]] = {}
    for one in Accreditation.objects.filter(organisation__in=rows) if rows else ():
        known = KnownAccreditation(NAMED_BY_RULES[Accreditation.Kind(one.kind)], one.from_on, one.until_on)
        granted.setdefault(one.organisation_id, []).append(known)
    return {
        number: Facts(
            key=row.key,
            name=row.name,
            kind=row.kind,
            size=row.size or None,
            country=row.country or None,
            nuts=row.nuts or None,
            accreditations=tuple(granted[number]) if number in granted else None,
            control_group=f"companygroup:{row.company_group_id}" if row.company_group_id else None,
        )
        for number, row in rows.items()
    }
