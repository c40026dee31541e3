"""What taking in a member list would do, row by row; nothing is written here.

A body is known by its PIC, then by its VAT number. One that only has the name and the town of another
may be its double: it is set apart and flagged, unless a person says that it is the same, or it has
that name in the very list that is taken in again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader
from convivio.kernel.spans import Span, covered_until, gaps
from convivio.opendata.members.categories import name_categories
from convivio.opendata.members.values import MemberRow
from convivio.organisations.models import Identifier, Kind, Mandate, Organisation
from convivio.organisations.numbers.writing import normalised_name
from convivio.sources.readings import Origin

MEMBER_LISTS = Origin(
    slug="member-lists", title="Member lists of the clusters", publisher="The offices of the clusters"
)
AT_ONCE = 500
VAGUE = {"kind": {"", Kind.COMPANY, Kind.OTHER}, "size": {"", "sme"}}
"""What says so little of a body that a member list may say more."""


class Standing(models.TextChoices):
    """What becomes of a row."""

    REFUSED = "refused", gettext_lazy("refused")
    DOUBLE = "double", gettext_lazy("double?")
    NEW = "new", gettext_lazy("new")
    UPDATED = "updated", gettext_lazy("updated")
    SAME = "same", gettext_lazy("same")


@dataclass(slots=True)
class Outcome:
    """What becomes of one row, and why.

    `known` is the organisation that the row is; `alike` the one whose double it may be.
    """

    row: MemberRow
    standing: Standing = Standing.NEW
    reasons: list[str] = field(default_factory=list)
    known: Organisation | None = None
    alike: Organisation | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    joins: bool = False
    said_the_same: bool = False


@dataclass(slots=True)
class Plan:
    """What becomes of a whole list."""

    outcomes: list[Outcome]
    cluster: Cluster | None

    def counts(self) -> dict[str, int]:
        found = Counter(outcome.standing for outcome in self.outcomes)
        return {standing.value: found[standing] for standing in Standing}

    @property
    def will_write(self) -> int:
        """How many rows bring or change something."""
        counts = self.counts()
        return counts["double"] + counts["new"] + counts["updated"]


def plan(
    rows: Sequence[MemberRow],
    *,
    cluster: Cluster | None,
    reader: Reader | None,
    on: date,
    same: Iterable[int] = (),
) -> Plan:
    """Say what becomes of each row; `same` are the lines that a person said are the body they look like.

    Without a `reader`, every organisation is looked at: the command line is the installation's own.
    """
    if cluster is not None:
        name_categories(rows, cluster)
    known = _Known(rows, cluster, reader, on)
    said = set(same)
    outcomes = [Outcome(row, said_the_same=row.line in said) for row in rows]
    for outcome, twin in zip(outcomes, _twins(rows), strict=True):
        if twin is not None:
            outcome.row.refused.append(_("It is the same as row %(line)s.") % {"line": twin})
        known.settle(outcome)
    _refuse_one_body_twice(outcomes)
    return Plan(outcomes, cluster)


def _twins(rows: Sequence[MemberRow]) -> Iterator[int | None]:
    """Give, for each row, the line of an earlier row with its PIC, or with its name, town and VAT number."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        marks: list[tuple[str, ...]] = [("pic", row.pic)] if row.pic else []
        if row.name:
            marks.append(("name", normalised_name(row.name), normalised_name(row.town), row.vat))
        yield next((seen[mark] for mark in marks if mark in seen), None)
        for mark in marks:
            seen.setdefault(mark, row.line)


def _refuse_one_body_twice(outcomes: Sequence[Outcome]) -> None:
    first: dict[int, int] = {}
    for outcome in outcomes:
        if outcome.known is None or outcome.standing == Standing.REFUSED:
            continue
        line = first.setdefault(outcome.known.pk, outcome.row.line)
        if line != outcome.row.line:
            outcome.standing, outcome.known, outcome.changes = Standing.REFUSED, None, {}
            outcome.reasons = [_("It is the same body as row %(line)s.") % {"line": line}]


