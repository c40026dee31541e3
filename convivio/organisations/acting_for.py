"""For which organisations somebody acts, and whether they may do something for the one they act for now."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from convivio.kernel.keys import split_key
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Mandate
from convivio.people.acting import Acting

Right = Mandate.Right
REFUSALS = {
    Right.EDIT: gettext_noop(
        "It takes a mandate to edit for an organisation. Choose for whom you act, or ask for it."
    ),
    Right.SPEAK: gettext_noop(
        "It takes a mandate to speak for an organisation. Choose for whom you act, or ask for it."
    ),
    Right.BOOK: gettext_noop(
        "It takes a mandate to book for an organisation. Choose for whom you act, or ask for it."
    ),
}


def numbers_of(acting: Acting, rights: Collection[str] = ()) -> list[int]:
    """Number the organisations for which this person acts, or has one of these rights."""
    wanted = set(rights)
    return [
        split_key(choice.key)[1]
        for choice in acting.choices
        if choice.key.startswith("organisation:") and (not wanted or wanted & choice.rights)
    ]


def current_number(acting: Acting, rights: Collection[str] = ()) -> int | None:
    """Number the organisation for which this person acts now, where they have one of these rights for it."""
    current, wanted = acting.current, set(rights)
    if current is None or not current.key.startswith("organisation:"):
        return None
    return split_key(current.key)[1] if not wanted or wanted & current.rights else None


def may_for_somebody(acting: Acting, right: Right) -> Verdict:
    """Say whether this person has a right for the organisation for which they act now."""
    return ALLOWED if current_number(acting, {right}) is not None else Verdict(_(REFUSALS[right]))
