"""What the demonstration's members keep of themselves: places, units, groups, confirmations; and two doubles."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.timezone import localdate

from convivio.demo.network_files import Entry, entries
from convivio.organisations.models import CompanyGroup, Confirmation, LikelyDouble, Organisation, Site
from convivio.search.documents import has_changed
from convivio.sources.models import Reading
from convivio.trackrecord.models import Participation

SAME_NAME = "The same name in the same country"
DAYS_BETWEEN = 37
"""Days by which the confirmations of one member and the next lie apart: some lately, some over a year ago."""
LONGEST_AGO = 480


def fill_profiles(organisations: Mapping[str, Organisation], reading: Reading) -> dict[str, int]:
    """Write what they keep, and count it."""
    for entry in entries("units"):
        unit = organisations[entry["organisation"]]
        unit.part_of = organisations[entry["part_of"]]
        unit.save(update_fields=["part_of"])
    for entry in entries("groups"):
        group = CompanyGroup.objects.create(name=entry["name"], reading=reading)
        Organisation.objects.filter(slug__in=entry["companies"]).update(company_group=group)
    sites = [_site(entry, organisations, reading) for entry in entries("sites")]
    _confirm(dict.fromkeys(site.organisation for site in sites))
    doubles = [_double(entry, organisations, reading) for entry in entries("doubles")]
    has_changed(*sorted({site.organisation.key for site in sites} | {one.key for one in doubles}))
    return {"sites": len(sites), "doubles": len(doubles)}


def _site(entry: Entry, organisations: Mapping[str, Organisation], reading: Reading) -> Site:
    return Site.objects.create(
        organisation=organisations[entry["organisation"]],
        name=entry["name"],
        city=entry["city"],
        country="IT",
        nuts=entry["nuts"],
        latitude=entry["lat"],
        longitude=entry["lon"],
        reading=reading,
    )


def _confirm(organisations: Mapping[Organisation, None]) -> None:
    """Let some have confirmed their places lately, and some over a year ago."""
    for number, organisation in enumerate(organisations, 1):
        ago = timedelta(days=number * DAYS_BETWEEN * 2 % LONGEST_AGO)
        Confirmation.objects.create(organisation=organisation, part="sites", on=localdate() - ago)


def _double(entry: Entry, organisations: Mapping[str, Organisation], reading: Reading) -> Organisation:
    """Make the second record of a body, as an import leaves it: its name, and projects that the first lacks."""
    first = organisations[entry["same_as"]]
    double = Organisation.objects.create(
        slug=entry["slug"],
        name=entry["name"],
        kind=entry["kind"],
        city=entry["city"],
        country=entry["country"],
        reading=reading,
    )
    rows = Participation.objects.filter(organisation=first).order_by("-project__signed_on", "-pk")
    for row in rows[: entry["projects"]]:
        row.organisation = double
        row.save(update_fields=["organisation"])
    LikelyDouble.objects.create(first=first, second=double, reason=SAME_NAME)
    return double
