"""Writing the bodies of CORDIS as organisations of ours."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from convivio.opendata.cordis.identity import Register, flag_doubles
from convivio.opendata.cordis.rows import BodyRow
from convivio.opendata.cordis.sources import PREFIX, ages_of_sources
from convivio.opendata.reports import Report, Tally
from convivio.opendata.writing import Progress, insert, insert_values, set_changed, update
from convivio.organisations.models import Identifier, Kind, Organisation, Size
from convivio.sources.models import Reading

FIELDS = (
    "name", "short_name", "kind", "size", "country", "nuts", "street", "postcode", "city", "latitude",
    "longitude", "website",
)  # fmt: skip
KINDS = {"REC": Kind.RESEARCH_CENTRE, "HES": Kind.UNIVERSITY, "PUB": Kind.PUBLIC_AUTHORITY}
COMPANY = "PRC"
LONGEST_SLUG = 140

Numbers = dict[str, int]
"""The number of the organisation that each body is, by the body's key."""


def kind_and_size(body: BodyRow) -> tuple[str, str]:
    """Say what a body is, from its activity and from whether it is a small or medium company.

    The European definition of SME has two sides for a company: where CORDIS says that one is not
    an SME, it is a large company. Where CORDIS says nothing, its size stays unknown.
    """
    if body.activity == COMPANY:
        if body.sme is None:
            return Kind.COMPANY, Size.UNKNOWN
        return (Kind.SME, Size.SME) if body.sme else (Kind.LARGE_COMPANY, Size.LARGE)
    return KINDS.get(body.activity, Kind.OTHER), Size.SME if body.sme else Size.UNKNOWN


def write_organisations(
    bodies: list[BodyRow], reading: Reading, report: Report, progress: Progress
) -> Numbers:
    """Write each body once: those we know are brought up to date, the others are new."""
    register = Register(bodies)
    tally = report.of("organisations")
    found = _found(register, bodies)
    changed = _brought_up_to_date(bodies, found, Newness(reading))
    update(changed, (*FIELDS, "reading"), progress)
    fresh = [body for body in bodies if body.key not in found]
    written = insert([_new(body, register, reading) for body in fresh], progress)
    for body, row in zip(fresh, written, strict=True):
        found[body.key] = row.pk
        register.learn_name(row.pk, row.name, row.country)
    _write_identifiers(bodies, found, register, reading, report.of("identifiers"))
    tally.add("new", len(written))
    tally.add("changed", len(changed))
    tally.add("unchanged", len(bodies) - len(written) - len(changed))
    tally.add("flagged", flag_doubles(register, bodies))
    report.touch("organisation", (row.pk for row in (*changed, *written)))
    return found


def _found(register: Register, bodies: list[BodyRow]) -> Numbers:
    """Find the bodies that we know; one known by its VAT number gets its PIC."""
    found = {}
    for body in bodies:
        number = register.find(body)
        if number is not None:
            found[body.key] = number
            if body.pic:
                register.learn_identifier(Identifier.Scheme.PIC, body.pic, number)
    return found


def _brought_up_to_date(bodies: list[BodyRow], found: Numbers, news: "Newness") -> list[Organisation]:
    """Change, of the organisations that we know, those of which the file says something new."""
    known = Organisation.objects.select_for_update(of=("self",)).in_bulk(list(set(found.values())))
    changed = []
    for body in bodies:
        row = known.pop(found.get(body.key, 0), None)
        if row is not None and news.bring(row, body):
            changed.append(row)
    return changed


class Newness:
    """What a reading may change of an organisation that is there already.

    What people wrote or confirmed is theirs: CORDIS fills only what is empty. So does an older
    framework programme where a newer one was read, whatever the order of the readings.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.ages = ages_of_sources()
        self.age = self.ages.get(reading.source.slug, 0)
        self.slugs = dict(Reading.objects.values_list("id", "source__slug"))

    def bring(self, row: Organisation, body: BodyRow) -> bool:
        """Bring a row up to date, and say whether anything changed."""
        values = _values(body)
        if self.has_the_word(row):
            said = {name: value for name, value in values.items() if value not in {"", None}}
            return set_changed(row, said | _kind_to_take(row, body)) and set_changed(
                row, {"reading_id": self.reading.pk}
            )
        values = {name: value for name, value in values.items() if getattr(row, name) in {"", None}}
        if row.kind != kind_and_size(body)[0]:
            values.pop("size", None)
        return set_changed(row, values)

    def has_the_word(self, row: Organisation) -> bool:
        slug = self.slugs.get(row.reading_id or 0, "")
        if row.confirmed_on or row.description or not slug.startswith(PREFIX):
            return False
        return self.ages.get(slug, 0) <= self.age


def _kind_to_take(row: Organisation, body: BodyRow) -> dict[str, str]:
    """Take kind and size together, and only from a file that tells them."""
    kind, size = kind_and_size(body)
    if not body.activity or (kind == Kind.COMPANY and row.kind in {Kind.SME, Kind.LARGE_COMPANY}):
        kind, size = row.kind, row.size
    return {"kind": kind, "size": size}


def _values(body: BodyRow) -> dict[str, Any]:
    kind, size = kind_and_size(body)
    return {
        **{name: getattr(body, name) for name in FIELDS if name not in {"kind", "size"}},
        "kind": kind,
        "size": size,
    }


def _new(body: BodyRow, register: Register, reading: Reading) -> Organisation:
    return Organisation(slug=_slug(body, register.slugs), reading=reading, **_values(body))


def _slug(body: BodyRow, taken: set[str]) -> str:
    """Make a slug of the name, with the PIC when the name is taken or has no Latin letters."""
    number = (body.pic or body.vat).lower()
    wanted = slugify(body.name)[:LONGEST_SLUG].strip("-")
    for slug in (wanted, f"{wanted[: LONGEST_SLUG - len(number) - 1]}-{number}".strip("-")):
        if slug and slug not in taken:
            taken.add(slug)
            return slug
    raise AssertionError(body.key)  # a PIC is one body's, and so is a name with it


def _write_identifiers(
    bodies: list[BodyRow], found: Numbers, register: Register, reading: Reading, tally: Tally
) -> None:
    known = set(
        Identifier.objects.filter(scheme__in=("pic", "vat")).values_list("organisation_id", "scheme", "value")
    )
    fresh = []
    for body in bodies:
        for scheme, value in _identifiers(body):
            number = found[body.key]
            if (number, scheme, value) not in known:
                known.add((number, scheme, value))
                register.learn_identifier(scheme, value, number)
                fresh.append((number, scheme, value, reading.pk))
    insert_values(Identifier, ("organisation", "scheme", "value", "reading"), fresh)
    tally.add("new", len(fresh))
    tally.add("unchanged", sum(1 for body in bodies for _ in _identifiers(body)) - len(fresh))


def _identifiers(body: BodyRow) -> Iterator[tuple[str, str]]:
    if body.pic:
        yield Identifier.Scheme.PIC.value, body.pic
    if body.vat:
        yield Identifier.Scheme.VAT.value, body.vat
