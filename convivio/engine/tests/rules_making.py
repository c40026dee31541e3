"""Makes usual organisations, partners and consortia, and names what is unusual of them."""

from datetime import date
from typing import Any

from convivio.engine.rules import RuleVerdict, evaluate
from convivio.engine.rules_model import RuleSet
from convivio.engine.rules_reading import read_rule_set
from convivio.engine.rules_values import Accreditation, Consortium, Organisation, Partner

TODAY = date(2026, 11, 22)
NETWORK = (Accreditation("high_technology_network", date(2015, 1, 1)),)


def organisation(number: int = 1, **facts: Any) -> Organisation:
    return Organisation(f"organisation:{number}", f"Organisation {number}", **facts)


def partner(number: int = 1, role: str = "beneficiary", **facts: Any) -> Partner:
    money = {name: facts.pop(name) for name in ("cost", "grant", "funded") if name in facts}
    return Partner(organisation(number, **facts), role, **money)


def partners(*facts: dict[str, Any]) -> tuple[Partner, ...]:
    """Make a lead and beneficiaries, one for each set of facts."""
    return tuple(partner(n, **{"role": "beneficiary" if n else "lead", **f}) for n, f in enumerate(facts))


def from_countries(*countries: str | None) -> tuple[Partner, ...]:
    return partners(*({"country": country} for country in countries))


def rules(checks: str, roles: str = "") -> RuleSet:
    """Read a rule set from its checks, one a line, such as `kind = "count", min = 3`."""
    rule = """
[[rule]]
id = "rule-{n}"
sentence = {{ it = "Regola {n}.", en = "Rule {n}." }}
check = {{ {check} }}
checked = true
source = {{ title = "Made up" }}
"""
    lines = [line.strip() for line in checks.splitlines() if line.strip()]
    head = 'name = "made-up"\ntitle = { it = "Prova", en = "Trial" }\nprogramme = "None"\n'
    head += 'valid_from = 2020-01-01\nvalid_until = 2030-12-31\nvalidity_source = { title = "Made up" }\n'
    body = "".join(rule.format(n=n, check=line) for n, line in enumerate(lines, 1))
    return read_rule_set(head + roles + body, "made-up")


def verdicts(
    rule_set: RuleSet, people: tuple[Partner, ...], *, on: date = TODAY, **told: Any
) -> dict[str, RuleVerdict]:
    found = evaluate(rule_set, Consortium(people, **told), on=on)
    return {verdict.rule.id: verdict for verdict in found}


def outcome(check: str, people: tuple[Partner, ...], *, on: date = TODAY, **told: Any) -> str:
    return verdicts(rules(check), people, on=on, **told)["rule-1"].outcome.value
