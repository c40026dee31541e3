"""How a letter with notices leaves the outbox: written at that moment, and not at all when nothing is left."""

from typing import Any

from convivio.activity import letters
from convivio.notices.composing import letter_of
from convivio.notices.models import Delivery


def send(payload: dict[str, Any], number: int) -> None:
    """Write and send one letter; tried twice, it carries the same name."""
    rows = Delivery.objects.filter(pk__in=payload["deliveries"]).select_related("notice", "person")
    deliveries = list(rows.order_by("notice_id"))
    if not deliveries:
        return
    letter = letter_of(deliveries[0].person, deliveries, is_digest=payload.get("is_digest", False))
    if letter is not None:
        letters.send(letter.payload, number)
