"""What the calls hold of people: nothing."""

from convivio.calls.models import Call
from convivio.kernel.personal import Personal, declare_personal

declare_personal(
    Call,
    Personal(
        plain=(
            *("code", "slug", "title", "text", "family", "family_title", "action_type", "programme"),
            *("keywords", "status", "deadlines", "url", "rule_set", "audience"),
        )
    ),
)
