"""Who could win a call: the best of each list, for whoever looks at the call."""

from typing import Any

from django.urls import reverse

from convivio.calls.models import Call
from convivio.engine.errors import EngineError
from convivio.kernel.errors import BadInput
from convivio.matching.answering import Wanted, answer, words_of_call
from convivio.matching.narrowing import Narrowing
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting

BEST = 5


def winners_context(call: Call, acting: Acting) -> dict[str, Any]:
    """Rank everyone for a call; a call without words has no answer yet."""
    lead = _own(acting)
    context = {"call": call, "lead": lead, "find_url": f"{reverse('matching:find')}?call={call.slug}"}
    try:
        found = answer(Wanted(text=words_of_call(call), lead=lead), acting.reader, each=BEST)
    except (BadInput, EngineError):
        return {**context, "found": 0}
    fitting = int(Narrowing(found.ranking).fitting.sum())
    return {**context, "found": fitting, "known": found.known, "new": found.new}


def _own(acting: Acting) -> Organisation | None:
    kind, _colon, number = acting.acting_for_key.partition(":")
    rows = Organisation.objects.visible_to(acting.reader)
    return rows.filter(pk=int(number)).first() if kind == "organisation" else None
