"""The vocabulary of rules: what a dated rule set can say about a consortium."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from convivio.engine.rules_values import Outcome, Text

NOTHING_SAID = Text("", "")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule was read, and when. Without an address it is only remembered."""

    title: str
    url: str = ""
    read_on: date | None = None
    article: str = ""


NO_SOURCE = Source("")


class SettledBy(StrEnum):
    """What has to happen for a rule to be settled."""

    CHOICE = "choice"
    """choosing partners"""
    BUDGET = "budget"
    """dividing the money"""
    DECLARATION = "declaration"
    """a statement by the partners themselves, such as who controls them"""
    DOCUMENTS = "documents"
    """papers to be handed in"""
    READING = "reading"
    """a person who reads the programme's own document"""
    DATES = "dates"
    """the calendar"""


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """A dated list of countries, or of NUTS codes, that a programme names.

    `since` gives members that came later their first day; `unsure` those whose standing depends
    on the call. A set that is not `listed` is known to exist, while its members are not.
    """

    name: str
    title: Text
    members: frozenset[str] = frozenset()
    since: Mapping[str, date] = field(default_factory=dict, hash=False)
    until: Mapping[str, date] = field(default_factory=dict, hash=False)
    unsure: frozenset[str] = frozenset()
    listed: bool = True
    checked: bool = False
    as_of: date | None = None
    source: Source = NO_SOURCE
    note: Text = NOTHING_SAID

    def holds(self, code: str, day: date) -> Outcome:
        """Say whether this country belongs on this day."""
        if not self.listed or code in self.unsure:
            return Outcome.UNKNOWN
        if code not in self.members:
            return Outcome.MISSING
        begun = day >= self.since.get(code, date.min)
        return Outcome.MET if begun and day <= self.until.get(code, date.max) else Outcome.MISSING


@dataclass(frozen=True, slots=True)
class Who:
    """Which partners a rule speaks of. An empty field lets everybody through."""

    roles: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    countries: tuple[PlaceSet, ...] = ()
    nuts: tuple[str, ...] = ()
    regions: PlaceSet | None = None
    accredited: str = ""
    funded: bool | None = None


EVERYBODY = Who()


@dataclass(frozen=True, slots=True)
class Count:
    """So many partners of a sort, at least or at most; `distinct_by` counts different ones.

    With several attributes, those counted differ from one another in *each* of them.
    """

    who: Who = EVERYBODY
    minimum: int | None = None
    maximum: int | None = None
    distinct_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Independent:
    """No two partners of a sort are under the same control."""

    who: Who = EVERYBODY


@dataclass(frozen=True, slots=True)
class Total:
    """The whole cost or the whole grant, in euros, within bounds."""

    of: str
    minimum: Decimal | None = None
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the whole cost that partners of a sort bear, together or each, from 0 to 1."""

    who: Who = EVERYBODY
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    each: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """The part of its cost that the grant pays at most to partners of a sort, from 0 to 1.

    The first rate of a rule set that fits a partner is its rate.
    """

    maximum: Decimal
    who: Who = EVERYBODY


@dataclass(frozen=True, slots=True)
class Documents:
    """Papers that must be there."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number told of the whole that must reach a minimum, or a statement that must be true."""

    name: str
    minimum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """The days between which the rules hold; an absent end is not known."""

    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class ToRead:
    """A condition that only a person who reads the programme's document can settle."""

    subject: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Several checks that must all hold."""

    parts: tuple["Check", ...]


Check = Count | Independent | Total | Share | Rate | Documents | Fact | Dates | ToRead | AllOf


@dataclass(frozen=True, slots=True)
class Rule:
    """One condition: its sentence, what it checks, and where it was read.

    `checked` is false when the source has not been read again: the screen must say so.
    `waived_by` names a fact that makes the rule fall away.
    """

    id: str
    sentence: Text
    check: Check
    source: Source
    checked: bool = True
    settled_by: SettledBy = SettledBy.CHOICE
    waived_by: str = ""
    note: Text = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Role:
    """A part that an organisation can play, which kinds may, and whether it is paid."""

    code: str
    title: Text
    kinds: frozenset[str] = frozenset()
    funded: bool | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The dated conditions of a programme or a call."""

    name: str
    title: Text
    programme: str
    rules: tuple[Rule, ...]
    roles: tuple[Role, ...]
    valid_from: date | None = None
    valid_until: date | None = None
    note: Text = NOTHING_SAID
    subject: str = "consortium"

    def rule(self, rule_id: str) -> Rule:
        return next(rule for rule in self.rules if rule.id == rule_id)

    @property
    def is_fully_checked(self) -> bool:
        return all(rule.checked for rule in self.rules)
