"""Which dated rules a call is judged by."""

from convivio.engine.rules import choose_rule_set


def rule_set_for(action_type: str, programme: str = "") -> str:
    """Return the name of the rule set for a type of action; empty where none of ours is for it."""
    return choose_rule_set(action_type, programme) or ""
