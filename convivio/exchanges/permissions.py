"""Who asks, answers, confirms and reads an exchange: the people of its two sides, and nobody else."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from convivio.exchanges.models import OPEN, Exchange, ExchangeQuerySet, Side
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.acting_for import may_for_somebody, numbers_of
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting

SPEAK, SIGN = "speak", "sign"


def exchanges_seen(acting: Acting) -> ExchangeQuerySet:
    """Keep the exchanges of those for whom this person acts."""
    rows = Exchange.objects.of(numbers_of(acting))
    return rows.select_related("giver", "taker")


def find_exchange(acting: Acting, number: int) -> Exchange:
    """Find an exchange of ours.

    Errors: Http404.
    """
    return get_object_or_404(exchanges_seen(acting), pk=number)


def sides_of(acting: Acting, exchange: Exchange, right: str = SPEAK) -> list[Side]:
    """Say for which of the two sides this person has a right; for both, where they act for both."""
    return [side for side in Side if acting.may(right, exchange.organisation_of(side).key)]


def may_speak(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether this person asks, answers and confirms for an organisation."""
    if acting.may(SPEAK, organisation.key):
        return ALLOWED
    return Verdict(_("It takes a mandate to speak for %(name)s.") % {"name": organisation.name})


def may_speak_for_somebody(acting: Acting) -> Verdict:
    """Say whether this person speaks for the organisation for which they act now."""
    return may_for_somebody(acting, Mandate.Right.SPEAK)


def why_only_reading(acting: Acting, exchange: Exchange) -> str:
    """Say what it takes to do more than read an open one; nothing to whoever speaks for one of its sides."""
    if exchange.state not in OPEN or sides_of(acting, exchange):
        return ""
    ours = {side for side in Side if exchange.organisation_of(side).pk in numbers_of(acting)}
    return may_step(acting, exchange, ours).reason or ""


def may_step(acting: Acting, exchange: Exchange, sides: "set[Side]", right: str = SPEAK) -> Verdict:
    """Say whether this person may take a step that belongs to one of these sides."""
    if sides & set(sides_of(acting, exchange, right)):
        return ALLOWED
    names = _(" or ").join(exchange.organisation_of(side).name for side in sorted(sides))
    if right == SIGN:
        return Verdict(_("It takes a mandate to sign for %(names)s.") % {"names": names})
    return Verdict(_("It takes a mandate to speak for %(names)s.") % {"names": names})
