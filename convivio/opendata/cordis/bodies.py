"""The file of CORDIS that says who took part: each body once, and each of its participations. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from convivio.opendata import cells
from convivio.opendata.cordis.columns import ROLES
from convivio.opendata.cordis.notes import Notes
from convivio.opendata.cordis.rows import LENGTHS, BodyRow, ParticipationRow
from convivio.opendata.csv_tables import CsvTable
from convivio.organisations.numbers.writing import normalised_pic, normalised_vat

Found = tuple[str, list[Any]]
Where = tuple[str, str, str]
"""A project, a body and a role."""

OF_A_BODY = (
    "organisationID vatNumber name shortName SME activityType street postCode city country nutsCode "
    "geolocation organizationURL"
).split()
OF_A_PARTICIPATION = (
    "projectID contentUpdateDate order role ecContribution netEcContribution totalCost endOfParticipation"
).split()
NUTS_LENGTHS = range(2, 6)


@dataclass(slots=True)
class Bodies:
    """The bodies met so far, each with what the row of its most recent project said."""

    signed: dict[str, str]
    found: dict[str, BodyRow] = field(default_factory=dict)
    as_written: dict[tuple[str, ...], BodyRow] = field(default_factory=dict)
    latest: dict[str, str] = field(default_factory=dict)
    participations: dict[Where, ParticipationRow] = field(default_factory=dict)
    newest: str | None = None

    def meet(self, body: BodyRow, signed_on: str) -> None:
        """Keep a body; a more recent project has the word, others only fill what is empty."""
        known = self.found.get(body.key)
        if known is None:
            self.found[body.key], self.latest[body.key] = body, signed_on
        elif signed_on > self.latest[body.key]:
            self.found[body.key], self.latest[body.key] = _filled(body, known), signed_on
        elif known != body:
            self.found[body.key] = _filled(known, body)

    def take_part(self, row: ParticipationRow) -> bool:
        """Keep a participation, and say whether it was named before; then its amounts are added up."""
        where = (row.project, row.body, row.role)
        known = self.participations.get(where)
        if known is None:
            self.participations[where] = row
            return False
        self.participations[where] = known._replace(  # noqa: SLF001 - a named tuple's own way
            position=min(known.position, row.position),
            contribution=_sum(known.contribution, row.contribution),
            total_cost=_sum(known.total_cost, row.total_cost),
            has_left=known.has_left and row.has_left,
        )
        return True


def _filled(first: BodyRow, second: BodyRow) -> BodyRow:
    """Give the first body, with what is empty in it taken from the second."""
    values: list[Any] = [
        one if one not in {"", None} else two for one, two in zip(first, second, strict=True)
    ]
    return BodyRow(*values)


def _sum(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return one or other
    return str(Decimal(one) + Decimal(other))


def read_bodies(table: CsvTable, bodies: Bodies) -> Iterator[Found]:
    """Give the bodies, and then their participations."""
    table.require("projectID", "organisationID", "name")
    notes = Notes(table.name)
    count = len(OF_A_BODY)
    for line, row in table.rows(*OF_A_BODY, *OF_A_PARTICIPATION):
        body = bodies.as_written.get(row[:count])
        if body is None:
            body = _body(dict(zip(OF_A_BODY, row, strict=False)), line, notes)
            bodies.as_written[row[:count]] = body
        _take_in(body, dict(zip(OF_A_PARTICIPATION, row[count:], strict=True)), line, bodies, notes)
    for body in bodies.found.values():
        yield "body", list(body)
    for participation in bodies.participations.values():
        yield "participation", list(participation)
    for note in notes.rows():
        yield "note", list(note)


def _take_in(body: BodyRow, cell: dict[str, str], line: int, bodies: Bodies, notes: Notes) -> None:
    project = cell["projectID"].strip().removesuffix(".0")
    if project not in bodies.signed:
        notes.add("participation in an unknown project, left out", line, project)
        return
    if not body.key:
        notes.add("participant without a PIC or a VAT number, left out", line, body.name)
        return
    bodies.meet(body, bodies.signed[project])
    updated = notes.read(cells.day, cell["contentUpdateDate"], "contentUpdateDate", line)
    bodies.newest = max(filter(None, (bodies.newest, updated)), default=None)
    if bodies.take_part(_participation(cell, project, body.key, line, notes)):
        notes.add("participant named twice in one role, its amounts added up", line, body.name)


def _body(cell: dict[str, str], line: int, notes: Notes) -> BodyRow:
    def text(column: str, ours: str) -> str:
        return notes.fit(cells.words(cell[column]), LENGTHS[ours], column, line)

    country = _country(cell["country"], line, notes)
    pic = normalised_pic(cell["organisationID"])
    vat = normalised_vat(cell["vatNumber"], country)
    if not vat and cell["vatNumber"].strip():
        notes.add("vatNumber that cannot be read, left empty", line, cell["vatNumber"])
    place = notes.read(cells.coordinates, cell["geolocation"], "geolocation", line)
    return BodyRow(
        key=f"pic:{pic}" if pic else f"vat:{vat}" if vat else "",
        pic=pic,
        vat=vat,
        name=text("name", "name") or pic or vat,
        short_name=text("shortName", "short_name"),
        sme=notes.read(cells.flag, cell["SME"], "SME", line),
        activity=cell["activityType"].strip().upper(),
        street=text("street", "street"),
        postcode=text("postCode", "postcode"),
        city=text("city", "city"),
        country=country,
        nuts=_nuts(cell["nutsCode"], line, notes),
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
        website=_website(cell["organizationURL"], line, notes),
    )


def _country(text: str, line: int, notes: Notes) -> str:
    code = text.strip().upper()
    if not code or (len(code) == 2 and code.isascii() and code.isalpha()):  # noqa: PLR2004
        return code
    notes.add("country that cannot be read, left empty", line, text)
    return ""


def _nuts(text: str, line: int, notes: Notes) -> str:
    code = text.strip().upper()
    if not code or (len(code) in NUTS_LENGTHS and code.isascii() and code.isalnum() and code[:2].isalpha()):
        return code
    notes.add("nutsCode that cannot be read, left empty", line, text)
    return ""


def _website(text: str, line: int, notes: Notes) -> str:
    address = notes.read(cells.website, text, "organizationURL", line) or ""
    if len(address) <= LENGTHS["website"]:
        return address
    notes.add("organizationURL that is too long, left empty", line, text)
    return ""


def _participation(
    cell: dict[str, str], project: str, body: str, line: int, notes: Notes
) -> ParticipationRow:
    def money(column: str) -> str | None:
        return notes.read(cells.amount, cell[column], column, line)

    given, net = money("ecContribution"), money("netEcContribution")
    order = cell["order"].strip().removesuffix(".0")
    return ParticipationRow(
        project=project,
        body=body,
        role=_role(cell["role"]),
        position=min(int(order), 10**6) if order.isdecimal() and len(order) < 10 else 0,  # noqa: PLR2004
        contribution=_received(given, net),
        total_cost=money("totalCost"),
        has_left=bool(notes.read(cells.flag, cell["endOfParticipation"], "endOfParticipation", line)),
    )


def _received(given: str | None, net: str | None) -> str | None:
    """Say what a body itself received: the net amount; the gross one holds that of its third parties too.

    An associated partner is given nothing, and where the file leaves the amount open we do as well.
    """
    if given is None and net is not None and Decimal(net) == 0:
        return None
    return given if net is None else net


@lru_cache
def _role(text: str) -> str:
    letters = "".join(sign for sign in text.casefold() if sign.isalpha())
    return ROLES.get(letters, "third_party" if letters.startswith("thirdparty") else "other")
