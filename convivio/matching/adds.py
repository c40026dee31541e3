"""What somebody would add to those who sit at the table already."""

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
    """A sentence on what somebody adds; whether that is little; which missing rule it moves on."""

    text: str
    is_little: bool = False
    moves: str = ""


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
        """Say what this organisation would change at the table."""
        brings = [self.names[key] for key in self.open if self._covers(organisation, key)]
        parts = enumerated(brings[:MOST_NAMED])
        rule = self.moved.get(organisation.pk, "")
        if rule and parts:
            text = _("%(rule)s It also adds %(parts)s.") % {"rule": rule, "parts": parts}
        elif rule:
            text = rule
        elif not parts:
            return Added(_("Adds little: your table covers what they do here."), is_little=True)
        elif self.table.seated:
            text = _("Adds what your table lacks: %(parts)s.") % {"parts": parts}
        else:
            text = _("Would bring %(parts)s.") % {"parts": parts}
        return Added(text, moves=rule)

    def _covers(self, organisation: Organisation, key: str) -> bool:
        row = self.rows.get(organisation.key)
        return row is not None and float(self.levels[key][row]) >= COVERED


def _rules_moved(table: Table, candidates: Sequence[Organisation]) -> Mapping[int, str]:
    """Say of each candidate which missing rule it would move on, by the number of the organisation."""
    rules, day = table.rules, localdate()
    if rules is None or not candidates:
        return {}
    roles = roles_of(rules, table.lead, [*table.picked, *candidates])
    partners = {one.key: one for one in with_money(rules, partners_in(roles.items()), day)}
    seated = tuple(partners[one.key] for one in table.seated)

    def verdicts(more: tuple[Partner, ...] = ()) -> tuple[RuleVerdict, ...]:
        return evaluate(rules, Consortium((*seated, *more)), on=day)

    before = verdicts()
    found = {}
    for one in candidates:
        said = _moved(before, verdicts((partners[one.key],)))
        if said:
            found[one.pk] = said
    return found


def _moved(before: Sequence[RuleVerdict], after: Sequence[RuleVerdict]) -> str:
    """Say which rule that choosing partners settles comes nearer; one that is then met before any other."""
    pairs = [
        (old, new)
        for old, new in zip(before, after, strict=True)
        if old.rule.settled_by is SettledBy.CHOICE and old.outcome is Outcome.MISSING
    ]
    for outcome, sentence in (
        (Outcome.MET, _("Meets the rule that you miss: %(rule)s.")),
        (Outcome.UNKNOWN, _("May meet the rule that you miss, once more is known of them: %(rule)s.")),
    ):
        for _old, new in pairs:
            if new.outcome is outcome:
                return sentence % {"rule": _title(new)}
    for old, new in pairs:
        if (new.certain or 0) > (old.certain or 0) and new.needed:
            values = {"rule": _title(new), "count": new.certain, "needed": new.needed}
            return _("Brings a rule forward, to %(count)s of %(needed)s: %(rule)s.") % values
    return ""


def _title(verdict: RuleVerdict) -> str:
    return plain(verdict.rule.sentence.say((get_language() or "it")[:2]).rstrip("."))
