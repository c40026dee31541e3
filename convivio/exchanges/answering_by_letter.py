"""Saying yes, no or “it is so” from the letter itself, without signing in."""

from django.utils.translation import gettext as _

from convivio.exchanges.models import Exchange
from convivio.exchanges.moves import AGREE, CONFIRM, DECLINE, Move, whose
from convivio.exchanges.permissions import may_step
from convivio.exchanges.stepping import step
from convivio.exchanges.telling import in_a_sentence
from convivio.kernel.keys import split_key
from convivio.people.acting import Acting


def _open(key: str, move: Move, by: Acting) -> Exchange | None:
    """Find what still waits for this step, where this person may take it."""
    rows = Exchange.objects.select_related("giver", "taker")
    found = rows.filter(pk=split_key(key)[1], state__in=move.begins).first()
    return found if found is not None and may_step(by, found, whose(move, found)) else None


def said_of_yes(key: str, by: Acting) -> str | None:
    found = _open(key, AGREE, by)
    return None if found is None else _("Say yes. %(what)s.") % {"what": in_a_sentence(found)}


def said_of_no(key: str, by: Acting) -> str | None:
    found = _open(key, DECLINE, by)
    return None if found is None else _("Say no. %(what)s.") % {"what": in_a_sentence(found)}


def said_of_confirming(key: str, by: Acting) -> str | None:
    found = _open(key, CONFIRM, by)
    return None if found is None else _("Confirm that it is so. %(what)s.") % {"what": in_a_sentence(found)}


def say_yes(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; NotAtThisPoint."""
    step(Exchange.objects.get(pk=split_key(key)[1]), AGREE, by=by)
    return _("You said yes: they have been told.")


def say_no(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; NotAtThisPoint."""
    step(Exchange.objects.get(pk=split_key(key)[1]), DECLINE, by=by)
    return _("You said no: they have been told.")


def confirm(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed; NotAtThisPoint."""
    step(Exchange.objects.get(pk=split_key(key)[1]), CONFIRM, by=by)
    return _("It is confirmed: it stands in the ledger of both.")
