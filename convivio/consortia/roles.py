"""The roles in which partners can sit, as the rules of the table name them."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language

from convivio.calls.rule_sets import is_rule_set
from convivio.consortia.models import Seat
from convivio.engine.rules import load_rule_set

ALWAYS = (Seat.Role.LEAD, Seat.Role.BENEFICIARY, Seat.Role.ASSOCIATED, Seat.Role.SUBCONTRACTOR)


@dataclass(frozen=True, slots=True)
class ShownRole:
    """A role by its code, in the words of the rules, or else in ours."""

    code: str
    label: str | Promise
    is_paid: bool = True


def roles_under(rule_set: str) -> dict[str, ShownRole]:
    """List the roles to choose from: ours, and those that the rules name, in the words of the rules."""
    found = {str(role): ShownRole(role, role.label) for role in ALWAYS}
    if is_rule_set(rule_set):
        for role in load_rule_set(rule_set).roles:
            if role.code in Seat.Role.values:
                title = role.title.say(get_language() or "it")
                found[role.code] = ShownRole(role.code, title, role.funded is not False)
    return found


def role_shown(roles: dict[str, ShownRole], code: str) -> ShownRole:
    """Name a role, also one that these rules do not know."""
    return roles.get(code) or ShownRole(code, Seat.Role(code).label)
