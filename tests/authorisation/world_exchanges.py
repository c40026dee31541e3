"""What an organisation shares with another: one exchange that waits to be confirmed, and its worth to be agreed on."""

from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from convivio.exchanges.models import Exchange, Side, State
from convivio.organisations.models import Organisation


def exchanges(giver: Organisation, taker: Organisation) -> dict[str, Any]:
    """Let one organisation say what it gave to another."""
    return {
        "exchange": Exchange.objects.create(
            giver=giver,
            taker=taker,
            kind="advice",
            unit="hour",
            amount=Decimal(2),
            words="Consulenza di prova",
            on=localdate(),
            state=State.DELIVERED,
            said_by=Side.TAKER,
            worth=Decimal(100),
            worth_by=Side.TAKER,
        )
    }
