"""The table that a question is on the way to: who leads, who was picked, what the rules say of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from convivio.consortia.verdicts import Judgement, judge, partners_in
from convivio.engine.errors import EngineError
from convivio.engine.rules import load_rule_set
from convivio.engine.rules_model import RuleSet
from convivio.kernel.audiences import Reader
from convivio.matching.models import Question
from convivio.organisations.models import Organisation

LEAD, BENEFICIARY = "lead", "beneficiary"


@dataclass(frozen=True, slots=True)
class Table:
    """Those at the table so far, and their verdict."""

    lead: Organisation | None
    picked: tuple[Organisation, ...]
    rules: RuleSet | None
    judgement: Judgement | None

    @property
    def seated(self) -> tuple[Organisation, ...]:
        return ((self.lead,) if self.lead else ()) + self.picked


def table_of(question: Question, reader: Reader) -> Table:
    """Read who was picked, as far as the reader may see them, and judge them with the lead."""
    rows = Organisation.objects.visible_to(reader).filter(picks__question=question)
    picked = tuple(rows.order_by("picks__picked_at", "picks__pk"))
    lead = question.lead if question.lead and reader.sees(question.lead.audience) else None
    rules = rules_of(question.rule_set)
    roles = roles_of(rules, lead, picked)
    judgement = judge(rules.name, partners_in(roles.items())) if rules and roles else None
    return Table(lead, picked, rules, judgement)


def rules_of(name: str) -> RuleSet | None:
    """Return a rule set by name, or nothing where there is none of that name any more."""
    try:
        return load_rule_set(name) if name else None
    except EngineError:
        return None


def roles_of(
    rules: RuleSet | None, lead: Organisation | None, others: Iterable[Organisation]
) -> Mapping[Organisation, str]:
    """Give everybody the role in which they would usually sit: the lead leads, the others are partners.

    Where the rules know a part for their kind alone, such as a firm that is involved, that is theirs.
    """
    roles = {lead: LEAD} if lead else {}
    for organisation in others:
        roles[organisation] = usual_role(rules, organisation)
    return roles


def usual_role(rules: RuleSet | None, organisation: Organisation) -> str:
    for role in rules.roles if rules else ():
        if role.kinds and organisation.kind in role.kinds:
            return role.code
    return BENEFICIARY
