"""What the rules say of a table, as a person reads it: missing first, each with source and day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convivio.consortia.facts import facts_of
from convivio.consortia.models import Consortium, Seat
from convivio.engine.rules import RuleVerdict, evaluate, is_valid, load_rule_set
from convivio.engine.rules_model import RuleSet
from convivio.engine.rules_values import Consortium as Table
from convivio.engine.rules_values import Outcome, Partner
from convivio.organisations.models import Organisation

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


def judge(rule_set: str, partners: Sequence[Partner], *, on: date | None = None) -> Judgement | None:
    """Judge partners by a rule set; None where there is none to judge by.

    Raises:
        UnknownRuleSet: no rule set has this name.
    """
    if not rule_set:
        return None
    rules, day = load_rule_set(rule_set), on or localdate()
    return judgement_of(rules, evaluate(rules, Table(tuple(partners)), on=day), day)


def judgement_of(rules: RuleSet, verdicts: Sequence[RuleVerdict], day: date) -> Judgement:
    """Put the engine's verdicts in the order and the words of the page."""
    ordered = sorted(verdicts, key=lambda one: ORDER.index(one.outcome))
    lines = tuple(line_of(one) for one in ordered)
    return Judgement(rules, lines, is_valid(verdicts), day, tuple(verdicts))


def judge_consortium(consortium: Consortium, seats: Iterable[Seat]) -> Judgement | None:
    """Judge a kept table as it stands today."""
    return judge(consortium.rule_set, partners_of(seats))


def partners_of(seats: Iterable[Seat]) -> list[Partner]:
    """Turn the taken seats of a table into what rules can judge."""
    taken = [seat for seat in seats if seat.organisation]
    facts = facts_of([seat.organisation for seat in taken if seat.organisation])
    return [
        Partner(facts[seat.organisation_id], role=seat.role, cost=seat.share)
        for seat in taken
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
        to_find_out=tuple(one.say(language) for one in verdict.to_find_out()),
    )


def _checked(checked: bool, read_on: date | None) -> str:  # noqa: FBT001
    if not checked:
        return _("not re-checked")
    return _("read on %(day)s") % {"day": date_format(read_on, "DATE_FORMAT")} if read_on else ""


def _language() -> str:
    return (get_language() or "it")[:2]
