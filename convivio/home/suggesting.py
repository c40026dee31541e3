"""What could I win, who could I work with: asked of matching, in the shapes that pages draw."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from convivio.calls.models import Call
from convivio.calls.showing import for_a_project
from convivio.home.addresses import address
from convivio.home.figures import closing_soon
from convivio.kernel.audiences import Reader
from convivio.kernel.errors import DomainError
from convivio.matching.answering import Wanted, answer
from convivio.matching.radar import calls_for
from convivio.matching.sentences import Sentence
from convivio.organisations.models import Organisation

MOST_CALLS = 4
MOST_PARTNERS = 4
MOST_REASONS = 2
ICONS = {
    "past_work": "project",
    "profile": "skill",
    "record": "project",
    "collaboration": "shared",
    "introduction": "shared",
}


def calls_that_fit(organisation: Organisation, reader: Reader) -> list[dict[str, Any]]:
    """Give the calls to come that fit an organisation, in the shape that `web/_call_line.html` wants."""
    fitting = calls_for(organisation, reader, most=MOST_CALLS)
    return [call_line(one.call, one.reasons[:MOST_REASONS]) for one in fitting]


def calls_closing(reader: Reader, day: date) -> list[dict[str, Any]]:
    """Give the open calls whose deadline is nearest, for those who act for no organisation."""
    return [call_line(call) for call in closing_soon(reader, day, MOST_CALLS)]


def call_line(call: Call, reasons: Sequence[Sentence] = ()) -> dict[str, Any]:
    return {
        "title": str(call),
        "url": call.get_absolute_url(),
        "deadline": call.deadline,
        "programme": call.programme,
        "money": for_a_project(call),
        "reasons": [drawn(reason) for reason in reasons],
        "action_url": address("matching:find", call=call.slug),
        "action": _("Find partners"),
    }


def new_partners(organisation: Organisation, reader: Reader) -> list[dict[str, Any]]:
    """Give organisations that this one has not worked with, for what it does and looks for.

    Nobody where its page says nothing to go by, or before the index was built.
    """
    wanted = Wanted(text=profile_of(organisation), lead=organisation, exclude=(organisation.key,))
    try:
        found = answer(wanted, reader, each=MOST_PARTNERS).new
    except (DomainError, ValueError):
        # Refusals of the engine, which knows nothing of ours, are ValueErrors.
        return []
    return [
        {
            "organisation": one.organisation,
            "reasons": [drawn(reason) for reason in one.reasons[:MOST_REASONS]],
        }
        for one in found
        if one.reasons
    ]


def profile_of(organisation: Organisation) -> str:
    """Return what an organisation looks for; without that, what it says it does."""
    looking, doing = organisation.looking_for, organisation.description
    return "\n".join(text for text in (looking or doing).values() if text)


def drawn(reason: Sentence) -> dict[str, str]:
    """Give a reason in the shape that `web/_reasons.html` wants."""
    icon = ICONS.get(reason.kind, "project")
    return {"kind": icon, "text": reason.text, "url": reason.url, "link": reason.opens}
