"""Dated rule sets, and what each of their rules says of a consortium.

A rule is met, missing or unknown. What is not known of an organisation never counts as if it were:
the verdict names what must be found out, and of whom.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache

from convivio.engine.errors import UnknownRuleSet
from convivio.engine.rules_checks import Finding, find
from convivio.engine.rules_model import Rule, RuleSet, SettledBy
from convivio.engine.rules_phrases import Sentence, attribute_words
from convivio.engine.rules_reading import FOLDER, read_rule_set
from convivio.engine.rules_values import Consortium, Outcome, Unknown, worst

CLOSE_NAMES = 3
SPOKEN_OF_WITHOUT_A_SUBJECT = frozenset({"document", "fact", "read", "set", "dates"})


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """What one rule says of a consortium, why, and what is still to be found out.

    `counted` names the partners that count for it; `certain` and `possible` say how many do and
    how many could, `needed` how many must.
    """

    rule: Rule
    outcome: Outcome
    reason: Sentence
    unknowns: tuple[Unknown, ...] = ()
    counted: tuple[str, ...] = ()
    certain: int | None = None
    possible: int | None = None
    needed: int | None = None

    @property
    def is_met(self) -> bool:
        return self.outcome is Outcome.MET

    def to_find_out(self) -> tuple[Sentence, ...]:
        """Return a sentence for each thing that would settle the rule."""
        return tuple(_to_find_out(unknown) for unknown in self.unknowns)


def evaluate(rule_set: RuleSet, consortium: Consortium, *, on: date) -> tuple[RuleVerdict, ...]:
    """Say of each rule whether a consortium meets it on a day.

    Shape: one verdict a rule, in the order of the rule set.
    Units: outcomes: met, unknown, missing.
    Errors: none; what the consortium does not tell is unknown.
    Source: each rule carries its own; Kleene's three-valued logic joins them.
    """
    return tuple(_verdict(rule, consortium, on) for rule in rule_set.rules)


def standing(verdicts: Sequence[RuleVerdict]) -> Outcome:
    """Return what all rules say together."""
    return worst([verdict.outcome for verdict in verdicts])


def is_valid(verdicts: Sequence[RuleVerdict]) -> bool:
    """Say whether the table itself is sound.

    The rules that choosing partners settles are met, and no other is missing; money, statements,
    papers and things to read may still be open. The calendar is not the table's.
    """
    return all(
        verdict.is_met
        if verdict.rule.settled_by is SettledBy.CHOICE
        else verdict.outcome is not Outcome.MISSING
        for verdict in verdicts
        if verdict.rule.settled_by is not SettledBy.DATES
    )


@cache
def rule_set_names() -> tuple[str, ...]:
    """Return the names of the rule sets there are, in alphabetical order."""
    names = (entry.name for entry in FOLDER.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml") and n[0] != "_"))


@cache
def load_rule_set(name: str) -> RuleSet:
    """Return the rule set of this name.

    Errors: UnknownRuleSet, which lists the closest names; BadRuleSet.
    """
    if name not in rule_set_names():
        raise UnknownRuleSet(_no_such(name))
    return read_rule_set(FOLDER.joinpath(f"{name}.toml").read_text(encoding="utf-8"), name)


def choose_rule_set(action_type: str, programme: str = "") -> str | None:
    """Return the rule set for a type of action as the EU portal or CORDIS writes it.

    `None` says that no rule set of ours is for it; the words decide, in any letter case and spacing.
    """
    action, where = _plain(action_type), _plain(programme)
    for choice in _choices():
        if choice["programme"] in where and choice["action"] in action and (action or where):
            return choice["rule_set"] or None
    return None


@cache
def _choices() -> tuple[Mapping[str, str], ...]:
    table = tomllib.loads(FOLDER.joinpath("_choice.toml").read_text(encoding="utf-8"))
    return tuple(
        {
            "action": _plain(entry.get("action", "")),
            "programme": _plain(entry.get("programme", "")),
            "rule_set": entry["rule_set"],
        }
        for entry in table["choice"]
    )


def _plain(words: str) -> str:
    """Return words in one case, one space apart, hyphens taken as spaces."""
    return " ".join(words.replace("-", " ").casefold().split())


def _no_such(name: str) -> str:
    close = get_close_matches(name, rule_set_names(), CLOSE_NAMES, cutoff=0.4) or rule_set_names()
    return f"There is no rule set called '{name[:80]}'. Did you mean: {', '.join(close)}?"


def _to_find_out(unknown: Unknown) -> Sentence:
    head = unknown.attribute.partition(":")[0]
    form = head if head in SPOKEN_OF_WITHOUT_A_SUBJECT else "one"
    what = attribute_words(unknown.attribute)
    return Sentence(f"find_out.{form}", {"what": what, "who": unknown.label or unknown.subject})


def _verdict(rule: Rule, consortium: Consortium, day: date) -> RuleVerdict:
    if rule.waived_by and consortium.facts.get(rule.waived_by) is True:
        waived = Sentence("waived.met", {"fact": attribute_words(rule.waived_by)})
        return RuleVerdict(rule, Outcome.MET, waived)
    finding: Finding = find(rule.check, consortium, day)
    unknowns = tuple(dict.fromkeys(finding.unknowns))
    if finding.outcome is not Outcome.UNKNOWN:
        unknowns = ()
    return RuleVerdict(
        rule=rule,
        outcome=finding.outcome,
        reason=finding.reason,
        unknowns=unknowns,
        counted=finding.counted,
        certain=finding.certain,
        possible=finding.possible,
        needed=finding.needed,
    )


def with_rule_dropped(rule_set: RuleSet, rule_id: str) -> RuleSet:
    """Return the rule set without one of its rules."""
    return replace(rule_set, rules=tuple(r for r in rule_set.rules if r.id != rule_id))
