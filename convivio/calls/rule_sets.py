"""Which dated rules a call is judged by, and those rules in plain sentences.

A rule set is shown with where and when each rule was read, and says so of those that nobody has
checked again at their source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from convivio.engine.errors import UnknownRuleSet
from convivio.engine.rules import choose_rule_set, load_rule_set, rule_set_names
from convivio.engine.rules_model import (
    AllOf,
    Check,
    Count,
    Independent,
    PlaceSet,
    Rate,
    Role,
    Rule,
    RuleSet,
    SettledBy,
    Share,
    Source,
)
from convivio.engine.rules_values import Text
from convivio.web.amounts import in_words

DAY = "j F Y"
SETTLED: dict[SettledBy, str | Promise] = {
    SettledBy.CHOICE: _("by choosing partners"),
    SettledBy.BUDGET: _("by dividing the money"),
    SettledBy.DECLARATION: _("by a statement of the partners"),
    SettledBy.DOCUMENTS: _("by papers to hand in"),
    SettledBy.READING: _("by reading the text of the call"),
    SettledBy.DATES: _("by the calendar"),
}


@dataclass(frozen=True, slots=True)
class ReadSource:
    """Where something was read, and when; without an address it is only remembered."""

    title: str
    url: str
    read_on: date | None
    article: str


@dataclass(frozen=True, slots=True)
class ReadPlaces:
    """A list of countries or regions that a rule names; `codes` is empty when nobody has read it."""

    name: str
    title: str
    codes: tuple[str, ...]
    as_of: date | None
    is_checked: bool
    note: str
    source: ReadSource


@dataclass(frozen=True, slots=True)
class ReadRule:
    """One condition as a person reads it."""

    id: str
    sentence: str
    is_checked: bool
    settled: str | Promise
    note: str
    source: ReadSource
    places: tuple[ReadPlaces, ...]

    @property
    def unchecked_places(self) -> list[ReadPlaces]:
        return [one for one in self.places if not one.is_checked]


@dataclass(frozen=True, slots=True)
class ReadRole:
    """A part that an organisation can play; whether it is paid, when the rules say so."""

    title: str
    is_funded: bool | None


@dataclass(frozen=True, slots=True)
class ReadRuleSet:
    """A rule set in the reader's language, its validity told apart from its conditions."""

    name: str
    title: str
    programme: str
    note: str
    valid_from: date | None
    valid_until: date | None
    validity: ReadRule
    rules: tuple[ReadRule, ...]
    roles: tuple[ReadRole, ...]
    about_clusters: bool

    @property
    def unchecked_count(self) -> int:
        """Count the rules that rest on something nobody has checked again: their text, or a list they name."""
        return sum(not rule.is_checked or bool(rule.unchecked_places) for rule in self.rules)

    @property
    def places(self) -> list[ReadPlaces]:
        """The lists that its rules name, each once."""
        return list({one.name: one for rule in self.rules for one in rule.places}.values())

    @property
    def held(self) -> str:
        """Say from when to when it holds."""
        days = {
            "since": in_words(self.valid_from, DAY) if self.valid_from else "",
            "until": in_words(self.valid_until, DAY) if self.valid_until else "",
        }
        if days["since"] and days["until"]:
            return gettext("Valid from %(since)s to %(until)s") % days
        if days["since"]:
            return gettext("Valid from %(since)s; no end is given") % days
        return gettext("Valid until %(until)s") % days if days["until"] else gettext("No dates are given")

    def holds_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def rule_set_for(action_type: str, programme: str = "") -> str:
    """Return the name of the rule set for a type of action; empty where none of ours is for it."""
    return choose_rule_set(action_type, programme) or ""


def is_rule_set(name: str) -> bool:
    return name in rule_set_names()


def rule_set_title(name: str) -> str:
    """Return the title in the reader's language; the name itself when there is no such rule set."""
    return _said(load_rule_set(name).title) if is_rule_set(name) else name


def read_rules(name: str) -> ReadRuleSet | None:
    """Return a rule set in the reader's language; None when there is none of this name."""
    try:
        return _read(load_rule_set(name))
    except UnknownRuleSet:
        return None


def all_rule_sets() -> list[ReadRuleSet]:
    """Return every rule set, those for clusters last, by title."""
    sets = [_read(load_rule_set(name)) for name in rule_set_names()]
    return sorted(sets, key=lambda one: (one.about_clusters, one.title))


def _read(rule_set: RuleSet) -> ReadRuleSet:
    read = [_rule(rule) for rule in rule_set.rules]
    calendar = [rule.settled_by is SettledBy.DATES for rule in rule_set.rules]
    return ReadRuleSet(
        name=rule_set.name,
        title=_said(rule_set.title),
        programme=rule_set.programme,
        note=_said(rule_set.note),
        valid_from=rule_set.valid_from,
        valid_until=rule_set.valid_until,
        validity=read[calendar.index(True)],
        rules=tuple(rule for rule, dated in zip(read, calendar, strict=True) if not dated),
        roles=tuple(_role(role) for role in rule_set.roles),
        about_clusters=rule_set.subject == "cluster",
    )


def _rule(rule: Rule) -> ReadRule:
    return ReadRule(
        id=rule.id,
        sentence=_said(rule.sentence),
        is_checked=rule.checked,
        settled=SETTLED[rule.settled_by],
        note=_said(rule.note),
        source=_source(rule.source),
        places=tuple(_places(one) for one in {one.name: one for one in _named_in(rule.check)}.values()),
    )


def _role(role: Role) -> ReadRole:
    return ReadRole(_said(role.title), role.funded)


def _places(places: PlaceSet) -> ReadPlaces:
    return ReadPlaces(
        name=places.name,
        title=_said(places.title),
        codes=tuple(sorted(places.members)),
        as_of=places.as_of,
        is_checked=places.checked,
        note=_said(places.note),
        source=_source(places.source),
    )


def _source(source: Source) -> ReadSource:
    return ReadSource(source.title, source.url, source.read_on, source.article)


def _named_in(check: Check) -> Iterator[PlaceSet]:
    """Give the lists of places that a check names."""
    if isinstance(check, AllOf):
        for part in check.parts:
            yield from _named_in(part)
    elif isinstance(check, Count | Independent | Share | Rate):
        yield from (places for places in check.who.countries if places.source.title)
        if check.who.regions is not None:
            yield check.who.regions


def _said(text: Text) -> str:
    return text.say(get_language() or "it")
