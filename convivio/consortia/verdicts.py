"""What the rules say of a table, as a person reads it: missing first, each with source and day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convivio.consortia.facts import facts_of
from convivio.consortia.models import Consortium, Seat
from convivio.engine.compose_budget import budget_of
from convivio.engine.compose_table import funded_in
from convivio.engine.rules import RuleVerdict, evaluate, is_valid, load_rule_set
from convivio.engine.rules_model import Rate, RuleSet, SettledBy
from convivio.engine.rules_values import Consortium as Table
from convivio.engine.rules_values import Organisation as Facts
from convivio.engine.rules_values import Outcome, Partner
from convivio.organisations.models import Organisation
from convivio.web.amounts import in_words

SIGNS = {Outcome.MET: "met", Outcome.MISSING: "missing", Outcome.UNKNOWN: "unsure"}
ORDER = (Outcome.MISSING, Outcome.UNKNOWN, Outcome.MET)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule's verdict, with all that the page shows of it."""

    id: str
    verdict: str
    title: str
    state: str
    source: str = ""
    source_url: str = ""
    checked: str = ""
    to_find_out: tuple[str, ...] = ()
    settled_by: str = ""
    note: str = ""
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all rules of one set say of a table on a day."""

    rule_set: RuleSet
    lines: tuple[RuleLine, ...]
    valid: bool
    on: date
    verdicts: tuple[RuleVerdict, ...] = field(repr=False, default=())

    @property
    def title(self) -> str:
        return self.rule_set.title.say(_language())

    @property
    def counts(self) -> dict[str, int]:
        """Count the rules by verdict: met, missing, unsure."""
        return {sign: sum(line.verdict == sign for line in self.lines) for sign in SIGNS.values()}

    @property
    def missing_partners(self) -> tuple[RuleLine, ...]:
        """The rules for which somebody is missing at the table."""
        return tuple(
            line for line in self.lines if line.verdict == "missing" and line.settled_by == SettledBy.CHOICE
        )

    @property
    def to_find_out(self) -> tuple[str, ...]:
        """What must be found out, each thing once."""
        return tuple(dict.fromkeys(said for line in self.lines for said in line.to_find_out))

    @property
    def unchecked_count(self) -> int:
        """Count the rules that nobody has read again at their source."""
        return sum(not line.is_checked for line in self.lines)


def judge(rule_set: str, partners: Sequence[Partner], *, on: date | None = None) -> Judgement | None:
    """Judge partners by a rule set; None where there is none to judge by.

    Whether a role is paid, and the grant of whoever tells a cost, are what the rules say of them.

    Raises:
        UnknownRuleSet: no rule set has this name.
    """
    if not rule_set:
        return None
    rules, day = load_rule_set(rule_set), on or localdate()
    paid = with_money(rules, partners, day)
    return judgement_of(rules, evaluate(rules, Table(tuple(paid)), on=day), day)


def judgement_of(rules: RuleSet, verdicts: Sequence[RuleVerdict], day: date) -> Judgement:
    """Put the engine's verdicts in the order and the words of the page."""
    ordered = sorted(verdicts, key=lambda one: ORDER.index(one.outcome))
    lines = tuple(line_of(one) for one in ordered)
    return Judgement(rules, lines, is_valid(verdicts), day, tuple(verdicts))


def with_money(rules: RuleSet, partners: Iterable[Partner], day: date) -> list[Partner]:
    """Say of each partner whether its role is paid, and what it is granted at most for its cost.

    Rules without rates say nothing of a grant.
    """
    told = [
        replace(one, funded=funded_in(rules, one.role)) if one.funded is None else one for one in partners
    ]
    grants = {line.key: line.grant for line in budget_of(rules, told, day=day).lines}
    return [replace(one, grant=grants.get(one.key)) if one.grant is None else one for one in told]


def pays_by_rates(rules: RuleSet) -> bool:
    """Say whether the rules name the part of a cost that is paid."""
    return any(isinstance(rule.check, Rate) for rule in rules.rules)


def judge_consortium(consortium: Consortium, seats: Iterable[Seat]) -> Judgement | None:
    """Judge a kept table as it stands today."""
    return judge(consortium.rule_set, partners_of(seats))


def judge_all(tables: Mapping[Consortium, Sequence[Seat]]) -> dict[int, Judgement]:
    """Judge many kept tables, each by its own rules, asking the database once for all."""
    seated = [seat.organisation for seats in tables.values() for seat in seats if seat.organisation]
    facts = facts_of(seated)
    found = {
        consortium.pk: judge(consortium.rule_set, _partners(seats, facts))
        for consortium, seats in tables.items()
    }
    return {number: judgement for number, judgement in found.items() if judgement is not None}


def partners_of(seats: Iterable[Seat]) -> list[Partner]:
    """Turn the taken seats of a table into what rules can judge."""
    taken = [seat for seat in seats if seat.organisation]
    return _partners(taken, facts_of([seat.organisation for seat in taken if seat.organisation]))


def _partners(seats: Iterable[Seat], facts: Mapping[int, Facts]) -> list[Partner]:
    return [
        Partner(facts[seat.organisation_id], role=seat.role, cost=seat.share)
        for seat in seats
        if seat.organisation_id is not None
    ]


def partners_in(
    roles: Iterable[tuple[Organisation, str]], shares: dict[int, Decimal] | None = None
) -> list[Partner]:
    """Turn organisations and their roles into what rules can judge."""
    pairs = list(roles)
    facts = facts_of([organisation for organisation, _role in pairs])
    return [
        Partner(facts[organisation.pk], role=role, cost=(shares or {}).get(organisation.pk))
        for organisation, role in pairs
    ]


def line_of(verdict: RuleVerdict) -> RuleLine:
    """Phrase one verdict in the reader's language."""
    rule, language = verdict.rule, _language()
    source = rule.source
    return RuleLine(
        id=rule.id,
        verdict=SIGNS[verdict.outcome],
        title=rule.sentence.say(language),
        state=verdict.reason.say(language),
        source=", ".join(part for part in (source.title, source.article) if part),
        source_url=source.url,
        checked=_checked(rule.checked, source.read_on),
        to_find_out=_to_find_out(verdict, language),
        settled_by=rule.settled_by,
        note=rule.note.say(language),
        is_checked=rule.checked,
    )


def _to_find_out(verdict: RuleVerdict, language: str) -> tuple[str, ...]:
    """Phrase what would settle a rule; a grant follows from its cost, so that only the cost is asked."""
    costless = {unknown.subject for unknown in verdict.unknowns if unknown.attribute == "cost"}
    return tuple(
        sentence.say(language)
        for unknown, sentence in zip(verdict.unknowns, verdict.to_find_out(), strict=True)
        if not (unknown.attribute == "grant" and unknown.subject in costless)
    )


def _checked(checked: bool, read_on: date | None) -> str:  # noqa: FBT001
    if not checked:
        return _("not re-checked")
    return _("read on %(day)s") % {"day": in_words(read_on, "j F Y")} if read_on else ""


def _language() -> str:
    return (get_language() or "it")[:2]
