"""The partners of a table with all that is on record of them, for whoever takes it away."""

from dataclasses import dataclass, field
from decimal import Decimal

from convivio.consortia.budgets import lines_of
from convivio.consortia.models import Seat
from convivio.consortia.seating import is_veiled
from convivio.consortia.table_page import TablePage
from convivio.engine.compose_values import BudgetLine
from convivio.organisations.models import Accreditation, Identifier, Organisation
from convivio.sources.models import Reading


@dataclass(frozen=True, slots=True)
class KnownPartner:
    """A partner with all that is on record of it and that the reader may see."""

    seat: Seat
    organisation: Organisation
    line: BudgetLine | None
    is_veiled: bool
    identifiers: dict[str, list[str]] = field(default_factory=dict)
    accreditations: list[Accreditation] = field(default_factory=list)
    reading: Reading | None = None

    @property
    def key(self) -> str:
        """The PIC where there is one, else our own key; a veiled partner has neither."""
        if self.is_veiled:
            return ""
        return next(iter(self.identifiers.get("pic", [])), self.organisation.key)

    @property
    def own_funds(self) -> Decimal | None:
        if self.seat.share is None or self.line is None or self.line.grant is None:
            return None
        own: Decimal = self.seat.share - self.line.grant
        return own


def known_partners(table: TablePage) -> list[KnownPartner]:
    """Gather what is on record of everybody at the table."""
    taken = [(seat, seat.organisation) for seat in table.seats if seat.organisation is not None]
    numbers = [organisation.pk for _seat, organisation in taken]
    identifiers = _identifiers(numbers)
    accreditations: dict[int, list[Accreditation]] = {}
    for one in Accreditation.objects.filter(organisation__in=numbers).order_by("from_on", "pk"):
        accreditations.setdefault(one.organisation_id, []).append(one)
    wanted = {organisation.reading_id for _seat, organisation in taken if organisation.reading_id}
    readings = Reading.objects.select_related("source").in_bulk(wanted)
    lines = lines_of(table.consortium, table.seats)
    return [
        _veiled(seat, organisation, lines.get(organisation.key))
        if is_veiled(seat, table.acting.reader)
        else KnownPartner(
            seat,
            organisation,
            lines.get(organisation.key),
            is_veiled=False,
            identifiers=identifiers.get(organisation.pk, {}),
            accreditations=accreditations.get(organisation.pk, []),
            reading=readings.get(organisation.reading_id) if organisation.reading_id else None,
        )
        for seat, organisation in taken
    ]


def _veiled(seat: Seat, organisation: Organisation, line: BudgetLine | None) -> KnownPartner:
    nobody = Organisation(pk=organisation.pk, name=organisation.name, kind="")
    return KnownPartner(seat, nobody, line, is_veiled=True)


def _identifiers(numbers: list[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    rows = Identifier.objects.filter(organisation__in=numbers).order_by("-pk")
    for number, scheme, value in rows.values_list("organisation_id", "scheme", "value"):
        found.setdefault(number, {}).setdefault(scheme, []).append(value)
    return found
