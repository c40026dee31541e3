"""The directory to take away: the rows that the list shows, in its order."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from convivio.kernel.audiences import Reader
from convivio.organisations.directory.asking import Asked, rows_of
from convivio.organisations.models import Identifier, Organisation
from convivio.search.finding import Hit, find
from convivio.sources.models import Reading

MOST_ROWS = 10_000
BATCH = 500


def columns() -> list[str]:
    return [
        _("Name"),
        _("Short name"),
        _("Kind"),
        _("Size"),
        _("Country"),
        _("Territory"),
        _("Town"),
        _("Website"),
        "PIC",
        _("VAT number"),
        "ROR",
        "LEI",
        _("Projects"),
        _("Confirmed on"),
        _("Source"),
        _("Read on"),
        _("Address in Convivio"),
    ]


def rows(asked: Asked, reader: Reader, site: str) -> Iterator[list[object]]:
    """Give a row for each organisation of the list, all its pages, up to MOST_ROWS."""
    question = replace(asked.question, page=1, size=MOST_ROWS)
    hits = find(question, reader).hits
    for start in range(0, len(hits), BATCH):
        batch = rows_of(hits[start : start + BATCH], reader)
        identifiers = _identifiers([organisation.pk for _hit, organisation in batch])
        readings = Reading.objects.select_related("source").in_bulk(
            {organisation.reading_id for _hit, organisation in batch if organisation.reading_id}
        )
        for hit, organisation in batch:
            reading = readings.get(organisation.reading_id) if organisation.reading_id else None
            yield _row(hit, organisation, identifiers.get(organisation.pk, {}), reading, site)


def _row(
    hit: Hit, organisation: Organisation, known: dict[str, str], reading: Reading | None, site: str
) -> list[object]:
    return [
        organisation.name,
        organisation.short_name,
        organisation.get_kind_display(),
        organisation.get_size_display() if organisation.size else "",
        organisation.country,
        organisation.nuts,
        organisation.city,
        organisation.website,
        *(known.get(scheme, "") for scheme in Identifier.Scheme.values),
        int(hit.data.get("projects", 0)),
        organisation.confirmed_on,
        reading.source.title if reading else "",
        reading.read_at.date() if reading else None,
        f"{site}{organisation.get_absolute_url()}",
    ]


def _identifiers(numbers: list[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = Identifier.objects.filter(organisation__in=numbers).order_by("pk")
    for number, scheme, value in rows.values_list("organisation_id", "scheme", "value"):
        known = found.setdefault(number, {})
        known[scheme] = f"{known[scheme]} {value}" if scheme in known else value
    return found