class _Known:
    """The organisations that the rows could be."""

    def __init__(
        self, rows: Sequence[MemberRow], cluster: Cluster | None, reader: Reader | None, on: date
    ) -> None:
        self.cluster, self.reader = cluster, reader
        self.by_identifier: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.identifiers_of: defaultdict[int, set[tuple[str, str]]] = defaultdict(set)
        self._find_identifiers({row.pic for row in rows} | {row.vat for row in rows})
        self.by_name = self._find_names({normalised_name(row.name) for row in rows if row.name})
        numbers = {n for several in (*self.by_identifier.values(), *self.by_name.values()) for n in several}
        self.organisations = self._in_bulk(numbers)
        self._find_identifiers_of(numbers)
        self.on = on
        self.spans: defaultdict[int, list[Span]] = defaultdict(list)
        for number, first, last in Membership.objects.filter(cluster=cluster).values_list(
            "organisation_id", "from_on", "until_on"
        ):
            self.spans[number].append((first, last))
        self.members = {n for n, spans in self.spans.items() if covered_until(spans, on) is not None}
        self.looked_after = set(
            Mandate.objects.holding_on(on).values_list("organisation_id", flat=True).distinct()
        )

    def settle(self, outcome: Outcome) -> None:
        """Say what becomes of a row."""
        row = outcome.row
        outcome.reasons = list(row.left_out)
        found, problem = self._by_identifiers(row)
        if problem:
            row.refused.append(problem)
        if row.refused:
            outcome.standing, outcome.reasons = Standing.REFUSED, list(row.refused)
            return
        if found is None:
            alike = self._alike(row)
            found = next((one for one in alike if self._is_this_member(row, one)), None)
            if found is None and alike:
                found, outcome.alike = (alike[0], None) if outcome.said_the_same else (None, alike[0])
        outcome.known = found
        outcome.joins = self.cluster is not None and (found is None or self._joins(row, found))
        if row.refused:
            outcome.standing, outcome.reasons, outcome.joins = Standing.REFUSED, list(row.refused), False
            return
        if found is None:
            outcome.identifiers = [pair for pair in _identifiers(row) if pair[1]]
            outcome.standing = Standing.DOUBLE if outcome.alike else Standing.NEW
            return
        outcome.changes = self._changes(row, found)
        have = self.identifiers_of[found.pk]
        outcome.identifiers = [pair for pair in _identifiers(row) if pair[1] and pair not in have]
        changes = outcome.changes or outcome.identifiers or outcome.joins
        outcome.standing = Standing.UPDATED if changes else Standing.SAME

    def _joins(self, row: MemberRow, found: Organisation) -> bool:
        """Say whether the row makes a body a member; days that are on record already refuse it."""
        if row.member_until is None and found.pk in self.members:
            return False
        first, last = row.member_since or self.on, row.member_until
        missing = gaps(self.spans[found.pk], first, last)
        if missing and missing != [(first, last)]:
            said = _("It is on record as a member on some of these days: give the days that are missing.")
            row.refuse("member_since", said)
        return bool(missing)

    def _by_identifiers(self, row: MemberRow) -> tuple[Organisation | None, str]:
        """Find a body by its PIC, then by its VAT number; say why the row cannot be used, if it cannot."""
        by_pic = self.by_identifier.get((Identifier.Scheme.PIC, row.pic), []) if row.pic else []
        by_vat = self.by_identifier.get((Identifier.Scheme.VAT, row.vat), []) if row.vat else []
        if by_pic and by_vat and by_pic[0] not in by_vat:
            names = (self.organisations[by_pic[0]], self.organisations[by_vat[0]])
            if all(self._sees(one) for one in names):
                return None, _("Its PIC is of “%(first)s” and its VAT number of “%(second)s”.") % {
                    "first": names[0], "second": names[1],
                }  # fmt: skip
            return None, _("Its PIC and its VAT number are of two bodies.")
        numbers = by_pic or by_vat
        if len(numbers) > 1:
            wanted = normalised_name(row.name)
            numbers = [n for n in numbers if normalised_name(self.organisations[n].name) == wanted]
        found = self.organisations[numbers[0]] if len(numbers) == 1 else None
        if found is not None and not self._sees(found):
            return None, _("This number cannot be used here: ask the coordinator of the network.")
        if found is not None and row.pic and not by_pic and self._has(found, Identifier.Scheme.PIC):
            return None, ""
        return found, ""

    def _alike(self, row: MemberRow) -> list[Organisation]:
        """Give the bodies that may be this one: by name, in no other town, or by a VAT number that they share."""
        town = normalised_name(row.town)
        named = [
            self.organisations[number]
            for number in self.by_name.get(normalised_name(row.name), [])
            if len({town, normalised_name(self.organisations[number].city)} - {""}) <= 1
        ]
        sharing = self.by_identifier.get((Identifier.Scheme.VAT, row.vat), []) if row.vat else []
        return [
            one for one in (*named, *(self.organisations[number] for number in sharing)) if self._sees(one)
        ]

    def _is_this_member(self, row: MemberRow, organisation: Organisation) -> bool:
        """Say whether a body of that name is a member already, and no number says that it is another."""
        for scheme, value in _identifiers(row):
            told = {given for one, given in self.identifiers_of[organisation.pk] if one == scheme}
            if value and told and value not in told:
                return False
        if normalised_name(organisation.name) != normalised_name(row.name):
            return False
        return organisation.pk in self.members if self.cluster else _came_with_a_list(organisation)

    def _sees(self, organisation: Organisation) -> bool:
        return self.reader is None or self.reader.sees(organisation.audience)

    def _changes(self, row: MemberRow, known: Organisation) -> dict[str, Any]:
        """Give what the row says anew: it fills what is empty, and corrects only what a list had said."""
        spoken_for = known.confirmed_on is not None or known.pk in self.looked_after
        corrects = _came_with_a_list(known) and not spoken_for
        changes: dict[str, Any] = {}
        for name, value in row.facts.items():
            before = getattr(known, name)
            vague = before in VAGUE.get(name, {"", None})
            if value != before and (vague or corrects):
                changes[name] = value
        said = {code: text for code, text in row.description.items() if text != known.description.get(code)}
        if not corrects:
            said = {code: text for code, text in said.items() if not known.description.get(code)}
        if said:
            changes["description"] = type(known.description)({**known.description, **said})
        return changes

    def _has(self, organisation: Organisation, scheme: str) -> bool:
        return any(one == scheme for one, _ in self.identifiers_of[organisation.pk])

    def _find_identifiers(self, values: set[str]) -> None:
        wanted = sorted(values - {""})
        schemes = (Identifier.Scheme.PIC, Identifier.Scheme.VAT)
        for start in range(0, len(wanted), AT_ONCE):
            rows = Identifier.objects.filter(scheme__in=schemes, value__in=wanted[start : start + AT_ONCE])
            for scheme, value, number in rows.values_list("scheme", "value", "organisation_id"):
                self.by_identifier[scheme, value].append(number)

    def _find_names(self, wanted: set[str]) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        rows = Organisation.objects.filter(merged_into=None).order_by("pk")
        for number, name in rows.values_list("pk", "name").iterator():
            alike = normalised_name(name)
            if alike in wanted:
                found[alike].append(number)
        return found

    def _in_bulk(self, numbers: set[int]) -> dict[int, Organisation]:
        found: dict[int, Organisation] = {}
        ordered = sorted(numbers)
        for start in range(0, len(ordered), AT_ONCE):
            rows = Organisation.objects.select_related("reading__source")
            found.update(rows.in_bulk(ordered[start : start + AT_ONCE]))
        return found

    def _find_identifiers_of(self, numbers: set[int]) -> None:
        ordered = sorted(numbers)
        for start in range(0, len(ordered), AT_ONCE):
            rows = Identifier.objects.filter(Q(organisation__in=ordered[start : start + AT_ONCE]))
            for number, scheme, value in rows.values_list("organisation_id", "scheme", "value"):
                self.identifiers_of[number].add((scheme, value))


def _identifiers(row: MemberRow) -> list[tuple[str, str]]:
    return [(Identifier.Scheme.PIC.value, row.pic), (Identifier.Scheme.VAT.value, row.vat)]


def _came_with_a_list(organisation: Organisation) -> bool:
    return organisation.reading is not None and organisation.reading.source.slug == MEMBER_LISTS.slug
