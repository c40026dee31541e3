"""What can still be undone: kept in the session of whoever did it, for an hour."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.utils.timezone import now

from convivio.organisations.mandates.granting import Ended
from convivio.organisations.mandates.handing_over import HandedOver
from convivio.organisations.models import Organisation
from convivio.people.acting import SignedInRequest

UNDO_FOR = timedelta(hours=1)
PLACES = {Ended: "ended_mandates", HandedOver: "handed_over_mandates"}

Done = TypeVar("Done", Ended, HandedOver)


def remember(request: SignedInRequest, done: Ended | HandedOver) -> None:
    request.session[PLACES[type(done)]] = {**done.as_row(), "at": now().isoformat()}


def remembered(request: SignedInRequest, kind: type[Done], organisation: Organisation) -> Done | None:
    """Give what this person last did of a kind for an organisation, while it can be undone."""
    kept = request.session.get(PLACES[kind])
    if not kept or kept["organisation"] != organisation.pk:
        return None
    is_fresh = now() - datetime.fromisoformat(kept["at"]) < UNDO_FOR
    return kind.from_row(kept) if is_fresh else None


def forget(request: SignedInRequest, kind: type[Done]) -> None:
    del request.session[PLACES[kind]]
