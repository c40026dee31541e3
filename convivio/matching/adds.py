"""What somebody would add to those who sit at the table already."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convivio.consortia.verdicts import partners_in, with_money
from convivio.engine.aspects import coverage
from convivio.engine.rank import Ranking
from convivio.engine.rules import RuleVerdict, evaluate
from convivio.engine.rules_model import SettledBy
from convivio.engine.rules_values import Consortium, Outcome, Partner
from convivio.matching.aspects import aspects_of
from convivio.matching.tables import Table, roles_of
from convivio.matching.telling import enumerated, plain
from convivio.organisations.models import Organisation

COVERED = 0.5
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Added:
    """A sentence on what somebody adds, and whether that is little."""

    text: str
    is_little: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A missing rule that somebody would move on; rare where less than half of the others would too."""

    text: str
    is_rare: bool


class Adds:
    """The parts of a need that the table leaves open, the rules it misses, and who brings which."""

    def __init__(
        self, ranking: Ranking, text: str, table: Table, candidates: Iterable[Organisation] = ()
    ) -> None:
        self.table = table
        aspects, names = aspects_of(text, ranking)
        self.names = {key: plain(name) for key, name in names.items()}
        self.levels = coverage(ranking.evidence, aspects)
        self.rows = ranking.evidence.history.organisation_rows
        self.open = [key for key in self.names if not any(self._covers(one, key) for one in table.seated)]
        self.moved = _rules_moved(table, [one for one in candidates if one not in table.seated])

    def of(self, organisation: Organisation) -> Added:
        """Say what this organisation would change at the table, what sets it apart first."""
        brings = [self.names[key] for key in self.open if self._covers(organisation, key)]
        parts = enumerated(brings[:MOST_NAMED])
        move = self.moved.get(organisation.pk)
        if parts:
            lacks = (
                _("Adds what your table lacks: %(parts)s.") if self.table.seated else _("Brings %(parts)s.")
            )
            said = lacks % {"parts": parts}
            return Added(f"{move.text} {said}" if move and move.is_rare else said)
        if move:
            return Added(move.text)
        return Added(_("Adds little: your table covers what they do here."), is_little=True)

    def _covers(self, organisation: Organisation, key: str) -> bool:
        row = self.rows.get(organisation.key)
        return row is not None and float(self.levels[key][row]) >= COVERED


def _rules_moved(table: Table, candidates: Sequence[Organisation]) -> Mapping[int, Move]:
    """Say of each candidate which missing rule it would move on, by the number of the organisation.

    Of several rules, the one that fewest others would move on.
    """
    rules, day = table.rules, localdate()
    if rules is None or not candidates:
        return {}
    roles = roles_of(rules, table.lead, [*table.picked, *candidates])
    partners = {one.key: one for one in with_money(rules, partners_in(roles.items()), day)}
    seated = tuple(partners[one.key] for one in table.seated)

    def verdicts(*more: Partner) -> tuple[RuleVerdict, ...]:
        return evaluate(rules, Consortium((*seated, *more)), on=day)

    before = verdicts()
    moves = {one.pk: _moves(before, verdicts(partners[one.key])) for one in candidates}
    often = Counter(rule for said in moves.values() for rule in said)
    found = {}
    for number, said in moves.items():
        rule = min(said, key=lambda rule: often[rule], default="")
        if rule:
            found[number] = Move(said[rule], is_rare=often[rule] * 2 <= len(candidates))
    return found


def _moves(before: Sequence[RuleVerdict], after: Sequence[RuleVerdict]) -> dict[str, str]:
    """Say of each missing rule that choosing partners settles how it comes nearer, by the rule's name."""
    said = {}
    for old, new in zip(before, after, strict=True):
        if old.rule.settled_by is SettledBy.CHOICE and old.outcome is Outcome.MISSING:
            sentence = _moved(old, new)
            if sentence:
                said[old.rule.id] = sentence
    return said


def _moved(old: RuleVerdict, new: RuleVerdict) -> str:
    title = plain(new.rule.sentence.say((get_language() or "it")[:2]).rstrip("."))
    if new.outcome is Outcome.MET:
        return _("Meets the rule that you miss: %(rule)s.") % {"rule": title}
    if new.outcome is Outcome.UNKNOWN:
        return _("May meet the rule that you miss, once more is known: %(rule)s.") % {"rule": title}
    if new.needed and (new.certain or 0) > (old.certain or 0):
        values = {"rule": title, "count": new.certain, "needed": new.needed}
        return _("Brings a rule forward, to %(count)s of %(needed)s: %(rule)s.") % values
    return ""
