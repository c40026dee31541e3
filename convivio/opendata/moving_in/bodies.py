"""Which organisation a row means: one of the sheet of organisations, or a member that was here before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader
from convivio.kernel.spans import Span
from convivio.opendata.members.plan import Outcome
from convivio.opendata.members.plan import Standing as OfMember
from convivio.opendata.moving_in.outcomes import Row
from convivio.organisations.models import Identifier, Organisation
from convivio.organisations.numbers.writing import normalised_name, normalised_pic, normalised_vat


@dataclass(slots=True)
class Body:
    """An organisation that a row means, which may not be written yet; its days as a member."""

    outcome: Outcome | None = None
    written: Organisation | None = None
    days: list[Span] = field(default_factory=list)

    @property
    def organisation(self) -> Organisation | None:
        """The organisation, as soon as it is written."""
        return self.written or (self.outcome.known if self.outcome else None)

    @property
    def name(self) -> str:
        organisation = self.organisation
        return organisation.name if organisation else self.outcome.row.name if self.outcome else ""

    @property
    def mark(self) -> tuple[str, int]:
        """What tells it from every other, before it is written as well."""
        organisation = self.organisation
        if organisation is not None:
            return "written", organisation.pk
        return "row", self.outcome.row.line if self.outcome else 0

    @property
    def is_refused(self) -> bool:
        return self.outcome is not None and self.outcome.standing == OfMember.REFUSED

    def is_member_on(self, day: date) -> bool:
        return any(first <= day and (last is None or day <= last) for first, last in self.days)

    def is_member_in(self, year: int) -> bool:
        return any(first.year <= year and (last is None or year <= last.year) for first, last in self.days)


class Bodies:
    """The organisations that a workbook may mean: read once, asked for each row."""

    def __init__(self, cluster: Cluster, outcomes: Sequence[Outcome], reader: Reader | None) -> None:
        self.by_number: defaultdict[str, list[Body]] = defaultdict(list)
        self.by_name: defaultdict[str, list[Body]] = defaultdict(list)
        self.before: dict[int, Body] = {}
        self._read_members(cluster, reader)
        for outcome in outcomes:
            self._keep(self._of_row(outcome), [outcome.row.name], [outcome.row.vat, outcome.row.pic])

    def meant_by(self, row: Row, column: str = "organisation") -> Body | None:
        """Find the organisation that a row names by name, VAT number or PIC; say why there is none."""
        told = row.text(column)
        if not told:
            row.refuse(column, _("Say which organisation: its name, or its VAT number."))
            return None
        found = self._called(told)
        if len(found) != 1:
            said = (
                _("Several organisations go by “%(text)s”: write the VAT number.")
                if found
                else _(
                    "Neither the sheet of organisations nor your members know “%(text)s”: write the name as it stands there, or the VAT number."
                )
            )
            row.refuse(column, said % {"text": told[:60]})
            return None
        if found[0].is_refused:
            row.refuse(
                column, _("“%(text)s” is refused on the sheet of organisations.") % {"text": told[:60]}
            )
            return None
        return found[0]

    def numbers(self) -> list[int]:
        """Give the numbers of those that are written."""
        known = {
            body.organisation.pk for several in self.by_name.values() for body in several if body.organisation
        }
        return sorted(known)

    def _called(self, told: str) -> list[Body]:
        numbers = {normalised_pic(told), normalised_vat(told, "IT"), normalised_vat(told)} - {""}
        found = [body for number in numbers for body in self.by_number.get(number, [])]
        found = found or self.by_name.get(normalised_name(told), [])
        return list({body.mark: body for body in found if not body.is_refused}.values()) or found[:1]

    def _of_row(self, outcome: Outcome) -> Body:
        """Give the body of a row of the sheet, with the days that the row adds."""
        body = self.before.get(outcome.known.pk) if outcome.known is not None else None
        if body is None:
            body = Body(outcome, outcome.known)
        body.outcome = outcome
        if outcome.joins:
            body.days.append((outcome.row.member_since or localdate(), outcome.row.member_until))
        return body

    def _read_members(self, cluster: Cluster, reader: Reader | None) -> None:
        rows = Membership.objects.filter(cluster=cluster).select_related("organisation")
        for one in rows.order_by("from_on"):
            organisation = one.organisation
            if reader is not None and not reader.sees(organisation.audience):
                continue
            body = self.before.setdefault(organisation.pk, Body(written=organisation))
            body.days.append((one.from_on, one.until_on))
        held = Identifier.objects.filter(organisation__memberships__cluster=cluster).distinct()
        numbers: defaultdict[int, list[str]] = defaultdict(list)
        for number, value in held.values_list("organisation_id", "value"):
            numbers[number].append(value)
        for number, body in self.before.items():
            self._keep(body, [body.name], numbers[number])

    def _keep(self, body: Body, names: Iterable[str], numbers: Iterable[str]) -> None:
        for name in names:
            if name and body not in self.by_name[normalised_name(name)]:
                self.by_name[normalised_name(name)].append(body)
        for number in numbers:
            if number and body not in self.by_number[number]:
                self.by_number[number].append(body)
